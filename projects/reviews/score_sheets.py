"""Points of the score sheets of one proposal: how far each is, totals, 100点満点, average. Nothing here asks the database.

A sheet counts when it was sent, its writer has no conflict and is not absent (欠席), and it is about the revision submitted last.
100点満点: points times weight of all criteria, divided by the most that is possible, times 100. Shown and compared with
one decimal, the second one rounded half up, so that nobody reads 60.0 and hears that 60 was not reached.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.utils.functional import cached_property

from projects.calls.panel_models import PanelSeat
from projects.proposals.models import Proposal

from .models import Review
from .plan_models import Phase, floor_of, marked_in

NOT_YET, DRAFT, OLD, SENT, CONFLICT, ABSENT = "not_yet", "draft", "old", "sent", "conflict", "absent"
STATE_LABELS = {
    NOT_YET: "まだ", DRAFT: "書きかけ", OLD: "新しい版を見てください", SENT: "出しました", CONFLICT: "審査しない", ABSENT: "欠席",
}  # fmt: skip
STATE_TONES = {NOT_YET: "warn", DRAFT: "warn", OLD: "warn", SENT: "ok", CONFLICT: "quiet", ABSENT: "quiet"}


def sheet_state(review, newest):
    """How far a sheet is; `newest` is the number of the revision submitted last."""
    if review is None:
        return NOT_YET
    if review.has_conflict:
        return CONFLICT
    if review.revision.number != newest:
        return OLD
    return SENT if review.submitted_at else DRAFT


def one_decimal(above, below=1):
    """A quotient of whole numbers as people read it: one decimal, half up. None where there is nothing to divide."""
    return None if above is None or not below else Decimal((above * 20 + below) // (below * 2)).scaleb(-1)


def weighted(points, criteria):
    """(sum, most possible) of one sheet; points: {criterion id: points}."""
    total = sum(points.get(criterion.pk, 0) * criterion.weight for criterion in criteria)
    return total, sum(criterion.max_points * criterion.weight for criterion in criteria)


class Asked(NamedTuple):
    """What is marked in a phase: the criteria, the most points of a sheet, the criteria's keys and weights."""

    criteria: list
    most: int
    keys: list
    weights: list


def asked_of(criteria):
    """The Asked of these criteria."""
    return Asked(criteria, weighted({}, criteria)[1], [row.pk for row in criteria], [row.weight for row in criteria])


def asked_in_phases(criteria):
    """{phase: Asked}, once for all proposals of a call."""
    return {phase: asked_of(marked_in(criteria, phase)) for phase in Phase}


class Marks(NamedTuple):
    """{review id: {criterion id: points}} and the same of reasons, without sheets that have none or where nobody reads them; where nobody
    asks for single criteria `totals` alone, {review id: weighted points of the criteria that are marked in its phase}."""

    points: dict
    reasons: dict
    totals: dict | None = None


NO_MARKS = Marks({}, {})


def marks_of(scores):
    """The Marks of rows (review, criterion, points, reason)."""
    marks = Marks(defaultdict(dict), defaultdict(dict))
    for review, criterion, points, reason in scores:
        marks.points[review][criterion] = points
        marks.reasons[review][criterion] = reason
    return marks


@dataclass
class Sheet:
    """One panel member's sheet in the table. `points` stand in the order of the criteria; reasons: {criterion id: what was written},
    None where nobody reads them."""

    seat: PanelSeat
    review: Review | None
    state: str
    points: tuple = ()
    reasons: dict | None = None
    total: int | None = None  # weighted
    most: int = 0  # weighted points of a perfect sheet

    @cached_property
    def percent(self):
        """Of 100, one decimal; None while it does not count."""
        return None if self.total is None else one_decimal(self.total * 100, self.most)

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
    phase: str = Phase.DOCUMENTS
    before: "ScoreTable | None" = None  # of one that is heard in a second phase: its first one
    has_panel: bool = True  # whether its call has any seat

    @cached_property
    def counted(self):
        return [sheet for sheet in self.sheets if sheet.counts]

    @property
    def waiting(self):
        """Who could still send a sheet."""
        return [sheet for sheet in self.sheets if sheet.state in (NOT_YET, DRAFT, OLD)]

    @property
    def given_back(self):
        """Those that were given back to their writers, who have not gone on with them."""
        return [sheet for sheet in self.sheets if sheet.review and sheet.review.is_given_back]

    @property
    def conflicts(self):
        return [sheet for sheet in self.sheets if sheet.state == CONFLICT]

    @property
    def absent(self):
        """Who was noted as absent: the mean is over the others."""
        return [sheet for sheet in self.sheets if sheet.state == ABSENT]

    @property
    def phase_label(self):
        return Phase(self.phase).label

    @property
    def is_complete(self):
        """Everybody who may judge has sent a sheet, and there is at least one; a call without seats waits for none: its office judges."""
        return not self.has_panel or (bool(self.counted) and not self.waiting)

    @cached_property
    def average(self):
        """Of 100, one decimal; None while there is no sheet."""
        totals = [sheet.total for sheet in self.counted]
        return one_decimal(sum(totals) * 100, len(totals) * self.most) if totals and self.most else None

    @property
    def lowest(self):
        return one_decimal(min((sheet.total * 100 for sheet in self.counted), default=None), self.most)

    @property
    def highest(self):
        return one_decimal(max((sheet.total * 100 for sheet in self.counted), default=None), self.most)

    @property
    def spread(self):
        """How far the highest sheet is from the lowest one; None where there are not two."""
        return self.highest - self.lowest if len(self.counted) > 1 else None

    @cached_property
    def means(self):
        """[average points of a criterion, over the sheets that count] in the order of the criteria; None without a sheet."""
        columns = zip(*(sheet.points for sheet in self.counted), strict=True) if self.counted else [()] * len(self.criteria)
        return [one_decimal(sum(points), len(points)) if points else None for points in columns]

    @cached_property
    def below(self):
        """[(criterion, its average)] of the criteria whose least average (足切り) is not reached."""
        if all(floor_of(row) is None for row in self.criteria):
            return []
        pairs = zip(self.criteria, self.means, strict=True)
        return [(row, mean) for row, mean in pairs if mean is not None and floor_of(row) is not None and mean < floor_of(row)]

    @property
    def reaches(self):
        """Whether the average reaches the call's pass mark and every criterion its own; None without any of them or without sheets."""
        mark = self.proposal.call.pass_mark
        if self.average is None or mark is None and all(floor_of(row) is None for row in self.criteria):
            return None
        return not self.below and (mark is None or self.average >= mark)

    @property
    def by_criterion(self):
        """[(criterion, its cells in the order of the sheets, average)]: the table with criteria downwards."""
        return [
            (criterion, [self._cell(sheet, index) for sheet in self.sheets], self.means[index])
            for index, criterion in enumerate(self.criteria)
        ]

    def _cell(self, sheet, index):
        return (sheet.points[index], (sheet.reasons or {}).get(self.criteria[index].pk, "")) if sheet.counts else (None, "")

    def cells(self, sheet):
        """[(criterion, its points, why)] of a sheet that counts."""
        return [(row, *self._cell(sheet, index)) for index, row in enumerate(self.criteria)]

    @property
    def in_words(self):
        """[(sheet that counts, [(criterion, points, reason)] of those with a reason)]."""
        return [(sheet, [cell for cell in self.cells(sheet) if cell[2]]) for sheet in self.counted]

    @property
    def advice(self):
        """What the panel wrote for the group, one paragraph per member, without names."""
        return "\n".join(sheet.review.advice.strip() for sheet in self.counted if sheet.review.advice.strip())
