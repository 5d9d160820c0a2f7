"""全部の点: every proposal of a call beside every member of its panel, for the screen, A3 and A4."""

from typing import NamedTuple

from .score_sheets import ABSENT, CONFLICT, SENT
from .scoring import Place, loaded, ranking
from .ties import ties_among

MARKS = {CONFLICT: "除", ABSENT: "欠"}
APART = 40  # points between the highest and the lowest sheet from which the panel should talk about it


class Cell(NamedTuple):
    """One sheet: its points of 100, or why there are none. mark: whether they are the proposal's highest or lowest."""

    text: str
    mark: str = ""


class Line(NamedTuple):
    """One proposal. cut: the line below it is the pass mark's ("pass") or the budget's ("budget")."""

    place: Place
    cells: list
    is_apart: bool
    is_tied: bool

    @property
    def proposal(self):
        return self.place.proposal


class Matrix(NamedTuple):
    """seats: the heads of the columns; reaching: how many proposals reach what is asked, None where nothing is asked."""

    lines: list
    seats: list
    sheets: int
    reaching: int | None


def matrix_of(call, *, user):
    """The Matrix of a call. Those queries of `ranking`."""
    known = loaded(call)
    places = ranking(call, user=user, known=known)
    judged = {sheet.seat.pk for place in places for sheet in place.table.sheets}
    seats = [seat for seat in known.seats if seat.in_force or seat.pk in judged]
    asked = [place.table.reaches for place in places if place.table.reaches is not None]
    ties = ties_among(places, getattr(call, "review_plan", None))
    lines = [_line(place, seats, place.proposal.pk in ties) for place in places]
    return Matrix(lines, seats, sum(len(place.table.counted) for place in places), sum(asked) if asked else None)


def _line(place, seats, is_tied):
    table = place.table
    by_seat = {sheet.seat.pk: sheet for sheet in table.sheets}
    lowest, highest = table.lowest, table.highest
    apart = table.spread is not None and table.spread > 0
    cells = []
    for seat in seats:
        sheet = by_seat.get(seat.pk)
        if sheet is None or sheet.state != SENT:
            cells.append(Cell(MARKS.get(sheet.state, "―") if sheet else ""))
            continue
        percent = sheet.percent
        cells.append(Cell(f"{percent}", "▲" if apart and percent == highest else "▼" if apart and percent == lowest else ""))
    return Line(place, cells, table.spread is not None and table.spread >= APART, is_tied)
