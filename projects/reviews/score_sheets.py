"""Points of the score sheets of one proposal: how far each is, totals, 100点満点, average. Nothing here asks the database.

A sheet counts when it was sent, its writer has no conflict, and it is about the revision that was submitted last.
100点満点: points times weight of all criteria, divided by the most that is possible, times 100. Shown and compared with
one decimal, the second one rounded half up, so that nobody reads 60.0 and hears that 60 was not reached.
"""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from projects.calls.models import PanelSeat
from projects.proposals.models import Proposal

from .models import Review

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
    total = sum(points.get(criterion.pk, 0) * criterion.weight for criterion in criteria)
    return total, sum(criterion.max_points * criterion.weight for criterion in criteria)


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
    def by_criterion(self):
        """[(criterion, its cells in the order of the sheets, average)]: the table with criteria downwards."""
        lines = []
        for index, criterion in enumerate(self.criteria):
            points = [sheet.cells[index][0] for sheet in self.counted]
            mean = one_decimal(Fraction(sum(points), len(points))) if points else None
            lines.append((criterion, [sheet.cells[index] if sheet.counts else (None, "") for sheet in self.sheets], mean))
        return lines

    @property
    def advice(self):
        """What the panel wrote for the group, one paragraph per member, without names."""
        return "\n".join(sheet.review.advice.strip() for sheet in self.counted if sheet.review.advice.strip())
