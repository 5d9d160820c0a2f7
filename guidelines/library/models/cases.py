"""事例: how people solved something together, and who did what."""

from django.db import models
from django.db.models import F
from django.urls import reverse

from .base import Item, ItemSet
from .codes import ActorKind, FormCode, Topic
from .fields import CodesField


class CaseSet(ItemSet):
    def in_order(self):
        """The own city first, then by city, the newest document, and the document's own order."""
        city = "guideline__municipality__"
        newest = (F(f"guideline__{name}").desc(nulls_last=True) for name in ("year", "month"))
        return self.order_by(f"-{city}is_own", f"{city}code", *newest, "guideline_id", "order", "pk")


class CaseStudy(Item):
    """A story: problem → talk → what they learned from → result → review. Parts that the source lacks stay empty."""

    place = models.CharField("ところ", max_length=100, blank=True)
    leader = models.CharField("中心になったところ", max_length=100, blank=True)
    partners = models.TextField("いっしょに取り組んだところ", blank=True, help_text="1行にひとつずつ書きます。")
    problem = models.TextField("困りごと", blank=True)
    talk = models.TextField("話し合い", blank=True)
    learned = models.TextField("参考にしたこと", blank=True)
    result = models.TextField("実現したこと", blank=True)
    review = models.TextField("見直し", blank=True)
    topics = CodesField("分野", codes=Topic)
    form_codes = CodesField("協働の形態", codes=FormCode, help_text="資料から読み取れるときだけ選びます。")
    actors = CodesField("かかわった主体", codes=ActorKind)

    public_columns = (
        "place", "leader", "partners", "problem", "talk", "learned", "result", "review", "topics", "form_codes", "actors",
    )  # fmt: skip

    objects = CaseSet.as_manager()

    class Meta(Item.Meta):
        verbose_name = "事例"
        verbose_name_plural = "事例"

    def get_absolute_url(self):
        return reverse("guideline-case", args=[self.guideline.slug, self.key])

    @property
    def story(self):
        """The parts that the source tells: [(field name, heading, text)]."""
        parts = ["problem", "talk", "learned", "result", "review"]
        sections = [(name, self._meta.get_field(name).verbose_name, getattr(self, name)) for name in parts]
        return [part for part in sections if part[2]]


class CaseRole(models.Model):
    """One row of a case's role table. `who` is the document's word; a row may speak of two kinds of actor (企業や行政)."""

    case = models.ForeignKey(CaseStudy, models.CASCADE, related_name="roles", verbose_name="事例")
    order = models.PositiveSmallIntegerField("並び順")
    who = models.CharField("だれが", max_length=50)
    actor = models.CharField("主体の種類", max_length=20, choices=ActorKind)
    also = models.CharField("もうひとつの主体", max_length=20, choices=ActorKind, blank=True)
    task = models.TextField("すること", help_text="1行にひとつずつ書きます。")

    public_columns = ("case", "order", "who", "actor", "also", "task")

    class Meta:
        verbose_name = verbose_name_plural = "事例の役割"
        ordering = ["case", "order"]
        constraints = [models.UniqueConstraint(fields=["case", "order"], name="one_caserole_per_order")]

    def __str__(self):
        return self.who

    @property
    def tasks(self):
        return [line.strip() for line in self.task.splitlines() if line.strip()]
