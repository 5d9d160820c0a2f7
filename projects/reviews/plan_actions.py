"""The plan of a call's review: how it is judged, who is heard when, who is absent, what was said."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from kyodo_portal.audit.actions import record
from kyodo_portal.process.edits import OVERTAKEN, etag_of
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.task_actions import sync_tasks
from projects.calls.access import can_edit_calls
from projects.calls.models import Call
from projects.calls.panel_models import PanelSeat
from projects.proposals.models import Proposal
from projects.proposals.workflow import PROPOSAL

from .models import Review
from .plan_models import Absence, CriterionRule, HearingSlot, Phase, ReviewPlan, criteria_of, floor_of, rule_phase

BEGUN = "審査票がもう出ているので、変えられません。変えるときは、先に審査票をすべて委員に戻してください。"
PLAN = (
    "is_blind", "two_phases", "tie_rule", "tie_criterion", "quorum", "starts_at", "place", "talk_minutes", "question_minutes",
    "pause_after", "pause_minutes",
)  # fmt: skip


def plan_of(call):
    """The ReviewPlan of a call; one that is not stored yet where nothing was said."""
    return getattr(call, "review_plan", None) or ReviewPlan(call=call)


def etag_of_plan(plan, criteria):
    """The token of the page on which a plan is edited."""
    return etag_of(*(str(getattr(plan, name)) for name in PLAN), *((row.pk, floor_of(row), rule_phase(row)) for row in criteria))


def etag_of_hearing(call):
    """The token of the pages on which order, absences and minutes are edited. Three queries."""
    slots = HearingSlot.objects.filter(proposal__call=call).values_list("proposal", "place", "minutes")
    absent = Absence.objects.filter(seat__call=call).values_list("seat", "phase")
    return etag_of(list(slots), sorted(absent), plan_of(call).minutes)


def _locked(call, by):
    """The call, locked, with what is stored of its plan now."""
    locked = Call.objects.select_for_update().get(pk=call.pk)
    if not can_edit_calls(by, locked):
        raise PermissionDenied
    return locked


@transaction.atomic
def save_plan(call, *, by, plan, rules, etag=None):
    """Keep how a call is judged. plan: {name of PLAN: value}; rules: {criterion id: (least average or None, phase or "")}.

    ValidationError for what sheets that are in already forbid; EditConflict where another page saved since `etag`.
    """
    locked, criteria = _locked(call, by), criteria_of(call.pk)
    stored = plan_of(locked)
    if etag is not None and etag != etag_of_plan(stored, criteria):
        raise EditConflict(OVERTAKEN, locked)
    phases_change = stored.two_phases != plan["two_phases"] or any(rule_phase(row) != rules[row.pk][1] for row in criteria)
    if phases_change and Review.objects.filter(proposal__call=call, submitted_at__isnull=False).exists():
        raise ValidationError({"two_phases": BEGUN})
    for name in PLAN:
        setattr(stored, name, plan[name])
    stored.save()
    for criterion in criteria:
        floor, phase = rules[criterion.pk]
        CriterionRule.objects.update_or_create(criterion=criterion, defaults={"floor": floor, "phase": phase})
    record("edit", by=by, target=locked, note="審査の進めかた")
    _sync(locked, by)
    return stored


def copy_plan(source, call, *, criteria):
    """The setting KYODO_CALL_COPIED: `call` was made out of `source`, and is judged in the same way. criteria: {key of a Criterion of
    `source`: its copy}. Order, absences and minutes are of the other day and stay there. Two queries and one for each kind of row there is.
    """
    rules = CriterionRule.objects.filter(criterion__in=criteria)
    CriterionRule.objects.bulk_create(
        CriterionRule(criterion=criteria[row.criterion_id], floor=row.floor, phase=row.phase) for row in rules
    )
    plan = ReviewPlan.objects.filter(call=source).first()
    if plan is not None:
        said = {name: getattr(plan, name) for name in PLAN if name != "tie_criterion"}
        ReviewPlan.objects.create(call=call, tie_criterion=criteria.get(plan.tie_criterion_id), **said)


@transaction.atomic
def set_order(call, *, by, places, etag=None):
    """Who is heard, and in which order. places: {proposal id: number}; whoever is not in it is not heard.

    Of a call in two phases naming somebody asks the panel for the second sheet. ValidationError where somebody would be left out whose
    sheets of the hearing are in, or whose result is recorded.
    """
    locked = _locked(call, by)
    if etag is not None and etag != etag_of_hearing(locked):
        raise EditConflict(OVERTAKEN, locked)
    judged = {row.pk: row for row in Proposal.objects.filter(call=call, status__in=PROPOSAL.opening("marks"))}
    stored = {row.proposal_id: row for row in HearingSlot.objects.filter(proposal__call=call)}
    changed = [judged[pk] for pk in judged.keys() & (stored.keys() ^ places.keys())]
    _refuse_moved(locked, changed, stored.keys() - places.keys())
    for pk, row in stored.items():
        if pk not in places:
            row.delete()
    ordered = sorted((number, pk) for pk, number in places.items() if pk in judged)
    for place, (_, pk) in enumerate(ordered, start=1):
        HearingSlot.objects.update_or_create(proposal_id=pk, defaults={"place": place})
    record("edit", by=by, target=locked, note="発表の順")
    _sync(locked, by)


def _refuse_moved(call, changed, left_out):
    if not plan_of(call).two_phases:
        return
    if decided := [str(row) for row in changed if not row.may("mark")]:
        raise ValidationError(f"決定を記録したあとは、発表に入れることも外すこともできません（{'、'.join(decided)}）。")
    heard = Review.objects.filter(proposal__in=left_out, phase=Phase.HEARING, submitted_at__isnull=False)
    if names := sorted({str(row.proposal) for row in heard.select_related("proposal")}):
        raise ValidationError(f"ヒアリングの審査票が出ているので、発表から外せません（{'、'.join(names)}）。")


@transaction.atomic
def note_absences(call, *, by, absent, etag=None):
    """Who is absent. absent: {(seat id, phase)}; everybody else is there. A wrong mark is taken back by taking it away."""
    locked = _locked(call, by)
    if etag is not None and etag != etag_of_hearing(locked):
        raise EditConflict(OVERTAKEN, locked)
    seats = {seat.pk: seat for seat in PanelSeat.objects.filter(call=call).select_related("user")}
    stored = set(Absence.objects.filter(seat__call=call).values_list("seat", "phase"))
    for seat, phase in stored - absent:
        Absence.objects.filter(seat=seat, phase=phase).delete()
        record("edit", by=by, target=locked, person=seats[seat].user, note="欠席を取り消した")
    for seat, phase in absent - stored:
        if seat in seats:
            Absence.objects.create(seat=seats[seat], phase=phase, noted_by=by)
            record("edit", by=by, target=locked, person=seats[seat].user, note=f"欠席（{Phase(phase).label}）")
    _sync(locked, by)


@transaction.atomic
def write_minutes(call, *, by, general, said, etag=None):
    """The minutes of the day. general: of the whole meeting; said: {proposal id: questions and answers}."""
    locked = _locked(call, by)
    if etag is not None and etag != etag_of_hearing(locked):
        raise EditConflict(OVERTAKEN, locked)
    plan = plan_of(locked)
    plan.minutes = general
    plan.save()
    for slot in HearingSlot.objects.filter(proposal__call=call, proposal__in=said):
        slot.minutes = said[slot.proposal_id]
        slot.save(update_fields=["minutes"])
    record("edit", by=by, target=locked, note="審査会の議事録")


def _sync(call, by):
    """Whose turn the proposals in review are may be another now."""
    sync_tasks(*Proposal.objects.filter(call=call, status__in=PROPOSAL.opening("mark")), by=by)
