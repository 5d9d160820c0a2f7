"""Who comes to an event, as its host's people see it."""

from typing import NamedTuple

from .models import Event
from .signup_forms import HELP
from .signup_models import Signup

State = Signup.State
TONES = {State.IN: "ok", State.CAME: "ok", State.OFFERED: "warn", State.WAITING: "", State.OUT: "quiet"}


class Attendee(NamedTuple):
    """One sign-up. `call`: nobody but the host can tell this one."""

    signup: Signup
    number: int
    state: str
    tone: str
    needs: str
    call: bool


class Attendees(NamedTuple):
    """`people`: how many come; `left`: free seats, None without a capacity; `needs`: [(words, how many sign-ups)]."""

    rows: list[Attendee]
    waiting: list[Attendee]
    out: list[Attendee]
    count: int
    people: int
    waiting_people: int
    came: int
    left: int | None
    needs: list[tuple[str, int]]
    to_draw: bool


def needs_in_words(signup):
    words = dict(HELP)
    return "、".join([*(words.get(code, code) for code in signup.needs), *([signup.needs_note] if signup.needs_note else [])])


def _attendee(number, row):
    call = not row.user_id and not row.mail
    return Attendee(row, number, row.get_state_display(), TONES[row.state], needs_in_words(row), call)


def attendees(event):
    """The Attendees of an event. One query."""
    rows = list(event.signups.select_related("user"))
    come = [row for row in rows if row.state in (State.IN, State.CAME, State.OFFERED)]
    wait = sorted((row for row in rows if row.state == State.WAITING), key=lambda row: row.place)
    out = [row for row in rows if row.state == State.OUT]
    people = sum(row.people for row in come)
    kept = sum(row.people for row in out if row.is_kept and row.kept_place is None)
    needs = [(words, sum(code in row.needs for row in come)) for code, words in HELP]
    return Attendees(
        rows=[_attendee(number, row) for number, row in enumerate(come, 1)],
        waiting=[_attendee(number, row) for number, row in enumerate(wait, 1)],
        out=[_attendee(number, row) for number, row in enumerate(out, 1)],
        count=len(rows),
        people=people,
        waiting_people=sum(row.people for row in wait),
        came=sum(row.people for row in come if row.state == State.CAME),
        left=None if event.capacity is None else max(event.capacity - people - kept, 0),
        needs=[pair for pair in needs if pair[1]],
        to_draw=event.signup == Event.SignupWay.LOT and event.drawn_at is None,
    )


def table_of(event):
    """(header, rows) of who comes and who waits, for a desk at the door."""
    shown = attendees(event)
    header = ["番号", "状態", "お名前", "人数", "電話", "メール", "手伝いがいること", "どこから", "来た"]
    rows = [
        [
            row.number, row.state, row.signup.name, row.signup.people, row.signup.phone,
            row.signup.mail or (row.signup.user.email if row.signup.user else ""), row.needs, row.signup.get_channel_display(), "",
        ]
        for row in [*shown.rows, *shown.waiting]
    ]  # fmt: skip
    return header, rows
