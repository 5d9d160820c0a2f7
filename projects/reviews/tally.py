"""当日の集計: how many sheets are in of each proposal and what they come to, as they come in. Fit for a screen before everybody.

No member and no sheet is named; where the call is judged blind, neither is a group.
"""

from typing import NamedTuple

from django.utils import timezone

from .blind import hidden, names_of
from .plan_models import is_blind
from .scoring import loaded, ranking


class TallyLine(NamedTuple):
    """One proposal. group: "" where the call hides it; wanted: how many may judge it and are there; table: its ScoreTable."""

    place: int | None
    number: str
    title: str
    group: str
    came: int
    wanted: int
    table: object


class Tally(NamedTuple):
    """seen_at: the moment of this look; came, wanted: sheets of all proposals together."""

    lines: list
    came: int
    wanted: int
    seen_at: object

    @property
    def is_complete(self):
        return bool(self.lines) and self.came == self.wanted


def tally_of(call, *, user):
    """The Tally of what is heard or judged now, in the order of the hearing, then of the numbers. Those queries of `ranking`."""
    blind, lines = is_blind(call), []
    for place in ranking(call, user=user, known=loaded(call)):
        proposal, table = place.proposal, place.table
        if not proposal.may("mark") and not hasattr(proposal, "hearing_slot"):
            continue  # decided already, and not of this day
        title = hidden(proposal.title, names_of(proposal)) if blind else proposal.title
        slot, came = getattr(proposal, "hearing_slot", None), len(table.counted)
        group = "" if blind else str(proposal.partner)
        lines.append(TallyLine(slot and slot.place, proposal.number, title, group, came, came + len(table.waiting), table))
    lines.sort(key=lambda line: (line.place is None, line.place or 0, line.number or ""))
    return Tally(lines, sum(line.came for line in lines), sum(line.wanted for line in lines), timezone.now())
