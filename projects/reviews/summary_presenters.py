"""What pages of a whole call show of one of its proposals in plain values, drawn once for the same ones (`{% row %}`)."""

import datetime
from decimal import Decimal
from typing import NamedTuple


class SummaryRow(NamedTuple):
    """Everything that the page shows of a Place. is_heard: it is in its second phase, `before` its average in the first; result: in
    words, "" while nothing is decided; amount: 円."""

    pk: int
    rank: int | None
    title: str
    partner: str
    number: str
    counted: int
    waiting: int
    conflicts: int
    absent: int
    average: Decimal | None
    is_heard: bool
    before: Decimal | None
    reaches: bool | None
    below: tuple
    lowest: Decimal | None
    highest: Decimal | None
    status: str
    result: str = ""
    is_told: bool = False
    document_number: str = ""
    decided_on: datetime.date | None = None
    amount: int | None = None
    tie: str = ""  # with whom it shares its average, and what decided


def summary_row(place, tie=None):
    """The SummaryRow of a Place (scoring.py), whose proposal has its partner and its decision along. tie: its Tie (ties.py). No query."""
    proposal, table, made = place.proposal, place.table, place.proposal.recorded_decision
    row = SummaryRow(
        proposal.pk, place.rank, proposal.title, str(proposal.partner), proposal.number, len(table.counted), len(table.waiting),
        len(table.conflicts), len(table.absent), table.average, table.before is not None, table.before.average if table.before else None,
        table.reaches, tuple((str(criterion), mean) for criterion, mean in table.below), table.lowest,
        table.highest, proposal.status_label, tie=tie.said if tie else "",
    )  # fmt: skip
    if made is None:
        return row
    return row._replace(
        result=made.get_result_display(),
        is_told=made.released_at is not None,
        document_number=made.document_number,
        decided_on=made.decided_on,
        amount=made.amount,
    )


class TellRow(NamedTuple):
    """One result that is about to be told. text: what the group will read."""

    pk: int
    title: str
    partner: str
    result: str
    text: str
    document_number: str
    decided_on: datetime.date
    tie: str  # within the city: how it was decided between this and one of the same average, and by whom that was recorded


def tell_row(proposal, text):
    """The TellRow of a decided proposal, which has its partner and its decision along. No query."""
    made = proposal.recorded_decision
    tie = f"{made.tie_in_words}（{made.recorded_by}が記録）" if made.tie_rule else ""
    shown = proposal.title, str(proposal.partner), made.get_result_display(), text, made.document_number, made.decided_on, tie
    return TellRow(proposal.pk, *shown)


class MinutesRow(NamedTuple):
    """One hearing as the minutes print it: what stands above its questions and answers. leave: names."""

    pk: int
    place: int
    title: str
    partner: str
    begins: datetime.time | None
    ends: datetime.time | None
    leave: tuple
    counted: int = 0
    average: Decimal | None = None
    lowest: Decimal | None = None
    highest: Decimal | None = None


def minutes_row(turn, place):
    """The MinutesRow of a Turn (hearing_presenters.py) and its Place, None where its points are not for who reads. No query."""
    slot, proposal, points = turn.slot, turn.slot.proposal, ()
    if place is not None and place.table.counted:
        table = place.table
        points = len(table.counted), table.average, table.lowest, table.highest
    leave = tuple(str(user) for user in turn.leave)
    return MinutesRow(slot.pk, slot.place, proposal.title, str(proposal.partner), turn.begins, turn.ends, leave, *points)
