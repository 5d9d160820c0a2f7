"""What letters are made from: templates in versions, and who signs on which day."""

from django.db import models
from django.db.models import F, Q

from .kinds import kind_of
from .reason_models import ReasonExample  # noqa: F401


class SignatoryQuerySet(models.QuerySet):
    def on(self, day):
        """Who signs on this day: of several that hold then, the one who began last (職務代理者 within the time of a 市長). None: nobody."""
        held = self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)
        return held.order_by("-since", "-pk").first()


class Signatory(models.Model):
    """名義: in whose name letters go out, from which day on and until when. A 職務代理者 is a row of the days in question."""

    post = models.CharField("職", max_length=60, help_text="例：若葉野市長、若葉野市長職務代理者 副市長")
    name = models.CharField("氏名", max_length=60)
    since = models.DateField("この日から")
    until = models.DateField("この日まで", null=True, blank=True, help_text="決まっていないときは、空にします。")

    public_columns = ("post", "name", "since", "until")

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通知書の名義"
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(name="signatory_days_in_order", condition=Q(until__isnull=True) | Q(until__gte=F("since")))
        ]

    def __str__(self):
        return f"{self.post}　{self.name}"


class LetterTemplate(models.Model):
    """通知書のひな形: what the letter of one step says. One version of a step is in use; letters point at the one they were made of."""

    class Appeal(models.TextChoices):
        NONE = "none", "書かない"
        CONTACT = "contact", "質問の連絡先だけ"
        REVIEW = "review", "審査請求と取消訴訟"

    process = models.CharField("手続き", max_length=30)
    step = models.CharField("どの手続きのあと", max_length=40)
    version = models.PositiveSmallIntegerField("版", default=1)
    in_use = models.BooleanField("使っている", default=True)
    name = models.CharField("通知書の名前", max_length=40, help_text="一覧に出ます。例：採択通知書")
    title = models.CharField("件名", max_length=100, help_text="例：協働事業の採択について（通知）")
    body = models.TextField("本文", max_length=6000)
    appeal = models.CharField("教示", max_length=7, choices=Appeal, default=Appeal.NONE)
    appeal_text = models.TextField("教示の文", max_length=2000, blank=True)
    file_name = models.CharField("簿冊名", max_length=80, blank=True)
    keep_years = models.PositiveSmallIntegerField("保存年限（年）", default=5)
    at = models.DateTimeField("作った日時", auto_now_add=True)

    public_columns = (
        "process", "step", "version", "in_use", "name", "title", "body", "appeal", "appeal_text", "file_name", "keep_years", "at",
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = "通知書のひな形"
        ordering = ["process", "step", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["process", "step", "version"], name="letter_template_version_once"),
            models.UniqueConstraint(fields=["process", "step"], condition=Q(in_use=True), name="letter_template_one_in_use"),
            models.CheckConstraint(name="letter_template_appeal_known", condition=Q(appeal__in=("none", "contact", "review"))),
            models.CheckConstraint(
                name="letter_template_appeal_has_text",
                condition=Q(appeal="none", appeal_text="") | ~Q(appeal="none") & ~Q(appeal_text=""),
            ),
            models.CheckConstraint(name="letter_template_term", condition=Q(keep_years__gte=1, keep_years__lte=30)),
        ]

    def __str__(self):
        return f"{self.name} 第{self.version}版"

    @property
    def step_label(self):
        """「協働の提案：採択を知らせる」; the codes where the table no longer has the step."""
        kind = kind_of(self.process)
        row = next((row for row in kind.process.steps if row.name == self.step), None) if kind else None
        return f"{kind.process.label}：{row.label if row else self.step}" if kind else f"{self.process} {self.step}"
