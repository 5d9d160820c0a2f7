"""補助金: one grant and its history. Its accounts, papers and payments: account_models.py."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from kyodo_portal.process.correction_models import Correctable, Correction
from kyodo_portal.process.models import StageChange, Subject, Task, status_field
from partners.directory.access import accompanied_by, is_secretariat, offices_of, partners_of
from projects.cycles.models import Cycle
from projects.filings.models import FiledFor

from . import money
from .account_models import Payment
from .filing_models import WHATS, GrantFiling
from .scheme_models import GrantRule
from .workflow import GRANT, GrantStatus


class GrantQuerySet(models.QuerySet):
    def published(self):
        """What everybody reads of: those that were decided, and neither renounced nor revoked."""
        return self.filter(status__in=GRANT.read_by("public"), rule__is_public=True)

    def visible_to(self, user):
        """One's own groups' and those of accompanied groups; sent ones of the own office's schemes; of the secretariat all that were sent.
        What came on paper also before.
        """
        if not user.is_authenticated:
            return self.none()
        own = Q(partner__in=partners_of(user) | accompanied_by(user))
        sent = ~Q(status=GRANT.start) | Q(models.Exists(GrantFiling.objects.filter(grant=models.OuterRef("pk"))))
        return self.filter(
            own | sent if is_secretariat(user) else own | (sent & Q(rule__scheme__department__in=offices_of(user)))
        )

    def with_days(self):
        """Each with `task_due`, the last day of its task, None where there is none: for lists. `due_on` works it out for one."""
        front = Task.objects.open().of_matters().filter(process=GRANT.key, subject_id=models.OuterRef("pk"))
        return self.annotate(task_due=models.Subquery(front.values("due_on")[:1]))

    def with_money(self):
        """With the yen paid so far: `paid_sum` (advance and final) without what came back."""
        paid = Q(payments__kind__in=Payment.OUT)
        back = Q(payments__kind=Payment.Kind.REFUND)
        return self.annotate(
            paid_sum=models.Sum("payments__amount", filter=paid, default=0),
            refunded_sum=models.Sum("payments__amount", filter=back, default=0),
        )


class Grant(FiledFor, Correctable, Subject):
    """補助金の1件. Sums are whole yen. Nothing of an application is public; of a decided grant its title, group and sums are."""

    process = GRANT
    status = status_field(GrantStatus, default=GRANT.start)

    rule = models.ForeignKey(GrantRule, on_delete=models.PROTECT, related_name="grants", verbose_name="補助の決まり")
    partner = models.ForeignKey("partners.Partner", on_delete=models.PROTECT, related_name="grants", verbose_name="団体")
    number = models.CharField("補助番号", max_length=12, unique=True, null=True, blank=True, editable=False)
    title = models.CharField("事業の名前", max_length=100)
    purpose = models.TextField("目的と内容", blank=True)
    place = models.CharField("場所", max_length=120, blank=True)
    starts_on = models.DateField("始める日", null=True, blank=True)
    ends_on = models.DateField("終える日", null=True, blank=True)
    year_no = models.PositiveSmallIntegerField("何年目か", default=1)
    wish = models.PositiveBigIntegerField("希望する額（円）", null=True, blank=True)
    difference = models.CharField("収支の差額", max_length=200, blank=True)
    despite = models.TextField("気をつけることへの説明", blank=True)
    asked = models.PositiveBigIntegerField("申請額（円）", null=True, blank=True)
    decided = models.PositiveBigIntegerField("交付決定額（円）", null=True, blank=True)
    confirmed = models.PositiveBigIntegerField("確定額（円）", null=True, blank=True)
    decided_on = models.DateField("決定日", null=True, blank=True)
    document_number = models.CharField("文書番号", max_length=40, blank=True)
    conditions = models.TextField("交付の条件", blank=True)
    cut_reason = models.TextField("計算や申請と違う額にしたわけ", blank=True)
    ground = models.CharField("交付しない・取り消す理由", max_length=120, blank=True)
    change_kind = models.CharField("求めていること", max_length=6, blank=True, choices=[("change", "変更"), ("stop", "中止")])
    change_what = models.TextField("変えたいこと", blank=True)
    # As the group wants them in its change; empty where they stay.
    wanted_purpose = models.TextField("変更後の目的と内容", blank=True)
    wanted_place = models.CharField("変更後の場所", max_length=120, blank=True)
    wanted_starts_on = models.DateField("変更後の始める日", null=True, blank=True)
    wanted_ends_on = models.DateField("変更後の終える日", null=True, blank=True)
    advance_asked = models.PositiveBigIntegerField("請求された概算払（円）", null=True, blank=True)
    ended_on = models.DateField("事業を終えた日", null=True, blank=True)
    report_due = models.DateField("実績報告の期限", null=True, blank=True)
    result = models.TextField("したことと成果", blank=True)
    report_difference = models.CharField("決算の差額", max_length=200, blank=True)
    report_despite = models.TextField("実績で気をつけることへの説明", blank=True)
    inspected_on = models.DateField("検査した日", null=True, blank=True)
    inspection = models.TextField("検査のしかたと分かったこと", blank=True)
    confirmed_on = models.DateField("額を確定した日", null=True, blank=True)
    confirmed_number = models.CharField("額の確定の文書番号", max_length=40, blank=True)
    why_differs = models.TextField("計算と違う額で確定したわけ", blank=True)
    refund_total = models.PositiveBigIntegerField("返す額（円）", null=True, blank=True)
    refund_by = models.DateField("返還の期限", null=True, blank=True)
    revoked_on = models.DateField("支払ったあとに決定を取り消した日", null=True, blank=True)
    vat_amount = models.PositiveBigIntegerField("消費税の控除額（円）", null=True, blank=True)
    people = models.PositiveIntegerField("参加した人数（のべ）", null=True, blank=True)
    # The year in the ledger that its decision opened; None of one that was decided before grants entered it.
    cycle = models.OneToOneField(
        Cycle, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="grant", verbose_name="台帳の年度"
    )
    is_sample = models.BooleanField("見本", default=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="書きはじめた人"
    )
    created_at = models.DateTimeField("書きはじめた日時", auto_now_add=True)
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)

    WRITTEN = ("title", "purpose", "place", "starts_on", "ends_on", "year_no", "wish", "difference")
    # What steps write besides the state: kept before each, put back by the row that takes it back.
    STEPPED = (
        "despite", "asked", "decided", "confirmed", "decided_on", "document_number", "conditions", "cut_reason", "ground",
        "change_kind", "change_what", "advance_asked", "ended_on", "report_due", "report_despite", "inspected_on", "inspection",
        "confirmed_on", "confirmed_number", "why_differs", "refund_total", "refund_by", "revoked_on", "vat_amount",
        "purpose", "place", "starts_on", "ends_on", "wanted_purpose", "wanted_place", "wanted_starts_on", "wanted_ends_on",
    )  # fmt: skip
    # What a change may touch besides the accounts, and what it is called: each of them needs the city's approval.
    CHANGED = {"purpose": "目的と内容", "place": "場所", "starts_on": "始める日", "ends_on": "終える日"}
    public_columns = ("rule", "partner", "number", "title", "starts_on", "ends_on", "decided", "confirmed", "is_sample")
    changes_pages_at = ("status_since",)  # its group is told, and its scheme's page with it
    at_hand = ("rule__scheme__department", "partner")

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "補助金"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="grant_status_known", condition=Q(status__in=GrantStatus.values)),
            models.CheckConstraint(
                name="grant_decided_up_to_asked", condition=Q(decided__isnull=True) | Q(decided__lte=F("asked"))
            ),
            models.CheckConstraint(
                name="grant_confirmed_up_to_decided", condition=Q(confirmed__isnull=True) | Q(confirmed__lte=F("decided"))
            ),
            models.CheckConstraint(
                name="grant_paper_with_its_day",
                condition=Q(decided_on__isnull=True, document_number="") | (Q(decided_on__isnull=False) & ~Q(document_number="")),
            ),
            models.CheckConstraint(
                name="grant_confirmed_with_its_day",
                condition=Q(confirmed_on__isnull=True, confirmed_number="")
                | (Q(confirmed_on__isnull=False) & ~Q(confirmed_number="")),
            ),
            models.CheckConstraint(name="grant_change_kind_known", condition=Q(change_kind__in=("", "change", "stop"))),
        ]

    def __str__(self):
        return self.title

    @classmethod
    def for_tasks(cls, matters):
        is_open = GrantFiling.objects.filter(grant=models.OuterRef("pk"), used_version=None)
        return matters.select_related("rule__scheme__department", "partner").annotate(is_filed=models.Exists(is_open))

    def get_absolute_url(self):
        return reverse("grant", args=[self.pk])

    @property
    def next_task(self):
        """In the table's words; while it is settled with the sum that is claimed, paid or given back."""
        known = self.responsible and getattr(self, "money_task", "")  # whose turn it is asks for the sums too
        return known or super().next_task

    # Days that the table counts from.
    @property
    def closes_on(self):
        """The last day to apply by its rule."""
        return self.rule.closes_on

    @property
    def report_by(self):
        """The last day to report: what the city set, otherwise the rule's days after the end."""
        return self.report_due or self.rule.report_due(self.ended_on or self.ends_on or self.rule.last_report_day)

    # What came on paper or by telephone.
    @cached_property
    def all_filings(self):
        """[GrantFiling], the first of them first. One query."""
        return list(self.filings.select_related("scan"))

    @property
    def may_come(self):
        """[key of WHATS] of what its group may hand in now."""
        return [name for name in WHATS if self.status in GRANT.step(name).source]

    @property
    def acts_on(self):
        """The day (date) that counts for a step of the group: the 収受日 of what came on paper, otherwise today."""
        filing = self.open_filing
        return filing.received_on if filing else timezone.localdate()

    # Money.
    @cached_property
    def all_lines(self):
        """[GrantLine] in their order. One query."""
        return list(self.lines.select_related("cost", "evidence"))

    def money_lines(self, column):
        """[money.Line] of one column of the accounts: budget, decided, wanted, actual or confirmed."""
        return [row.as_money(column) for row in self.all_lines if getattr(row, column) is not None]

    def computed(self, column, decided=None):
        """The money.Computed of one column of the accounts."""
        return money.compute(self.rule, self.money_lines(column), decided)

    @property
    def wanted_amount(self):
        """What it asks for in yen by its budget: less than the rule gives only where the group says so."""
        amount = self.computed("budget").amount
        return amount if self.wish is None else self.wish

    @property
    def paid(self):
        """The yen that the group has: paid in advance and at the end. One query unless it is at hand (`with_money`)."""
        if "paid_sum" not in self.__dict__:
            sums = self.payments.aggregate(
                paid=models.Sum("amount", filter=Q(kind__in=Payment.OUT), default=0),
                back=models.Sum("amount", filter=Q(kind=Payment.Kind.REFUND), default=0),
            )
            self.paid_sum, self.refunded_sum = sums["paid"], sums["back"]
        return self.paid_sum

    @property
    def refunded(self):
        """The yen that came back."""
        return self.refunded_sum if self.paid is not None else 0

    @property
    def rest_to_refund(self):
        """The yen that are still to be given back."""
        return max((self.refund_total or 0) - self.refunded, 0)

    # Conditions of the table.
    @property
    def goes_back_unread(self):
        return self.goes_back_to("submitted")

    @property
    def goes_back_read(self):
        return self.goes_back_to("received")

    @property
    def takes_now(self):
        return self.rule.takes_on(self.acts_on)

    @property
    def nothing_paid(self):
        return not self.paid

    @property
    def has_paid(self):
        return bool(self.paid)

    @property
    def may_renounce(self):
        """Within the rule's days after the decision, as long as nothing was paid."""
        last = self.decided_on + datetime.timedelta(days=self.rule.withdraw_days) if self.decided_on else None
        return last is not None and self.acts_on <= last and self.nothing_paid

    @property
    def change(self):
        """The money.Minor of the change that the group has written, or None where nothing is different."""
        rows, changed = self.all_lines, self.changed_words
        if not changed and not any(row.wanted is not None and row.wanted != (row.decided or 0) for row in rows):
            return None
        before = [row.as_money("decided") for row in rows if row.decided is not None]
        after = self.lines_after_change()
        amount = money.compute(self.rule, after).amount
        return money.minor_change(self.rule, before, after, amounts=(self.decided, max(amount, 0)), changed=changed)

    @property
    def changed_words(self):
        """[what it is called] of what is no longer the same of purpose, place and period."""
        wanted = {name: getattr(self, f"wanted_{name}") for name in self.CHANGED}
        return [label for name, label in self.CHANGED.items() if wanted[name] not in (None, "", getattr(self, name))]

    def lines_after_change(self):
        """[money.Line] as the accounts would be once the change is made."""
        return [row.as_money("decided" if row.wanted is None else "wanted") for row in self.all_lines if row.stands_planned]

    @property
    def is_minor_change(self):
        return self.change is not None and self.change.is_minor

    @property
    def is_major_change(self):
        return self.change is not None and not self.change.is_minor

    @property
    def asks_change(self):
        return self.change_kind == "change"

    @property
    def asks_stop(self):
        return self.change_kind == "stop"

    @property
    def may_ask_advance(self):
        return self.advance_asked is None and self.advance_left > 0

    @property
    def advance_left(self):
        """How many yen can still be paid in advance."""
        return money.advance_limit(self.rule, self.decided or 0, self.paid)

    @property
    def has_asked_advance(self):
        return self.advance_asked is not None

    @property
    def awaits_advance(self):
        """Money in advance was asked for and can be paid as it stands: once the report is there, what is owed is settled with the sum."""
        return self.has_asked_advance and self.status in GRANT.step("pay_advance").source

    @property
    def asked_beside(self):
        """The office pays in advance while the group goes on."""
        return [("department", f"概算払（{money.yen(self.advance_asked)}）を支払って、記録する")] if self.awaits_advance else []

    # Why a step is not there yet, for whoever opened its page (process/why_not.py).
    why_has_asked_advance = "団体が、概算払を求めていません。"
    why_has_actuals = "実績が、まだ書かれていません。先に、したことと決算の額を書いてください。"
    why_takes_now = "この補助制度は、いまは申請を受け付けていません。受付の日を、補助制度のページで確かめてください。"

    @property
    def has_actuals(self):
        return bool(self.result) and any(row.actual for row in self.all_lines)

    @property
    def owes_group(self):
        return money.owed(self.confirmed or 0, self.paid) > 0

    @property
    def is_even(self):
        return self.confirmed is not None and self.confirmed == self.paid

    @property
    def is_overpaid(self):
        return self.confirmed is not None and self.paid > self.confirmed

    @property
    def asks_vat(self):
        return self.rule.asks_vat and self.vat_amount is None

    @property
    def is_public(self):
        """Everybody reads its title, group and sums on the page of its scheme."""
        return self.may("page")


class GrantCorrection(Correction):
    """補正 of one item of an application for a grant."""

    subject = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="corrections", verbose_name="補助金")

    class Meta(Correction.Meta):
        verbose_name = verbose_name_plural = "補助金の補正"


class GrantChange(StageChange):
    """One step of a grant."""

    subject = models.ForeignKey(Grant, models.PROTECT, related_name="changes", verbose_name="補助金")

    class Meta(StageChange.Meta):
        verbose_name = verbose_name_plural = "補助金の経過"
        constraints = [models.UniqueConstraint(fields=["subject", "version"], name="one_grantchange_per_version")]
