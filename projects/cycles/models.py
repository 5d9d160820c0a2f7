"""年度ごとの実施: the year itself, and what was decided about it."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from guidelines.library.models.fields import CodesField
from guidelines.models import FormCode
from kyodo_portal.common.templatetags.kyodo import jtime
from kyodo_portal.notices.waiting import waiting_time
from kyodo_portal.process.models import StageChange, Subject, status_field
from projects.entries.models import Participation, Project
from projects.specs.models import FormSpec, Way

from .conditions import Conditions
from .querysets import AGREED, CALLED_OFF, CycleQuerySet
from .workflow import CYCLE, PLANNED, CycleStatus

S = CycleStatus
RESTS = "記録だけを残しています。手続きはありません"
WAITS = "始める日を待っています。手続きはありません"
GOES_ALONG = "補助金の手続きで進みます。ここでの手続きはありません"

STOPPED = {CYCLE.step(name).target for name in ("suspend", "cancel", "call_off", "off_with")}
AFTER_SHORT = CYCLE.step("open_short").target
# Each side of a collaboration as the table calls it.
ROLE_OF = {Participation.Side.GROUP: "applicant", Participation.Side.CITY: "department"}


class Disclosure(models.TextChoices):
    """How much of a year's evaluation everybody reads, from the talk on."""

    NONE = "none", "公表しない"
    SUMMARY = "summary", "概要を公表する"
    FULL = "full", "全文を公表する"


class Cycle(Conditions, Subject):
    """年度ごとの実施: plan, record, evaluation and outcome of one fiscal year (April to March)."""

    process = CYCLE
    AGREED = AGREED
    at_hand = ("spec",)
    status = status_field(CycleStatus)

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="cycles", verbose_name="台帳の1件")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    starts_on = models.DateField("始める日")
    ends_on = models.DateField("終える日")
    # The version of 形態の決めごと that it began by: a later one changes nothing here.
    spec = models.ForeignKey(FormSpec, on_delete=models.PROTECT, related_name="cycles", verbose_name="形態の決めごと")
    only_record = models.BooleanField("記録だけ", default=False)
    also = CodesField("ほかの形態", codes=FormCode)
    place = models.CharField("場所", max_length=120, blank=True)
    people = models.PositiveIntegerField("参加した人数", null=True, blank=True)
    document_number = models.CharField("文書番号", max_length=40, blank=True)
    # What the fields of `spec` ask, by their keys: shown, never filtered, counted or asked for.
    extra = models.JSONField("形態が聞くこと", default=dict, blank=True)
    goal = models.TextField("この年度の目標", blank=True)
    city_cost = models.PositiveBigIntegerField("市の負担(円)", null=True, blank=True)
    group_cost = models.PositiveBigIntegerField("団体などの負担(円)", null=True, blank=True)
    # What follows from the DisclosureConsent rows of both sides; written by check/disclosure_actions.py alone.
    disclosure = models.CharField("評価の公表", max_length=7, choices=Disclosure, default=Disclosure.SUMMARY, editable=False)
    # Written by the steps that stop it, and read while it is stopped: a step that is taken back finds the former one again.
    rests_because = models.TextField("休んでいる理由(公開)", blank=True, editable=False)
    ended_because = models.TextField("中止の理由(公開)", blank=True, editable=False)
    # The entry with which this year came along when it was merged: where it goes back when the two are parted again.
    merged_from = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name="もとの1件"
    )
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    public_columns = (
        "project", "fiscal_year", "starts_on", "ends_on", "spec", "only_record", "also", "place", "people", "goal", "city_cost",
        "group_cost", "disclosure", "rests_because", "ended_because", "merged_from", "updated_at",
    )  # fmt: skip

    changes_pages_at = ("status_since",)
    counted_days = {"starts_on": "starts_on", "ends_on": "ends_on", "event": "starts_on"}

    objects = CycleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度ごとの実施"
        ordering = ["project", "-fiscal_year"]
        indexes = [
            models.Index(fields=["status", "ends_on"]),
            models.Index(fields=["fiscal_year", "status", "project"], name="cycle_of_a_year"),
            models.Index(fields=["status_since"], name="cycle_moved"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["project", "fiscal_year"], name="cycle_once_a_year"),
            models.CheckConstraint(name="cycle_status_known", condition=Q(status__in=S.values)),
            models.CheckConstraint(name="cycle_disclosure_known", condition=Q(disclosure__in=Disclosure.values)),
            models.CheckConstraint(name="cycle_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
        ]

    def __str__(self):
        return self.project.title

    @classmethod
    def for_tasks(cls, matters):
        columns = ("title", "status", "source_note", "is_sample", "published_at", "form__code")
        own = ("status", "status_since", "starts_on", "ends_on", "fiscal_year", "only_record", "spec__way", "spec__evaluation")
        return matters.select_related("project__form", "spec").only(*own, *(f"project__{name}" for name in columns))

    def get_absolute_url(self):
        return reverse("cycle", args=[self.project_id, self.fiscal_year])

    @property
    def people_on(self):
        """The day that says who takes part in this year: today while it runs, its first day before, its last one afterwards."""
        return min(self.ends_on, max(self.starts_on, timezone.localdate()))

    @property
    def unnoted_stages(self):
        """A year that is only noted has been carried out, also where it was entered after its end."""
        return () if self.is_planned else ("do",)

    @property
    def planned_days(self):
        return {"do": self.starts_on, "check": self.ends_on}

    @property
    def phase(self):
        """plan, do, check, act or ended: the track's place, derived, never stored; "" for what was cancelled."""
        return self.state.stage

    @property
    def phase_label(self):
        return CYCLE.stages[self.state.stage or "ended"]

    form_codes = FormCode.choices

    @property
    def form_code(self):
        return self.project.form.code

    @cached_property
    def active_on(self):
        """The day on which something was last heard of it: an entry, its start. One query; a list asks `progress.mark_active`."""
        days = [self.starts_on, timezone.localdate(self.status_since)]
        written = self.updates.order_by("-created_at").values_list("created_at", flat=True).first()
        return max([*days, *([timezone.localdate(written)] if written else [])])

    @property
    def way(self):
        """Which rows of the table are there for this year: as its 形態の決めごと says, unless it is only a record."""
        return Way.RECORD.value if self.only_record else self.spec.way

    @property
    def is_record(self):
        """What was done is written down, and nobody has to do anything."""
        return self.way == Way.RECORD

    @property
    def goes_with_a_grant(self):
        """The steps of its grant move it, until it is evaluated."""
        return self.way == Way.GRANT and self.status in CYCLE.step("off_with").source

    @property
    def rests_as(self):
        if self.is_planned or self.state.is_end:
            return ""
        if self.goes_with_a_grant:
            return WAITS if self.status == CYCLE.start else GOES_ALONG
        return RESTS if self.is_record else WAITS if self.status == CYCLE.start else ""

    @property
    def is_planned(self):
        """Both sides agree before it begins; otherwise it is noted when its day comes."""
        return self.way in PLANNED

    def page_url(self, name, *more):
        return reverse(name, args=[self.project_id, self.fiscal_year, *more])

    @property
    def is_stopped(self):
        """It rests or was called off: its public page says why."""
        return self.status in STOPPED

    @property
    def stopped_because(self):
        """What everybody reads of why it is stopped; "" where nobody has said it."""
        return self.ended_because if self.status in CALLED_OFF else self.rests_because

    @property
    def answers_are_open(self):
        """Both sides may read each other's evaluation (never before both are in). What everybody reads: `disclosed`."""
        return self.may("answers") and not self.answers_wait

    @property
    def answers_wait(self):
        """Both sides have handed in and nobody has been told: until then either may take its own back, for none reads the other's."""
        return timezone.now() < self.status_since + waiting_time() and (
            self.may("talk") or (self.status == AFTER_SHORT and self.is_evaluated and not self.has_talk)
        )

    @property
    def is_agreed(self):
        """Its plan is agreed, or needs no agreement: everybody may read it. `agreed` for one row; one query if it was cancelled."""
        return self.status != CYCLE.start and (self.status not in CALLED_OFF or hasattr(self, "agreement"))

    @property
    def opens_at(self):
        """The time of day, as text, at which answers that wait are open to both sides."""
        return jtime(self.status_since + waiting_time())

    @property
    def disclosed(self):
        """How much of the evaluation everybody reads now: nothing before the talk is recorded, where there is one."""
        return Disclosure(self.disclosure) if self.answers_are_open and not self.may("talk") else Disclosure.NONE

    @cached_property
    def asked_change(self):
        """The change of the plan that one side has asked for and the other has not answered; None where there is none."""
        return self.change_requests.waiting().order_by("-pk").first() if self.may("answer") else None

    @property
    def is_overdue(self):
        """Past the last day of its task, where a list read it (`with_days`)."""
        return self.task_due is not None and self.task_due < timezone.localdate()

    @property
    def next_year(self):
        """The first year after this one, or None. One query."""
        return self.project.cycles.filter(fiscal_year__gt=self.fiscal_year).order_by("fiscal_year").first()

    @property
    def former_year(self):
        """The last year before this one, or None. One query."""
        return self.project.cycles.filter(fiscal_year__lt=self.fiscal_year).order_by("-fiscal_year").first()

    @property
    def talk(self):
        """The EvaluationTalk that stands, or None: one that was taken back is only where the form of the next one starts from."""
        talk = getattr(self, "evaluation_talk", None)
        return None if talk is None or talk.taken_back_at else talk

    @property
    def has_talk(self):
        return self.talk is not None


class CycleChange(StageChange):
    subject = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="changes", verbose_name="年度ごとの実施")

    class Meta(StageChange.Meta):
        verbose_name = verbose_name_plural = "実施の経過"
        constraints = [models.UniqueConstraint(fields=["subject", "version"], name="cycle_change_once")]
