"""形態 and the support that a city gives: the rows that the ledger counts by."""

from django.db import models
from django.urls import reverse
from django.utils import timezone

from .base import Item, ItemSet
from .codes import Body, Duty, FormCode, Lead, Money, Span
from .fields import CodesField


class FormSet(ItemSet):
    def offered_then(self):
        """The forms that a year which is over can be entered under, those of today first."""
        return self.own().order_by("-is_active", *self.model._meta.ordering)

    def offered(self):
        """The forms that the own city's ledger can be entered under today."""
        return self.own().filter(is_active=True)


def public_title_of(form):
    """The city's own word once its guideline is published, before that the common word. `form`: also as a PublicRow."""
    return public_title(form.title, form.code, form.guideline.published_at)


def public_title(title, code, published_at):
    """The same of plain values: the form's title and code, and when its guideline was published."""
    return title if published_at and published_at <= timezone.now() else dict(FormCode.choices).get(code, code)


class CollaborationForm(Item):
    """形態: a way of collaborating, by the city's own word (`title`) beside the common code.

    The five `fit_` columns say for which answers of 形態えらび it is made; an empty one fits every answer.
    """

    code = models.CharField("共通の種類", max_length=20, choices=FormCode)
    effect = models.TextField("効果", blank=True)
    caution = models.TextField("気をつけること", blank=True)
    papers = models.TextField("要る書類", blank=True, help_text="1行にひとつずつ書きます。")
    fit_lead = CodesField("だれが中心か", codes=Lead)
    fit_money = CodesField("市のお金", codes=Money)
    fit_body = CodesField("組織", codes=Body)
    fit_span = CodesField("期間", codes=Span)
    fit_duty = CodesField("だれの仕事か", codes=Duty)
    is_active = models.BooleanField("いま使う", default=True, help_text="外しても、これまでの台帳には残ります。")

    public_columns = (
        "code", "effect", "caution", "papers", "fit_lead", "fit_money", "fit_body", "fit_span", "fit_duty",
        "is_active",
    )  # fmt: skip

    objects = FormSet.as_manager()

    class Meta(Item.Meta):
        verbose_name = verbose_name_plural = "協働の形態"

    def get_absolute_url(self):
        return reverse("guideline-form", args=[self.guideline.slug, self.key])

    @property
    def choice_label(self):
        """What a list of choices calls it: one that is not used any more is said to be so."""
        return self.title if self.is_active else f"{self.title}（いまは使っていません）"

    @property
    def public_title(self):
        """What everybody reads: see public_title_of."""
        return public_title_of(self)


class SupportScheme(Item):
    """支援のしかた: how the city supports activities. Where the support is itself a form, it says which."""

    form = models.ForeignKey(
        CollaborationForm, models.SET_NULL, null=True, blank=True, related_name="schemes", verbose_name="あたる形態"
    )

    public_columns = ("form",)

    class Meta(Item.Meta):
        verbose_name = verbose_name_plural = "支援のしかた"
