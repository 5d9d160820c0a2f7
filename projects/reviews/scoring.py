"""The score sheets out of the database: the table of one proposal, whose sheets are all in, the order of a call's proposals."""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from operator import mul
from typing import NamedTuple

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from kyodo_portal.common.lists.keyed import keyed, of_each
from kyodo_portal.common.lists.together import share_out, together
from partners.directory.access import partners_of
from partners.models import Membership
from projects.calls.panel_models import PanelSeat
from projects.cycles.plan.models import BudgetLine
from projects.proposals.conflicts.access import excluded_among, is_excluded
from projects.proposals.conflicts.models import Exclusion
from projects.proposals.content_models import ProposalRevision
from projects.proposals.joint.models import JointGroup
from projects.proposals.models import Proposal, know_filings
from projects.proposals.workflow import PROPOSAL

from .models import Review, Score
from .plan_models import Absence, Phase, ReviewPlan, criteria_rows, floor_of, phase_of
from .score_sheets import (
    ABSENT,
    CONFLICT,
    DRAFT,
    NO_MARKS,
    OLD,
    SENT,
    Marks,
    ScoreTable,
    Sheet,
    asked_in_phases,
    asked_of,
    marks_of,
    sheet_state,
)

TieRule = ReviewPlan.TieRule
SCORE = ("review", "criterion", "points", "reason")
# What the pages of a whole call read of each of its proposals, beside the names of its group and its offices.
LISTED = ("call", "title", "number", "status", "status_since", "version", "has_papers")
NAMES = ("name", "kana", "representative")
JOINED = ("proposal", "state", *(f"partner__{name}" for name in NAMES))
DECIDED = (
    "result", "form", "document_number", "decided_on", "amount", "why", "conditions", "advice", "released_at", "taken_back_at",
    "tie_rule", "tie_said", "tie_note",
)  # fmt: skip
DECIDABLE = (
    *LISTED, "department", "wished_department", *(f"partner__{name}" for name in NAMES),
    *(f"decision__{name}" for name in ("proposal", *DECIDED)),
)  # fmt: skip
HEARD = (
    *LISTED, *(f"{body}__{name}" for body in ("partner", "department") for name in NAMES),
    *(f"hearing_slot__{name}" for name in ("proposal", "place", "minutes")),
)  # fmt: skip
JUDGED = (*HEARD, *(f"wished_department__{name}" for name in NAMES), *(f"decision__{name}" for name in ("proposal", *DECIDED)))


def _table(proposal, asked, seats, reviews, marks, phase):
    """marks: the Marks of the sheets that may count; NO_MARKS where only their states are asked for."""
    by_user = {review.reviewer_id: review for review in reviews if review.phase == phase}
    criteria, most, *columns = asked
    sheets, excluded = [], excluded_among(proposal, {seat.member: seat.partners for seat in seats})
    for seat in seats:
        review = by_user.get(seat.member)
        if seat.member in excluded:  # judges nothing here, whatever was written before
            sheets.append(Sheet(seat, None, CONFLICT))
            continue
        if review is None and not seat.in_force:
            continue  # who has left without a sheet is waited for no longer
        state = sheet_state(review, proposal.newest)
        if not seat.in_force and state in (DRAFT, OLD):
            continue
        if phase in seat.absent_in and state != CONFLICT:
            state = ABSENT
        sheet = Sheet(seat, review, state, most=most)
        sheets.append(_with_points(sheet, *columns, marks) if state == SENT and criteria else sheet)
    return ScoreTable(proposal, criteria, sheets, most, phase, has_panel=bool(seats))


def _with_points(sheet, keys, weights, marks):
    """A sheet that counts. keys, weights: those of the criteria."""
    review = sheet.review.pk
    if marks.totals is not None:
        sheet.total = marks.totals.get(review) or 0
        return sheet
    given = marks.points.get(review, {}).get
    sheet.points = points = tuple([given(key) or 0 for key in keys])
    sheet.reasons = marks.reasons.get(review)
    sheet.total = sum(map(mul, points, weights))
    return sheet


def seats_of_call(call):
    """The panel seats of a call, with `in_force`, `absent_in` (phases), `member`, who sits there (the key), and `partners`, the groups of
    that person. One query."""
    return _seated(*together(*_panel_of([call.pk])))


def _panel_of(calls):
    """The seats of the calls of these keys, and (user, body) of those who sit there."""
    return of_each(_seats, calls), of_each(_bodies, calls)


def _seats(calls):
    away = {f"away_{phase}": Exists(Absence.objects.filter(seat=OuterRef("pk"), phase=phase)) for phase in Phase}
    return PanelSeat.objects.filter(call__in=calls).select_related("user").annotate(**away)


def _bodies(calls):
    people = PanelSeat.objects.filter(call__in=calls).order_by()
    return Membership.objects.valid().filter(user__in=people.values("user")).order_by().values_list("user", "partner")


def _seated(seats, bodies):
    today, of_user = timezone.localdate(), {}
    for user, partner in bodies:
        of_user.setdefault(user, set()).add(partner)
    for seat in seats:
        seat.in_force = seat.since <= today and (seat.until is None or seat.until >= today)
        seat.absent_in = {phase for phase in Phase if getattr(seat, f"away_{phase}")}
        seat.member = seat.user_id  # a plain value: a foreign key is looked up each time, nine hundred times a page
        seat.partners = of_user.get(seat.member, set())
    return seats


@keyed
def _newest(proposal):
    return ProposalRevision.objects.filter(proposal=proposal).order_by("-number").values_list("number", flat=True)[:1]


@keyed
def _reviews(proposal):
    rows = Review.objects.filter(proposal=proposal)
    return rows.select_related("revision", "reviewer").defer("revision__content", "revision__by")


@keyed
def _scores(proposal):
    rows = Score.objects.filter(review__submitted_at__isnull=False, review__proposal=proposal)
    return rows.order_by().values_list(*SCORE)


def score_table(proposal):
    """The ScoreTable of one proposal in the phase in which it is; of a second one with the first as `before`. One query, and those of
    `excluded_among`."""
    newest, reviews, scores, criteria, *panel = together(
        _newest(proposal.pk),
        _reviews(proposal.pk).on(proposal, "reviews"),
        _scores(proposal.pk),
        criteria_rows(proposal.call_id),
        *_panel_of([proposal.call_id]),
    )
    proposal.newest = newest[0] if newest else None
    return _phases(proposal, asked_in_phases(criteria), _seated(*panel), reviews, marks_of(scores))


def known_table(proposal):
    """`score_table`, asked once for each instance of the proposal: for a page whose parts each want it, never for an action."""
    if not hasattr(proposal, "_score_table"):
        proposal._score_table = score_table(proposal)
    return proposal._score_table


def read_table(proposal):
    """What `known_table` of this instance read, None where nothing has asked for it. No query."""
    return proposal.__dict__.get("_score_table")


def _phases(proposal, asked, seats, reviews, marks):
    phase = phase_of(proposal)
    table = _table(proposal, asked[phase], seats, reviews, marks, phase)
    if phase == Phase.HEARING:
        table.before = _table(proposal, asked[Phase.DOCUMENTS], seats, reviews, marks, Phase.DOCUMENTS)
    return table


def sheets_of(proposals):
    """{id: ScoreTable without points} of these proposals: whose sheets are in. One query, none without a proposal."""
    if not proposals:
        return {}
    keys, calls = [proposal.pk for proposal in proposals], [*{proposal.call_id for proposal in proposals}]
    asked = [of_each(build, keys) for build in (_judged, _named_with, _kept_from, _sheets)]
    judged, joint_groups, exclusions, sheets, *panel = together(*asked, *_panel_of(calls))
    seats, tables = _seated(*panel), {}
    share_out(judged, joint_groups=joint_groups, exclusions=exclusions)
    for proposal in judged:
        own = [seat for seat in seats if seat.call_id == proposal.call_id]
        reviews = [_brief(row) for key, *row in sheets if key == proposal.pk]
        tables[proposal.pk] = _table(proposal, asked_of([]), own, reviews, NO_MARKS, phase_of(proposal))
    return tables


def _judged(keys):
    newest = ProposalRevision.objects.filter(proposal=OuterRef("pk")).order_by("-number").values("number")[:1]
    judged = Proposal.objects.filter(pk__in=keys).select_related("call__review_plan", "hearing_slot").order_by()
    judged = judged.only("status", "call", "partner", "call__review_plan__two_phases", "hearing_slot__proposal")
    return judged.annotate(newest=Subquery(newest))


def _named_with(keys):
    return JointGroup.objects.filter(proposal__in=keys).order_by()


def _kept_from(keys):
    return Exclusion.objects.filter(proposal__in=keys).order_by()


def _sheets(keys):
    return Review.objects.filter(proposal__in=keys).order_by().annotate(how_far=HOW_FAR).values_list("proposal", *BRIEF)


@dataclass
class Place:
    """One line of a call's ranking. `rank` is None while there is no sheet; equal averages share a rank."""

    table: ScoreTable
    rank: int | None = None
    order: tuple = ()

    @property
    def proposal(self):
        return self.table.proposal


class Numbered(NamedTuple):
    """Of a revision its number alone."""

    number: int


class Brief(NamedTuple):
    """Of a Review what a table of sixty proposals asks of it, without its words."""

    pk: int
    reviewer_id: int
    phase: str
    has_conflict: bool
    submitted_at: bool  # whether
    revision: Numbered


BRIEF = ("pk", "reviewer_id", "phase", "how_far", "revision__number")
HOW_FAR = Case(When(has_conflict=True, then=2), When(submitted_at__isnull=False, then=1), default=0, output_field=IntegerField())


def _brief(row):
    """The Brief of a row of BRIEF."""
    key, reviewer, phase, how_far, number = row
    return Brief(key, reviewer, phase, how_far == 2, how_far == 1, _numbered(number))


_numbered = lru_cache(maxsize=100)(Numbered)


def kept_away(call):
    """What is asked for a call's joint groups and exclusions: what its proposals are asked for, whom they keep away."""
    return _joined(call.pk), _excluded(call.pk)


@keyed
def _joined(call):
    return JointGroup.objects.filter(proposal__call=call).select_related("partner").only(*JOINED)


@keyed
def _excluded(call):
    return Exclusion.objects.filter(proposal__call=call)


class Loaded(NamedTuple):
    """The panel of a call and its reviewed proposals with their sheets: read once for a page that shows them twice.

    reviews: {proposal id: [Brief]}.
    """

    criteria: list
    seats: list
    proposals: list
    reviews: dict
    marks: Marks


def loaded(call, *, reasons=False, single=True):
    """The Loaded of a call; of each proposal also `requested`, 円 that its group asks of the city (None for none). Four queries.

    reasons: with what the panel wrote beside each of its points; otherwise that is "". single: False for who reads no points of single
    criteria; they come along anyway where least averages or equal ones go by them.
    """
    joint_groups, exclusions, criteria, *panel = together(*kept_away(call), criteria_rows(call.pk), *_panel_of([call.pk]))
    (proposals,) = together(_of_call(call.pk))
    know_filings(proposals)
    share_out(proposals, joint_groups=joint_groups, exclusions=exclusions)
    for proposal in proposals:
        proposal.call = call  # with its plan
    plan = getattr(call, "review_plan", None)
    single |= any(floor_of(row) is not None for row in criteria) or bool(plan and plan.tie_rule == TieRule.CRITERION)
    return Loaded(criteria, _seated(*panel), proposals, *_briefs(call, reasons, single))


@keyed
def _of_call(call):
    asked = BudgetLine.objects.filter(proposal=OuterRef("pk"), side=BudgetLine.Side.INCOME, from_city=True).order_by()
    asked = asked.values("proposal").annotate(total=Sum("amount"))
    newest = ProposalRevision.objects.filter(proposal=OuterRef("pk")).order_by("-number").values("number")[:1]
    return (
        Proposal.objects.filter(call=call, status__in=PROPOSAL.opening("marks"))
        .select_related("partner", "department", "wished_department", "decision", "hearing_slot")
        .only(*JUDGED)
        .annotate(newest=Subquery(newest), requested=Subquery(asked.values("total")))
        .order_by("number", "pk")
    )


def _briefs(call, reasons, single):
    """({proposal id: [Brief]}, Marks) of a call's sheets: nine hundred of them, and their points. Two queries."""
    reviews, points = defaultdict(list), defaultdict(dict)
    asked = _given(call.pk, columns=SCORE if reasons else SCORE[:3]) if single or reasons else _totals(call.pk)
    (sheets,), (given,) = together(_sheets_of_call(call.pk)), together(asked)
    for proposal, *brief in sheets:
        reviews[proposal].append(_brief(brief))
    if reasons or not single:
        return reviews, marks_of(given) if reasons else Marks({}, {}, dict(given))
    for review, criterion, number in given:
        points[review][criterion] = number
    return reviews, Marks(points, {})


@keyed
def _sheets_of_call(call):
    rows = Review.objects.filter(proposal__call=call).order_by().annotate(how_far=HOW_FAR)
    return rows.values_list("proposal", *BRIEF)


@keyed
def _given(call, columns):
    return Score.objects.filter(review__proposal__call=call).order_by().values_list(*columns)


@keyed
def _totals(call):
    scores, phase = Score.objects.filter(review__proposal__call=call), Coalesce("criterion__rule__phase", Value(""))
    marked = scores.annotate(asked=phase).filter(Q(asked="") | Q(asked=F("review__phase"))).order_by()
    return marked.values_list("review").annotate(total=Sum(F("points") * F("criterion__weight")))


def ranking(call, *, user, known=None):
    """The call's reviewed proposals, highest average first, those without a sheet last. A constant number of queries.

    Of two phases whoever is heard stands before whoever is not. Equal averages go by the call's rule (`ReviewPlan.tie_rule`).
    known: the `loaded` of the call where the page has it. What the user's own group proposed is left out before ranks are given, so that no gap tells how it stands;
    nothing where nobody looks (user: None).
    """
    known, own = known or loaded(call), None if user is None else partners_of(user)
    asked = asked_in_phases(known.criteria)
    places = [
        Place(_phases(proposal, asked, known.seats, known.reviews.get(proposal.pk, ()), known.marks))
        for proposal in known.proposals
        if user is None or not is_excluded(proposal, user.pk, own)
    ]
    plan = getattr(call, "review_plan", None)
    for place in places:
        place.order = _order(place.table, plan)
    places.sort(key=lambda place: (place.order, place.proposal.number or "", place.proposal.pk))
    for number, place in enumerate(places, start=1):
        if place.table.average is not None:
            tie = number > 1 and places[number - 2].order == place.order
            place.rank = places[number - 2].rank if tie else number
    return places


def _order(table, plan):
    """What a place goes by, the smallest first; equal ones share a rank."""
    rule, average = plan.tie_rule if plan else "", table.average
    further = 0
    if average is not None and rule == TieRule.LOWEST:
        further = -table.lowest
    elif average is not None and rule == TieRule.CRITERION:
        means = {criterion.pk: mean for criterion, mean in zip(table.criteria, table.means, strict=True)}
        further = -(means.get(plan.tie_criterion_id) or 0)
    return (table.phase != Phase.HEARING, average is None, -(average or 0), further)


def points_by_criterion(proposal):
    """[(criterion, average of the sheets, most)] for a group whose call tells scores; never who gave what."""
    return [(criterion, mean, criterion.max_points) for criterion, _, mean in score_table(proposal).by_criterion]


def sheet_points(review):
    """{criterion id: Score} of one sheet."""
    return {score.criterion_id: score for score in review.scores.all()}
