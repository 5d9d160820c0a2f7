"""Who applied for a seat, how each stands, what each wrote."""

from typing import NamedTuple

from partners.requests.models import Request

from .models import CommitteeSeat
from .recruit_models import AGREED


class Application(NamedTuple):
    """One application. `is_loose`: a seat stands, but the letter was taken back on its own page."""

    letter: Request
    name: str
    state: str
    tone: str
    seat: CommitteeSeat | None
    is_loose: bool
    is_waiting: bool


def applications_of(call):
    """[Application] of a call, the earliest first. Two queries."""
    rows = list(call.applications().with_sides())
    seats = {seat.request_id: seat for seat in CommitteeSeat.objects.filter(request__offer=call.offer_id)}
    return [_application(row, seats.get(row.pk)) for row in rows]


def name_of(letter):
    """Who applied, as whoever chooses reads it."""
    if letter.from_partner is not None:
        return letter.from_partner.public_name
    return letter.by.name if letter.by is not None else letter.guest_name


def _application(letter, seat):
    agreed = letter.status in AGREED
    if agreed and seat is not None:
        state, tone = "選びました", "ok"
    elif letter.refusal:
        state, tone = "選びませんでした", "quiet"
    elif letter.may("talk"):
        state, tone = "まだ決めていません", "warn"
    else:
        state, tone = letter.status_label, "quiet"
    waits = letter.is_waiting or letter.is_between
    return Application(letter, name_of(letter), state, tone, seat, seat is not None and not agreed, waits)


class Said(NamedTuple):
    """What somebody applied with."""

    name: str
    text: str


def one_application(letter):
    """The Said of one letter. One query."""
    first = letter.letters.order_by("number").first()
    return Said(name_of(letter), first.text if first else "")
