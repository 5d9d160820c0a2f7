"""申請: one thing that a group asks of the city for one occasion; its corrections, history, papers."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.process.conditions import paired
from kyodo_portal.process.correction_models import Correctable, Correction
from kyodo_portal.process.models import StageChange, Subject, status_field
from partners.directory.access import accompanied_by, is_secretariat, offices_of, partners_of
from partners.models import Partner
from projects.cycles.models import Cycle
from projects.filings.models import Channel, FiledFor
from projects.specs.models import FormSpec, Ground

from .conditions import Conditions
from .filing_models import WHATS
from .workflow import APPLICATION, ApplicationStatus

S = ApplicationStatus
CITY_STATES = APPLICATION.read_by("city")


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of one's own groups; what was sent for all city staff (what others than the office in charge read of it says
        access.py), and for whoever accompanies the group; what the secretariat and an office enter for a group also before."""
        if not user.is_authenticated:
            return self.none()
        sent = Q(status__in=CITY_STATES, number__isnull=False)
        found = Q(partner__in=partners_of(user)) | sent & Q(partner__in=accompanied_by(user))
        if user.is_staff:
            found |= sent
            entered = ~Q(channel=Application.Channel.WEB)
            found |= entered if is_secretariat(user) else entered & Q(department__in=offices_of(user))
        return self.filter(found)

    def drafts_of(self, partners):
        """What these groups have begun and not sent, with everything that a row names."""
        return self.filter(partner__in=partners, status=APPLICATION.start, channel=Application.Channel.WEB).with_names()

    def came_late(self, user):
        """What came after its last day."""
        return self.filter(is_late_filed=True)

    def unreported(self, today=None):
        """Approved ones whose report is overdue: the next application of the group is told so."""
        today = today or timezone.localdate()
        return self.filter(status__in=APPLICATION.opening("wait"), report_due__lt=today)

    def with_names(self):
        """With everything that a row of a list names. One query."""
        return self.select_related("spec__form", "partner", "department")


class Application(FiledFor, Conditions, Correctable, Subject):
    """申請. What its form asks besides the columns lies in `extra`, as in a year of the ledger."""

    Channel = Channel

    process = APPLICATION
    status = status_field(S, default=APPLICATION.start)
    at_hand = ("spec",)
    # What the steps write; a step that is taken back puts back those that it wrote (step_actions.STEP_COLUMNS).
    moves_with = (
        "title", "starts_on", "ends_on", "use_from", "place", "expected", "fee", "summary", "extra", "number", "received_on",
        "is_late_filed", "department", "document_number", "decided_on", "conditions", "ground", "report_due", "people", "report_text",
        "income", "expense", "change_to", "change_what", "agreed_changes", "bar_lifted_on", "search_text", "updated_at",
    )  # fmt: skip

    spec = models.ForeignKey(FormSpec, on_delete=models.PROTECT, related_name="applications", verbose_name="申請の種類")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="applications", verbose_name="団体")
    department = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="applications_to", verbose_name="担当課"
    )
    number = models.CharField("受付番号", max_length=20, null=True, blank=True, unique=True, editable=False)
    title = models.CharField("名前", max_length=120, blank=True)
    starts_on = models.DateField("始まる日", null=True, blank=True)
    ends_on = models.DateField("終わる日", null=True, blank=True)
    use_from = models.DateField("名前を使い始める日", null=True, blank=True)
    place = models.CharField("場所", max_length=120, blank=True)
    expected = models.PositiveIntegerField("来る人の見こみ", null=True, blank=True)
    fee = models.PositiveIntegerField("参加費（円）", null=True, blank=True)
    summary = models.TextField("どんなことをするか", blank=True)
    extra = models.JSONField("種類ごとに聞くこと", default=dict, blank=True)
    previous = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="next_ones", verbose_name="もとにした申請"
    )
    basis = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="depending", verbose_name="もとになる後援・共催"
    )
    received_on = models.DateField("収受日", null=True, blank=True)
    is_late_filed = models.BooleanField("期限後", default=False, editable=False)
    channel = models.CharField("届いた方法", max_length=7, choices=Channel, default=Channel.WEB)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="代わりに入れた職員",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="書きはじめた人"
    )
    document_number = models.CharField("文書番号", max_length=40, blank=True)
    decided_on = models.DateField("決裁日", null=True, blank=True)
    conditions = models.TextField("承認の条件", blank=True)
    ground = models.ForeignKey(
        Ground, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="理由の種類"
    )
    # {point: value as JSON} of what is to read otherwise, until that is answered (changes.py).
    change_to = models.JSONField("変えたいところ", default=dict, blank=True)
    change_what = models.TextField("ほかに変えたいこと", blank=True)
    agreed_changes = models.TextField("承認した変更", blank=True)
    # The change that the ledger does not say yet, because its group was not told: since which version, and when it will (move_actions.py).
    moves_since = models.PositiveIntegerField("台帳に入れる変更の版", null=True, blank=True, editable=False)
    moves_at = models.DateTimeField("変更を台帳に入れる日時", null=True, blank=True, editable=False)
    report_due = models.DateField("報告の期限", null=True, blank=True)
    # From which day on an overdue report keeps no further application of the group back; the reason stands in the history.
    bar_lifted_on = models.DateField("次の申請を受け取ることにした日", null=True, blank=True)
    people = models.PositiveIntegerField("参加した人数", null=True, blank=True)
    report_text = models.TextField("実施の報告", blank=True)
    income = models.PositiveBigIntegerField("収入（円）", null=True, blank=True)
    expense = models.PositiveBigIntegerField("支出（円）", null=True, blank=True)
    cycle = models.OneToOneField(
        Cycle,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="application",
        verbose_name="台帳の年度",
    )
    is_sample = models.BooleanField("見本", default=False, editable=False)
    search_text = models.TextField("検索用の文字", blank=True, editable=False)
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    # What of it is typed on one page, besides `extra`.
    WRITTEN = ("title", "starts_on", "ends_on", "use_from", "place", "expected", "fee", "summary", "basis")
    # What city staff without a part in it read too (access.can_read_whole).
    public_columns = (
        "spec", "partner", "department", "number", "title", "starts_on", "ends_on", "received_on", "is_late_filed", "channel",
        "decided_on", "is_sample", "created_at", "updated_at",
    )  # fmt: skip

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "後援・共催・減免の申請"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["status", "department"], name="application_of_office"),
            models.Index(fields=["partner", "status"], name="application_of_group"),
            models.Index(fields=["-received_on", "-id"], condition=Q(number__isnull=False), name="application_newest"),
        ]
        constraints = [
            models.CheckConstraint(name="application_status_known", condition=Q(status__in=S.values)),
            models.CheckConstraint(
                name="application_channel_known", condition=Q(channel__in=("web", "paper", "mail", "counter", "phone"))
            ),
            models.CheckConstraint(
                name="application_entered_paired",
                condition=Q(channel="web", entered_by=None) | ~Q(channel="web") & ~Q(entered_by=None) & ~Q(received_on=None),
            ),
            models.CheckConstraint(
                name="application_ends_after_start",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="application_document_paired",
                condition=Q(document_number="", decided_on=None) | ~Q(document_number="") & ~Q(decided_on=None),
            ),
            paired("application_move_paired", "moves_since", "moves_at"),
            models.CheckConstraint(name="application_basis_not_itself", condition=Q(basis=None) | ~Q(basis=F("id"))),
            models.CheckConstraint(
                name="application_sent_has_number", condition=Q(status=APPLICATION.start) | Q(number__isnull=False)
            ),
            models.CheckConstraint(
                name="application_read_by_an_office", condition=Q(status__in=APPLICATION.opening("assign")) | ~Q(department=None)
            ),
        ]

    def __str__(self):
        return self.title or f"{self.spec.title}の申請"

    @classmethod
    def for_tasks(cls, matters):
        rows = matters.select_related("spec__form", "partner", "department").prefetch_related("filings")
        return rows.defer("summary", "report_text", "search_text")

    def get_absolute_url(self):
        return reverse("application", args=[self.pk])

    # What came on paper or by telephone after it was applied for.
    @property
    def all_filings(self):
        """[ApplicationFiling], the first of them first. One query, none where they came along."""
        return self.filings.all() if "filings" in self.__dict__.get("_prefetched_objects_cache", {}) else self._own_filings

    @cached_property
    def _own_filings(self):
        return list(self.filings.all())

    def forget_filings(self):
        """They are read anew."""
        self.__dict__.pop("_own_filings", None)
        self.__dict__.get("_prefetched_objects_cache", {}).pop("filings", None)

    @property
    def may_come(self):
        """[key of WHATS] of what its group may hand in now."""
        rows = {name: APPLICATION.step(name) for name in WHATS}
        return [name for name, row in rows.items() if self.status in row.source and row.applies_to(self)]

    @property
    def next_task(self):
        """While something that came on paper is being typed in, the step that it is."""
        return super().next_task if self.open_filing is None else APPLICATION.step(self.open_filing.what).label

    @property
    def rests_as(self):
        """What an approved one says while nobody has to do anything."""
        if not self.may("wait") or (self.report_due and self.has_begun) or self.open_filing is not None:
            return ""
        if not self.has_begun:
            return f"承認されました。始まる日（{jdate(self.starts_on)}）を待っています"
        return "承認されました。報告は、求められていません"

    @property
    def counted_from(self):
        """The day from which the last day to apply is counted back: printing where the city says so, else the event. None: not typed yet."""
        if self.spec.apply_from == FormSpec.ApplyFrom.USE:
            return self.use_from or self.starts_on
        return self.starts_on

    @property
    def apply_by(self):
        """The last day to apply, to its end at midnight; None where the form has none, or its day is not typed yet."""
        days, day = self.spec.apply_days, self.counted_from
        return None if days is None or day is None else day - datetime.timedelta(days=days)

    @property
    def answer_by(self):
        """By when the city answers, counted from the 収受日; None where the form says nothing."""
        days = self.spec.answer_days
        return None if days is None or self.received_on is None else self.received_on + datetime.timedelta(days=days)

    @property
    def is_standing(self):
        """Approved, and neither called off nor revoked: what else is asked for may stand on it."""
        return self.may("stands")


class ApplicationCorrection(Correction):
    """補正 of one item of an application."""

    subject = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="corrections", verbose_name="申請")

    class Meta(Correction.Meta):
        verbose_name = verbose_name_plural = "申請の補正"


class ApplicationChange(StageChange):
    subject = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="changes", verbose_name="申請")

    class Meta(StageChange.Meta):
        verbose_name = verbose_name_plural = "申請の経過"
        constraints = [models.UniqueConstraint(fields=["subject", "version"], name="application_change_once")]
