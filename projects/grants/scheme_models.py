"""補助制度: what the city supports with money, the rule of each 年度, and the kinds of costs that it names."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import GreaterThanOrEqual
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from kyodo_portal.common.japanese.dates import fiscal_label, fiscal_span
from partners.directory.access import is_secretariat, offices_of

from .money import yen

OLDEST = 366  # days ago: what came earlier is no matter of today's


class GrantSchemeQuerySet(models.QuerySet):
    def published(self):
        """What everybody reads: those with a rule that the city shows."""
        return self.filter(models.Exists(GrantRule.objects.published().filter(scheme=models.OuterRef("pk"))))

    def visible_to(self, user):
        """All of them for city staff; everybody finds those with a rule that is shown."""
        return self.all() if user.is_authenticated and user.is_staff else self.published()


class GrantScheme(models.Model):
    """補助制度: one kind of grant over the years; what holds in one 年度 is its GrantRule."""

    title = models.CharField("制度の名前", max_length=100, unique=True, help_text="例：地域の居場所づくり補助金")
    summary = models.TextField("どんな補助か", help_text="はじめて読む人に分かるように、2、3文で。だれが、何に使えるか。")
    who = models.TextField("申請できる団体", help_text="例：市に登録した団体。市内で活動して1年以上の団体。")
    basis_text = models.CharField(
        "根拠", max_length=200, blank=True, help_text="要綱の名前。例：地域の居場所づくり補助金交付要綱"
    )
    form = models.ForeignKey(
        "guidelines.CollaborationForm", on_delete=models.PROTECT, null=True, blank=True, related_name="grant_schemes",
        verbose_name="協働の形態",
    )  # fmt: skip
    department = models.ForeignKey(
        "partners.Partner", on_delete=models.PROTECT, related_name="grant_schemes", verbose_name="担当課"
    )
    is_disposition = models.BooleanField(
        "交付しないことが処分にあたる", default=False,
        help_text="付けると、不交付や取消しの通知書に、審査請求と取消訴訟の教示が出ます。市の法務の担当に確かめてください。"
        "例：条例による補助はあたり、要綱だけによる補助はふつうあたりません。",
    )  # fmt: skip
    is_active = models.BooleanField("いまもある制度", default=True)
    is_sample = models.BooleanField("見本", default=False)
    created_at = models.DateTimeField("作った日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    public_columns = (
        "title", "summary", "who", "basis_text", "is_disposition", "form", "department", "is_active", "is_sample", "created_at", "updated_at",
    )  # fmt: skip

    objects = GrantSchemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "補助制度"
        ordering = ["title", "pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("grant-scheme", args=[self.pk])


class GrantRuleQuerySet(models.QuerySet):
    def published(self):
        """What everybody reads."""
        return self.filter(is_public=True)

    def visible_to(self, user):
        """All of them for city staff, the shown ones for everybody."""
        return self.all() if user.is_authenticated and user.is_staff else self.published()

    def open_now(self):
        """Those that take applications today, to the last moment of their last day in the city's time."""
        today = timezone.localdate()
        return self.published().filter(scheme__is_active=True, opens_on__lte=today, closes_on__gte=today)

    def to_enter(self, user):
        """Those of schemes that this person keeps by which something may still have come on paper."""
        today = timezone.localdate()
        began = self.published().filter(opens_on__lte=today, closes_on__gte=today - datetime.timedelta(days=OLDEST))
        kept = Q() if is_secretariat(user) else Q(scheme__department__in=offices_of(user))
        return began.filter(kept, scheme__is_active=True).select_related("scheme").order_by("scheme__title", "-fiscal_year")


class GrantRule(models.Model):
    """補助の決まり of one 年度. Sums are whole yen, the rate two integers, percentages whole; see money.py for what they do."""

    class Base(models.TextChoices):
        ELIGIBLE = "eligible", "対象経費の合計"
        GAP = "gap", "対象経費と、支出から収入を引いた額の、少ないほう"
        FIXED = "fixed", "定額"

    class OtherSubsidy(models.TextChoices):
        FORBIDDEN = "forbidden", "いっしょには使えない"
        DEDUCTED = "deducted", "その分を引いて計算する"
        ALLOWED = "allowed", "いっしょに使える"

    class SpendFrom(models.TextChoices):
        DECISION = "decision", "交付決定の日から"
        YEAR = "year", "年度のはじめから"

    class SurchargeFrom(models.TextChoices):
        RECEIVED = "received", "受け取った日から"
        NEXT = "next", "受け取った日の次の日から"

    scheme = models.ForeignKey(GrantScheme, on_delete=models.PROTECT, related_name="rules", verbose_name="補助制度")
    fiscal_year = models.PositiveSmallIntegerField("年度", help_text="4月が入る年。例：2026")
    is_public = models.BooleanField("公開する", default=False, help_text="制度のページで、だれでも読めるようにします。")
    opens_on = models.DateField("受付を始める日", help_text="この日の午前0時から受け付けます。")
    closes_on = models.DateField("受付のしめきり", help_text="この日の終わり（24時）まで受け付けます。")
    decides_on = models.DateField("交付を決める予定の日", null=True, blank=True)
    budget_total = models.PositiveBigIntegerField("予算の全体（円）")
    base = models.CharField("何に補助率をかけるか", max_length=8, choices=Base, default=Base.ELIGIBLE)
    rate_num = models.PositiveSmallIntegerField("補助率の分子", default=1, help_text="2分の1のときは 1。定額のときも 1。")
    rate_den = models.PositiveSmallIntegerField("補助率の分母", default=2, help_text="2分の1のときは 2。定額のときは 1。")
    cap = models.PositiveBigIntegerField("上限額（円）", help_text="定額のときは、その額。")
    floor = models.PositiveBigIntegerField("下限額（円）", default=0, help_text="計算がこれより少ないと、交付しません。")
    round_to = models.PositiveIntegerField(
        "切り捨ての単位（円）", default=1000, help_text="1000のとき、1,000円未満を切り捨てます。"
    )
    own_percent_min = models.PositiveSmallIntegerField("自己資金の割合の目安（％）", default=0)
    other_subsidy = models.CharField("ほかの補助金", max_length=9, choices=OtherSubsidy, default=OtherSubsidy.DEDUCTED)
    advance_percent = models.PositiveSmallIntegerField("概算払の割合（％）", default=0, help_text="0のとき、概算払をしません。")
    minor_percent = models.PositiveSmallIntegerField("軽微な変更の割合（％）", default=20)
    withdraw_days = models.PositiveSmallIntegerField("決定のあと取り下げられる日数", default=15)
    report_days = models.PositiveSmallIntegerField("実績報告：終わって何日まで", default=30)
    report_last = models.DateField("実績報告の最後の日", null=True, blank=True, help_text="空けておくと、その年度の3月31日です。")
    spend_from = models.CharField("いつからの支出が対象か", max_length=8, choices=SpendFrom, default=SpendFrom.DECISION)
    late_rate = models.PositiveIntegerField("延滞金の年率（0.01％を1とする数）", default=1095, help_text="10.95％のときは 1095。")
    late_least = models.PositiveIntegerField("延滞金をとらない額（円未満）", default=500)
    surcharge_rate = models.PositiveIntegerField(
        "加算金の年率（0.01％を1とする数）",
        default=0,
        help_text="決定を取り消して返してもらうときに加える額。10.95％のときは 1095。市の規則にないときは 0。",
    )
    surcharge_from = models.CharField("加算金を数え始める日", max_length=8, choices=SurchargeFrom, default=SurchargeFrom.RECEIVED)
    surcharge_round = models.PositiveIntegerField(
        "加算金の切り捨ての単位（円）", default=1, help_text="100のとき、100円未満を切り捨てます。"
    )
    max_years = models.PositiveSmallIntegerField("何年まで使えるか", null=True, blank=True)
    asks_vat = models.BooleanField("消費税の控除額の報告を求める", default=False)
    papers = models.TextField("申請に要る書類", blank=True, help_text="1行に1つ。例：団体の規約")
    grounds = models.TextField("交付しない・取り消す理由", blank=True, help_text="1行に1つ。例：政治や宗教の活動のとき")
    note = models.TextField("そのほかの決まり", blank=True)

    # What stays open once somebody has applied by it: what there is to give, and the days.
    OPEN_LATER = ("is_public", "opens_on", "closes_on", "decides_on", "report_last", "budget_total")
    public_columns = (
        "scheme", "fiscal_year", "is_public", "opens_on", "closes_on", "decides_on", "budget_total", "base", "rate_num", "rate_den",
        "cap", "floor", "round_to", "own_percent_min", "other_subsidy", "advance_percent", "minor_percent", "withdraw_days",
        "report_days", "report_last", "spend_from", "late_rate", "late_least", "surcharge_rate", "surcharge_from", "surcharge_round",
        "max_years", "asks_vat", "papers", "grounds", "note",
    )  # fmt: skip

    objects = GrantRuleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "補助の決まり"
        ordering = ["scheme", "-fiscal_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "fiscal_year"],
                name="grant_rule_once_a_year",
                violation_error_message="この制度のこの年度の決まりは、もうあります。その決まりを直してください。",
            ),
            models.CheckConstraint(
                name="grant_rule_rate_up_to_one",
                condition=Q(rate_num__gt=0, rate_den__gte=F("rate_num")),
                violation_error_message="補助率は、0より大きく、1以下にしてください。分母は分子より小さくできません。",
            ),
            models.CheckConstraint(
                name="grant_rule_percents_of_100",
                condition=Q(own_percent_min__lte=100, advance_percent__lte=100, minor_percent__lte=100),
                violation_error_message="割合は、100％までにしてください。",
            ),
            models.CheckConstraint(
                name="grant_rule_cap_of_whole_steps",
                condition=Q(round_to__gt=0, cap__gte=F("round_to")) & Q(cap__gte=F("floor")),
                violation_error_message="上限額は、切り捨ての単位と下限額より少なくできません。切り捨ての単位は1円以上です。",
            ),
            models.CheckConstraint(
                name="grant_rule_closes_after_opening",
                condition=GreaterThanOrEqual(F("closes_on"), F("opens_on")),
                violation_error_message="しめきりは、受付を始める日より前にできません。",
            ),
            models.CheckConstraint(name="grant_rule_base_known", condition=Q(base__in=("eligible", "gap", "fixed"))),
            models.CheckConstraint(
                name="grant_rule_other_known", condition=Q(other_subsidy__in=("forbidden", "deducted", "allowed"))
            ),
            models.CheckConstraint(
                name="grant_rule_surcharge_counts",
                condition=Q(surcharge_from__in=("received", "next"), surcharge_round__gt=0),
                violation_error_message="加算金の切り捨ての単位は、1円以上にしてください。",
            ),
            models.CheckConstraint(name="grant_rule_spend_from_known", condition=Q(spend_from__in=("decision", "year"))),
        ]

    def __str__(self):
        return f"{self.scheme}（{fiscal_label(self.fiscal_year)}）"

    def get_absolute_url(self):
        return self.scheme.get_absolute_url()

    @cached_property
    def is_used(self):
        """Somebody has applied by it: from then on only what there is to give and the days change. One query, none where it was asked
        with the row."""
        return self.grants.filter(number__isnull=False).exists()

    @property
    def takes_now(self):
        """Takes applications at this moment: from 0:00 of the first day to the last moment of the last, in the city's time."""
        return self.takes_on(timezone.localdate())

    def takes_on(self, day):
        """Takes what comes on this day (date): an application on paper counts from its 収受日."""
        return self.is_public and self.scheme.is_active and self.opens_on <= day <= self.closes_on

    @property
    def ends_at(self):
        """The first moment at which it takes no more: 0:00 of the day after its last one, in the city's time."""
        after = self.closes_on + datetime.timedelta(days=1)
        return timezone.make_aware(datetime.datetime.combine(after, datetime.time.min))

    @property
    def told_state(self):
        """(what everybody reads of where it stands, the tone of the mark)."""
        today = timezone.localdate()
        if self.takes_now:
            return "受け付けています", "ok"
        if today < self.opens_on and self.scheme.is_active:
            return "これから受け付けます", "quiet"
        return "受付は終わりました", "quiet"

    @property
    def last_report_day(self):
        """The day by which every report of this 年度 is in."""
        return self.report_last or fiscal_span(self.fiscal_year)[1]

    def report_due(self, ends_on):
        """The last day to report what ended on `ends_on` (date): the rule's days later, at most its last day."""
        return min(ends_on + datetime.timedelta(days=self.report_days), self.last_report_day)

    @property
    def paper_list(self):
        """[str]: what is handed in with an application."""
        return [line.strip() for line in self.papers.splitlines() if line.strip()]

    @property
    def ground_list(self):
        """[str]: on which grounds the city says no, or takes back what it decided."""
        return [line.strip() for line in self.grounds.splitlines() if line.strip()]

    @property
    def rate_words(self):
        """2分の1; 定額 where nothing is multiplied."""
        return "定額" if self.base == self.Base.FIXED else f"{self.rate_den}分の{self.rate_num}"

    @property
    def offer_words(self):
        """The rule in one line of a list: 対象経費の2分の1、上限300,000円."""
        return f"定額{yen(self.cap)}" if self.base == self.Base.FIXED else f"対象経費の{self.rate_words}まで、上限{yen(self.cap)}"

    @property
    def late_words(self):
        """10.95％: the rate of interest as it is written."""
        return percent(self.late_rate)

    @property
    def surcharge_words(self):
        """What a group pays besides where its decision is revoked, as a sentence; "" where the rule has no 加算金."""
        if not self.surcharge_rate:
            return ""
        since = self.get_surcharge_from_display()
        return f"決定が取り消されて返すときは、{since}納める日まで、年{percent(self.surcharge_rate)}の加算金がかかります。"


def percent(hundredths):
    """10.95％: a rate a year in hundredths of a percent, as it is written."""
    return f"{hundredths // 100}.{hundredths % 100:02}％"


class CostItem(models.Model):
    """経費の区分 of a rule: whether it counts for the grant, and up to which share of all that counts."""

    rule = models.ForeignKey(GrantRule, on_delete=models.CASCADE, related_name="costs", verbose_name="補助の決まり")
    name = models.CharField("経費の区分", max_length=40, help_text="例：消耗品費")
    eligible = models.BooleanField("補助の対象になる", default=True)
    share_max_percent = models.PositiveSmallIntegerField(
        "対象経費の何％まで", null=True, blank=True, help_text="空けておくと、上限はありません。"
    )
    note = models.CharField("説明", max_length=200, blank=True, help_text="例：1つ5万円までのもの")
    order = models.PositiveSmallIntegerField("並び順", default=0)

    public_columns = ("rule", "name", "eligible", "share_max_percent", "note", "order")

    class Meta:
        verbose_name = verbose_name_plural = "経費の区分"
        ordering = ["rule", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "name"],
                name="cost_item_once",
                violation_error_message="同じ名前の経費の区分が、もうあります。",
            ),
            models.CheckConstraint(
                name="cost_item_share_of_100",
                condition=Q(share_max_percent__isnull=True) | Q(share_max_percent__lte=100, eligible=True),
                violation_error_message="割合は100％までで、補助の対象になる経費だけに決められます。",
            ),
        ]

    def __str__(self):
        return self.name
