"""Points of the score sheets: who has sent what, totals, 100点満点, average, order of a call's proposals.

A sheet counts when it was sent, its writer has no conflict, and it is about the revision that was submitted last.
100点満点: points times weight of all criteria, divided by the most that is possible, times 100. Shown and compared with
one decimal, the second one rounded half up, so that nobody reads 60.0 and hears that 60 was not reached.
"""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.db.models import Max, Prefetch

from partners.models import Membership
from projects.calls.models import Criterion, PanelSeat
from projects.proposals.access import is_of_group
from projects.proposals.models import Proposal
from projects.proposals.workflow import PROPOSAL

from .models import Review, Score

NOT_YET, DRAFT, OLD, SENT, CONFLICT = "not_yet", "draft", "old", "sent", "conflict"
STATE_LABELS = {NOT_YET: "まだ", DRAFT: "書きかけ", OLD: "新しい版を見てください", SENT: "出しました", CONFLICT: "審査しない"}
STATE_TONES = {NOT_YET: "warn", DRAFT: "warn", OLD: "warn", SENT: "ok", CONFLICT: "quiet"}


def sheet_state(review, newest):
    """How far a sheet is; `newest` is the number of the revision submitted last."""
    if review is None:
        return NOT_YET
    if review.has_conflict:
        return CONFLICT
    if review.revision.number != newest:
        return OLD
    return SENT if review.submitted_at else DRAFT


def one_decimal(number):
    """A Fraction as people read it: one decimal, half up. None stays None."""
    if number is None:
        return None
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def weighted(points, criteria):
    """(sum, most possible) of one sheet; points: {criterion id: points}."""
    total = sum(points.get(one.pk, 0) * one.weight for one in criteria)
    return total, sum(one.max_points * one.weight for one in criteria)


@dataclass
class Sheet:
    """One panel member's sheet in the table. `cells` are (points, reason) in the order of the criteria."""

    seat: PanelSeat
    review: Review | None
    state: str
    cells: list = field(default_factory=list)
    total: int | None = None  # weighted
    share: Fraction | None = None  # of 100

    @property
    def percent(self):
        return one_decimal(self.share)

    @property
    def state_label(self):
        return STATE_LABELS[self.state]

    @property
    def state_tone(self):
        return STATE_TONES[self.state]

    @property
    def counts(self):
        return self.state == SENT


@dataclass
class ScoreTable:
    """All sheets about one proposal."""

    proposal: Proposal
    criteria: list
    sheets: list
    most: int  # weighted points of a perfect sheet

    @property
    def counted(self):
        return [sheet for sheet in self.sheets if sheet.counts]

    @property
    def waiting(self):
        """Who could still send a sheet."""
        return [sheet for sheet in self.sheets if sheet.state in (NOT_YET, DRAFT, OLD)]

    @property
    def conflicts(self):
        return [sheet for sheet in self.sheets if sheet.state == CONFLICT]

    @property
    def is_complete(self):
        """Everybody who may judge has sent a sheet, and there is at least one."""
        return bool(self.counted) and not self.waiting

    @property
    def average(self):
        """Of 100, one decimal; None while there is no sheet."""
        shares = [sheet.share for sheet in self.counted]
        return one_decimal(sum(shares, Fraction()) / len(shares)) if shares else None

    @property
    def lowest(self):
        return min((sheet.percent for sheet in self.counted), default=None)

    @property
    def highest(self):
        return max((sheet.percent for sheet in self.counted), default=None)

    @property
    def reaches(self):
        """Whether the average reaches the call's pass mark; None without one or without sheets."""
        mark = self.proposal.call.pass_mark
        return None if mark is None or self.average is None else self.average >= mark

    @property
    def rows(self):
        """[(criterion, its cells in the order of the sheets, average)]: the table with criteria downwards."""
        found = []
        for place, criterion in enumerate(self.criteria):
            points = [sheet.cells[place][0] for sheet in self.counted]
            mean = one_decimal(Fraction(sum(points), len(points))) if points else None
            found.append((criterion, [sheet.cells[place] if sheet.counts else (None, "") for sheet in self.sheets], mean))
        return found

    @property
    def advice(self):
        """What the panel wrote for the group, one paragraph per member, without names."""
        return "\n".join(sheet.review.advice.strip() for sheet in self.counted if sheet.review.advice.strip())


def _table(proposal, criteria, seats, reviews, newest):
    by_user = {review.reviewer_id: review for review in reviews}
    most = weighted({}, criteria)[1]
    bodies = {proposal.partner_id, *(partner.pk for partner in proposal.co_partners.all())}
    sheets = []
    for seat in seats:
        review = by_user.get(seat.user_id)
        if seat.partners & bodies:  # belongs to the proposing group: judges nothing here, whatever was written before
            sheets.append(Sheet(seat, None, CONFLICT))
            continue
        if review is None and not seat.in_force:
            continue  # who has left without a sheet is waited for no longer
        sheet = Sheet(seat, review, sheet_state(review, newest))
        if not seat.in_force and sheet.state in (DRAFT, OLD):
            continue
        if sheet.counts and criteria:
            marks = {score.criterion_id: (score.points, score.reason) for score in review.scores.all()}
            sheet.cells = [marks.get(one.pk, (0, "")) for one in criteria]
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


def complete_among(proposals):
    """The ids of those whose every sheet is in. Six queries, none without a proposal."""
    if not proposals:
        return set()
    seats = _seats(*{one.call_id for one in proposals})
    rows = Proposal.objects.filter(pk__in=[one.pk for one in proposals]).annotate(newest=Max("revisions__number"))
    sheets = Prefetch("reviews", queryset=Review.objects.select_related("revision"))
    found = set()
    for row in rows.prefetch_related(sheets, "co_partners"):
        own = [seat for seat in seats if seat.call_id == row.call_id]
        if _table(row, [], own, row.reviews.all(), row.newest).is_complete:
            found.add(row.pk)
    return found


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
    rows = (
        Proposal.objects.filter(call=call, status__in=PROPOSAL.opening("marks"))
        .select_related("call", "partner", "department", "decision__form")
        .annotate(newest=Max("revisions__number"))
        .prefetch_related(Prefetch("reviews", queryset=_reviews()), "co_partners")
    )
    criteria, seats = list(Criterion.objects.filter(call=call)), _seats(call)
    places = [
        Place(_table(proposal, criteria, seats, proposal.reviews.all(), proposal.newest))
        for proposal in rows
        if not is_of_group(user, proposal)
    ]
    places.sort(
        key=lambda one: (one.table.average is None, -(one.table.average or 0), one.proposal.number or "", one.proposal.pk)
    )
    for number, place in enumerate(places, start=1):
        if place.table.average is not None:
            tie = number > 1 and places[number - 2].table.average == place.table.average
            place.rank = places[number - 2].rank if tie else number
    return places


def points_by_criterion(proposal):
    """[(criterion, average of the sheets, most)] for a group whose call tells scores; never who gave what."""
    return [(criterion, mean, criterion.max_points) for criterion, _, mean in score_table(proposal).rows]


def sheet_points(review):
    """{criterion id: Score} of one sheet."""
    return {score.criterion_id: score for score in Score.objects.filter(review=review)}
