"""The score sheets out of the database: the table of one proposal, whose sheets are all in, the order of a call's proposals."""

from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Max, Prefetch

from partners.directory.access import partners_of
from partners.models import Membership
from projects.calls.models import Criterion, PanelSeat
from projects.proposals.conflicts.access import is_excluded
from projects.proposals.joint.models import JOINT_GROUPS
from projects.proposals.models import Proposal
from projects.proposals.workflow import PROPOSAL

from .models import Review, Score
from .score_sheets import CONFLICT, DRAFT, OLD, ScoreTable, Sheet, sheet_state, weighted


def _table(proposal, criteria, seats, reviews, newest):
    by_user = {review.reviewer_id: review for review in reviews}
    most = weighted({}, criteria)[1]
    sheets = []
    for seat in seats:
        review = by_user.get(seat.user_id)
        if is_excluded(proposal, seat.user_id, seat.partners):  # judges nothing here, whatever was written before
            sheets.append(Sheet(seat, None, CONFLICT))
            continue
        if review is None and not seat.in_force:
            continue  # who has left without a sheet is waited for no longer
        sheet = Sheet(seat, review, sheet_state(review, newest))
        if not seat.in_force and sheet.state in (DRAFT, OLD):
            continue
        if sheet.counts and criteria:
            marks = {score.criterion_id: (score.points, score.reason) for score in review.scores.all()}
            sheet.cells = [marks.get(criterion.pk, (0, "")) for criterion in criteria]
            sheet.total = weighted({pk: points or 0 for pk, (points, _) in marks.items()}, criteria)[0]
            sheet.share = Fraction(sheet.total * 100, most) if most else Fraction()
        sheets.append(sheet)
    return ScoreTable(proposal, criteria, sheets, most)


def _seats(*calls):
    """The panel seats of the calls, with `in_force` and the groups of whoever sits there."""
    today = set(PanelSeat.objects.valid().filter(call__in=calls).values_list("pk", flat=True))
    seats = list(PanelSeat.objects.filter(call__in=calls).select_related("user"))
    bodies = {}
    for user, partner in (
        Membership.objects.valid().filter(user__in=[seat.user_id for seat in seats]).values_list("user", "partner")
    ):
        bodies.setdefault(user, set()).add(partner)
    for seat in seats:
        seat.in_force, seat.partners = seat.pk in today, bodies.get(seat.user_id, set())
    return seats


def _reviews():
    return Review.objects.select_related("revision", "reviewer").prefetch_related("scores")


def score_table(proposal):
    """The ScoreTable of one proposal. A constant number of queries."""
    newest = proposal.revisions.aggregate(last=Max("number"))["last"]
    criteria = list(Criterion.objects.filter(call=proposal.call_id))
    return _table(proposal, criteria, _seats(proposal.call), _reviews().filter(proposal=proposal), newest)


def sheets_of(proposals):
    """{id: ScoreTable without points} of these proposals: whose sheets are in. Six queries, none without a proposal."""
    if not proposals:
        return {}
    seats = _seats(*{proposal.call_id for proposal in proposals})
    judged = Proposal.objects.filter(pk__in=[proposal.pk for proposal in proposals]).annotate(newest=Max("revisions__number"))
    sheets = Prefetch("reviews", queryset=Review.objects.select_related("revision"))
    tables = {}
    for proposal in judged.prefetch_related(sheets, JOINT_GROUPS, "exclusions"):
        own = [seat for seat in seats if seat.call_id == proposal.call_id]
        tables[proposal.pk] = _table(proposal, [], own, proposal.reviews.all(), proposal.newest)
    return tables


@dataclass
class Place:
    """One line of a call's ranking. `rank` is None while there is no sheet; equal averages share a rank."""

    table: ScoreTable
    rank: int | None = None

    @property
    def proposal(self):
        return self.table.proposal


def ranking(call, *, user):
    """The call's reviewed proposals, highest average first, those without a sheet last. A constant number of queries.

    What the user's own group proposed is left out before ranks are given, so that no gap tells how it stands.
    """
    proposals = (
        Proposal.objects.filter(call=call, status__in=PROPOSAL.opening("marks"))
        .select_related("call", "partner", "department", "decision__form")
        .annotate(newest=Max("revisions__number"))
        .prefetch_related(Prefetch("reviews", queryset=_reviews()), JOINT_GROUPS, "exclusions")
    )
    criteria, seats = list(Criterion.objects.filter(call=call)), _seats(call)
    places = [
        Place(_table(proposal, criteria, seats, proposal.reviews.all(), proposal.newest))
        for proposal in proposals
        if not is_excluded(proposal, user.pk, partners_of(user))
    ]
    places.sort(
        key=lambda place: (
            place.table.average is None,
            -(place.table.average or 0),
            place.proposal.number or "",
            place.proposal.pk,
        )
    )
    for number, place in enumerate(places, start=1):
        if place.table.average is not None:
            tie = number > 1 and places[number - 2].table.average == place.table.average
            place.rank = places[number - 2].rank if tie else number
    return places


def points_by_criterion(proposal):
    """[(criterion, average of the sheets, most)] for a group whose call tells scores; never who gave what."""
    return [(criterion, mean, criterion.max_points) for criterion, _, mean in score_table(proposal).by_criterion]


def sheet_points(review):
    """{criterion id: Score} of one sheet."""
    return {score.criterion_id: score for score in Score.objects.filter(review=review)}
