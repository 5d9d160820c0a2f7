"""Proposal: what a group wants to do together with the city, and what happened to it: steps, corrections, talks."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from kyodo_portal.common.lists.together import brought, set_along
from kyodo_portal.notices.waiting import waiting_time
from kyodo_portal.process.correction_models import Correctable, Correction
from kyodo_portal.process.models import StageChange, Subject, status_field
from projects.calls.change_models import LateAdmission
from projects.calls.models import Call
from projects.cycles.workflow import CYCLE
from projects.filings.models import FiledFor

from .filing_models import WHATS, ProposalFiling
from .querysets import ProposalQuerySet, with_task_marks
from .workflow import PROPOSAL, ProposalStatus

S = ProposalStatus


class Proposal(FiledFor, Correctable, Subject):
    """提案: answers to the call's questions, role shares, budget lines, files. Frozen once submitted (see ProposalRevision)."""

    process = PROPOSAL
    at_hand = ("call", "partner")
    moves_with = ("number", "submitted_at")
    unnoted_stages = ("check",)  # nobody notes the day on which the papers were read
    status = status_field(ProposalStatus)

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="proposals", verbose_name="募集回")
    partner = models.ForeignKey(
        "partners.Partner", on_delete=models.PROTECT, related_name="proposals", verbose_name="提案する団体"
    )
    theme = models.ForeignKey(
        "projects.CallTheme", on_delete=models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name="こたえる題"
    )
    title = models.CharField("企画の名前", max_length=60, blank=True)
    summary = models.CharField("ひとことで言うと", max_length=200, blank=True)
    starts_on = models.DateField("始めたい日", null=True, blank=True)
    ends_on = models.DateField("終える予定の日", null=True, blank=True)
    wished_department = models.ForeignKey(
        "partners.Partner",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="wished_proposals",
        verbose_name="いっしょに取り組みたい課",
    )
    department = models.ForeignKey(
        "partners.Partner",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="handled_proposals",
        verbose_name="担当課",
        editable=False,
    )
    ahead_reason = models.TextField("締切の前に審査を始めた理由", blank=True, editable=False)
    has_papers = models.BooleanField("紙や電話で届いたものがある", default=False, editable=False)
    sign_off_wanted = models.BooleanField("団体内の確認を受けてから送る", default=False, editable=False)
    sign_off_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="団体内の確認をお願いした人",
        editable=False,
    )
    # What was typed but could not be stored as it is (too long, no date …), by page: nothing typed is lost.
    typed = models.JSONField("直すところが残っている入力", default=dict, blank=True, editable=False)
    number = models.CharField("受付番号", max_length=20, null=True, blank=True, unique=True, editable=False)
    submitted_at = models.DateTimeField("提出した日時", null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="書き始めた人"
    )
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    public_columns = (
        "call", "partner", "theme", "title", "summary", "department", "number", "submitted_at", "created_at",
        "updated_at",
    )  # fmt: skip
    changes_pages_at = ("status_since",)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "提案"
        ordering = ["-submitted_at", "-pk"]
        indexes = [models.Index(fields=["status", "submitted_at"]), models.Index(fields=["call", "status"])]
        constraints = [
            models.CheckConstraint(name="proposal_status_known", condition=Q(status__in=S.values)),
            models.CheckConstraint(
                name="proposal_submitted_has_number",
                condition=Q(status=PROPOSAL.start) | Q(number__isnull=False, submitted_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.title or "(名前のない下書き)"

    def get_absolute_url(self):
        return reverse("proposal", args=[self.pk])

    def step_url(self, row):
        """The group takes its steps on the proposal's page, the secretariat too with what came on paper; the city its own in the admin."""
        return (
            super().step_url(row)
            if row.page or {"applicant", "filer"} & set(row.roles)
            else reverse("admin:projects_proposal_step", args=[self.pk, row.name])
        )

    @classmethod
    def for_tasks(cls, matters):
        days = ("closes_at", "withdrawn_at", "review_due_on", "presentation_on", "result_on", "is_sample")
        columns = (
            "title",
            "status",
            "status_since",
            "partner__name",
            "partner__representative",
            "partner__kind",
            "partner__taken_down_at",
        )
        columns += ("department__name", "sign_off_wanted", "sign_off_asked_by")
        columns += (
            "call__review_plan__is_blind",
            "call__review_plan__two_phases",
            "call__review_plan__call",
            "hearing_slot__proposal",
            *(f"call__{day}" for day in days),
        )
        return with_task_marks(
            matters.select_related("call__review_plan", "partner", "department", "hearing_slot").only(*columns)
        )

    @cached_property
    def recorded_decision(self):
        """The city's decision, or None while there is none; one that was taken back is none."""
        last = self.last_record
        return None if last is None or last.taken_back_at else last

    @property
    def last_record(self):
        """What was recorded last, also where it was taken back: only for the form of the next record. None where there is none."""
        return getattr(self, "decision", None)

    @property
    def was_sent(self):
        """It was in the city's hands once: it has a number, and is withdrawn, not deleted."""
        return self.number is not None

    @property
    def planned_days(self):
        call = self.call
        return {} if call.withdrawn_at else {"review": call.presentation_on, "result": call.result_on}

    @property
    def stands_in_ledger(self):
        """Its group knows that it was adopted, with or without conditions, and it stands in the ledger."""
        return self.may("entry")

    @property
    def is_public(self):
        """Everybody finds it: `published` for one row."""
        readers, told = self.state.readers, self.status_since <= timezone.now() - waiting_time()
        return told and ("public" in readers or ("public_if_told" in readers and self.call.publish_declined))

    # Columns `until` of the table: the last day of a state.
    @property
    def closes_on(self):
        """The last day on which it may be sent."""
        return timezone.localdate(self.closes_at)

    @cached_property
    def closes_at(self):
        """Until when its group may send it: the call's moment, or a later one for this group alone."""
        return self.call.closes_for(self.partner_id)

    @property
    def sendable_until(self):
        """The moment after which it can be sent no more: of a call that was withdrawn that of the withdrawal."""
        return self.call.withdrawn_at or self.closes_at

    @property
    def is_taken(self):
        """Whether its call takes it at this moment."""
        return self.call.has_begun and timezone.now() < self.closes_at

    # What came on paper or by telephone.
    @cached_property
    def all_filings(self):
        """[ProposalFiling], the first of them first. One query where there are any, none where they came along."""
        return [] if not self.has_papers else list(brought(self, "filings", self.filings.select_related("scan", "entered_by")))

    def forget_filings(self):
        """They have changed: whoever asks next asks anew."""
        self.__dict__.pop("all_filings", None)
        self.__dict__.get("_prefetched_objects_cache", {}).pop("filings", None)

    @property
    def came_on_paper(self):
        """It is a draft that the secretariat enters from paper."""
        return self.is_unsent and self.open_filing is not None and self.open_filing.what == "enter"

    @property
    def is_own_draft(self):
        """It is a draft of which no paper is being entered: its group sends it."""
        return self.is_unsent and not self.came_on_paper

    @property
    def paper_day(self):
        """The 収受日 (date) of the paper with which it was received, or is being; None for one that its group sent in the portal."""
        papers = (row for row in self.all_filings if row.what == "enter" and (self.is_unsent or not row.is_open))
        return next((row.received_on for row in papers), None)

    @property
    def is_written_from_paper(self):
        """What came can be typed in now: a whole proposal, or what was put right."""
        return self.came_on_paper or (self.open_filing is not None and self.open_filing.what == "correct" and self.may("write"))

    @property
    def filing_fits(self):
        """The step of what is being entered can be taken now; otherwise its group took it by itself, or it moved on."""
        return self.came_on_paper or (self.open_filing is not None and self.open_filing.what in self.may_come)

    @property
    def may_come(self):
        """[key of WHATS] of what its group may hand in now."""
        steps = [row for row in PROPOSAL.steps_from(self.status) if row.name in WHATS and row.name != "enter"]
        return [row.name for row in steps if row.applies_to(self)]

    @property
    def result_on(self):
        """The day on which the call announces the result; None where it names none."""
        return self.call.result_on

    @property
    def judge_by(self):
        """While the panel writes, the day by which the call wants the sheets; then the day of the result. None where it names none."""
        return self.sheets_due_on if "panel" in self.responsible else self.call.result_on

    @property
    def is_heard(self):
        """It has a place at the hearing of a call that asks for a second sheet there. No query where `call__review_plan` and
        `hearing_slot` came along."""
        plan = getattr(self.call, "review_plan", None)
        return plan is not None and plan.two_phases and hasattr(self, "hearing_slot")

    @property
    def sheets_due_on(self):
        """The day by which the call wants the sheets, those of the hearing not before it is held. None where it names none."""
        due, held = self.call.sheets_due_on, self.call.presentation_on
        return max(due, held) if held and self.is_heard else due

    def _decided(self, result):
        return self.recorded_decision is not None and self.recorded_decision.result == result

    # Conditions of rows in the table: where it goes on once nothing is left to put right.
    @property
    def goes_back_unread(self):
        return self.goes_back_to(S.SUBMITTED)

    @property
    def goes_back_read(self):
        return self.goes_back_to(S.RECEIVED, "")  # "": asked before the state was kept

    @property
    def goes_back_to_talks(self):
        return self.goes_back_to(S.IN_TALKS)

    # Which result may be told.
    @property
    def is_adopted(self):
        return self._decided(S.ADOPTED)

    @property
    def is_adopted_with_conditions(self):
        return self._decided(S.ADOPTED_WITH_CONDITIONS)

    @property
    def is_declined(self):
        return self._decided(S.DECLINED)

    @property
    def is_continued(self):
        return self._decided(S.CONTINUED)

    # Conditions of the rows that take a step back: the other side has not moved, and no result was told.
    @property
    def no_talk_since(self):
        return not self.talks.filter(created_at__gte=self.last_step.at).exists()

    @property
    def no_sheet_since(self):
        return not self.reviews.filter(updated_at__gte=self.last_step.at).exists()

    @property
    def result_is_untold(self):
        """The notices of the result still wait, and nobody has worked on the ledger's entry."""
        project = getattr(self, "project", None)
        return self.is_untold and (project is None or project.is_as_made)

    @cached_property
    def not_started(self):
        """The adopted matter has not begun: its first cycle is still being planned. At most two queries, once: several steps ask."""
        project = getattr(self, "project", None)
        return project is None or not project.cycles.exclude(status=CYCLE.start).exists()


def know_filings(proposals):
    """Tell all of these at once what came of them on paper. One query, none where nothing did."""
    papers = [proposal for proposal in proposals if proposal.has_papers]
    rows = ProposalFiling.objects.filter(proposal__in=papers).select_related("scan", "entered_by") if papers else ()
    for proposal in papers:
        set_along(proposal, filings=[row for row in rows if row.proposal_id == proposal.pk])


def know_late_admissions(proposals):
    """Tell all of these that are drafts of a closed call at once until when their group may send: `closes_at` asks no more. One query."""
    closed = [proposal for proposal in proposals if proposal.is_unsent and proposal.call.is_closed]
    if not closed:
        return
    rows = LateAdmission.objects.in_force().filter(call__in={proposal.call_id for proposal in closed})
    until = {(row.call_id, row.partner_id): row.until for row in rows}
    for proposal in closed:
        late = until.get((proposal.call_id, proposal.partner_id))
        proposal.closes_at = max(proposal.call.closes_at, late) if late else proposal.call.closes_at


class ProposalChange(StageChange):
    subject = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="changes", verbose_name="提案")

    class Meta(StageChange.Meta):
        verbose_name = verbose_name_plural = "提案の経過"
        constraints = [models.UniqueConstraint(fields=["subject", "version"], name="proposal_change_once")]


class ProposalCorrection(Correction):
    subject = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="corrections", verbose_name="提案")

    class Meta(Correction.Meta):
        verbose_name = verbose_name_plural = "提案の補正"
