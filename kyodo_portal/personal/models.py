"""Whose account was closed, how long each kind of record is kept, what a yearly 廃棄 list erased, and what holds it back."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.templatetags.kyodo import jdate


class Closing(models.Model):
    """退会: one person closed the account, or the system administrator did; and when what it said of the person was erased.

    Between the two lies a hold, if any. `name_until`: the name stays in the decisions of whoever was staff or panel until then.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="closing", verbose_name="利用者")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="手続きした人")
    closed_at = models.DateTimeField("退会した日時", default=timezone.now)
    erased_at = models.DateTimeField("消した日時", null=True, blank=True)
    name_until = models.DateField("名前を残す最後の日", null=True, blank=True)

    public_columns = ("closed_at", "erased_at", "name_until")  # of a row that only the system administrator finds

    class Meta:
        verbose_name = verbose_name_plural = "退会した利用者"
        ordering = ["-closed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="closing_erased_after_closed", condition=Q(erased_at__isnull=True) | Q(erased_at__gte=F("closed_at"))
            )
        ]

    def __str__(self):
        return f"退会 {self.pk}"


class RetentionRule(models.Model):
    """保存期間: how long one kind of record is kept, from when it counts, and why. The kinds stand in retention.py."""

    class CountedFrom(models.TextChoices):
        FISCAL = "fiscal", "終わった年度の次の4月1日"
        DAY = "day", "その日"

    kind = models.SlugField("記録の種類", max_length=40, unique=True, editable=False)
    label = models.CharField("記録の名前", max_length=100)
    years = models.PositiveSmallIntegerField("保存する年数", null=True, blank=True)
    days = models.PositiveSmallIntegerField("保存する日数", null=True, blank=True)
    counted_from = models.CharField("数えはじめ", max_length=10, choices=CountedFrom)
    basis = models.CharField("理由・根拠", max_length=200)

    public_columns = ("kind", "label", "years", "days", "counted_from", "basis")

    class Meta:
        verbose_name = verbose_name_plural = "保存期間"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="retention_years_or_days",
                condition=Q(counted_from="fiscal", years__isnull=False, days__isnull=True)
                | Q(counted_from="day", years__isnull=True, days__isnull=False),
            )
        ]

    def __str__(self):
        return self.label

    @property
    def term(self):
        """How long, in words: 「3年」, 「90日」; whole years of days as years."""
        years = self.years if self.years is not None else self.days // 365 if self.days % 365 == 0 else None
        return f"{years}年" if years is not None else f"{self.days}日"


class HoldQuerySet(models.QuerySet):
    def in_force(self, on=None):
        """Holds that count on a day (default today)."""
        day = on or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class Hold(models.Model):
    """保存の延長: what it names is neither erased nor 廃棄 while it is in force."""

    class Kind(models.TextChoices):
        DISCLOSURE = "disclosure", "開示請求"
        LAWSUIT = "lawsuit", "訴訟・審査請求"
        AUDIT = "audit", "監査"

    kind = models.CharField("種類", max_length=12, choices=Kind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="利用者"
    )
    partner = models.ForeignKey(
        "partners.Partner", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="団体"
    )
    subject = models.CharField(
        "受付番号",
        max_length=20,
        blank=True,
        help_text="登録の申請か提案の受付番号。例：R8-T-0012。団体全体を残すときは空にします。",
    )
    reason = models.CharField("理由", max_length=200, help_text="文書番号や事件の番号。本人には種類だけを伝えます。")
    since = models.DateField("いつから", default=timezone.localdate)
    until = models.DateField("いつまで", null=True, blank=True)

    public_columns = ("kind", "since", "until")

    objects = HoldQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "保存の延長"
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="hold_names_something", condition=Q(user__isnull=False) | Q(partner__isnull=False) | ~Q(subject="")
            ),
            models.CheckConstraint(name="hold_until_after_since", condition=Q(until__isnull=True) | Q(until__gte=F("since"))),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {jdate(self.since)}"


class DisposalList(models.Model):
    """廃棄の一覧: what of a 年度's turn is over its term. Made by the administrator, and erased once confirmed."""

    fiscal_year = models.PositiveSmallIntegerField("年度", unique=True)
    made_at = models.DateTimeField("作った日時", auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="作った人")
    confirmed_at = models.DateTimeField("廃棄した日時", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="廃棄した人"
    )

    public_columns = ("fiscal_year", "made_at", "confirmed_at")

    class Meta:
        verbose_name = verbose_name_plural = "廃棄の一覧"
        ordering = ["-fiscal_year"]
        constraints = [
            models.CheckConstraint(
                name="disposal_confirmed_pair",
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
            )
        ]

    def __str__(self):
        return f"{fiscal_label(self.fiscal_year)}の廃棄の一覧"


class DisposalItem(models.Model):
    """One record of a 廃棄の一覧: by its number and days, never by a name."""

    disposal = models.ForeignKey(DisposalList, on_delete=models.CASCADE, related_name="items", verbose_name="廃棄の一覧")
    kind = models.SlugField("記録の種類", max_length=40)
    target = models.PositiveBigIntegerField("記録の番号")
    label = models.CharField("受付番号", max_length=60)
    ended_on = models.DateField("終わった日")
    expired_on = models.DateField("保存期間の最後の日")
    erased_at = models.DateTimeField("消した日時", null=True, blank=True)
    held = models.CharField("残した理由", max_length=60, blank=True)

    public_columns = ("disposal", "kind", "target", "label", "ended_on", "expired_on", "erased_at", "held")

    class Meta:
        verbose_name = verbose_name_plural = "廃棄する記録"
        ordering = ["kind", "ended_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["disposal", "kind", "target"], name="disposal_item_once")]

    def __str__(self):
        return self.label
