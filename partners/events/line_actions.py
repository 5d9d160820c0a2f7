"""Seats and the waiting line of an event. Everything here is called while the event's row is locked: the last seat is given once."""

import datetime
import secrets

from django.db.models import Max
from django.db.models.functions import Coalesce
from django.utils import timezone

from kyodo_portal.notices.waiting import waiting_time

from .models import HOURS_TO_ANSWER, Event
from .signup_models import Signup
from .tell_actions import tell, until_in_words

State = Signup.State


def seats_left(event, *, but=None):
    """How many people may still come; None without a capacity. but: whose own place does not count. One query."""
    if event.capacity is None:
        return None
    return max(event.capacity - event.signups.holding().exclude(pk=but).people_in(), 0)


def placed(event, signup, *, place=None):
    """Give a sign-up its place: in where there is room, otherwise at `place` of the line, or at its end. The row is not saved. Two queries.

    What is kept for it, because it left a moment ago, is room.
    """
    left = seats_left(event, but=signup.pk)
    waits_for_lot = event.signup == Event.SignupWay.LOT and event.drawn_at is None
    if not waits_for_lot and (left is None or signup.people <= left):
        signup.state, signup.place = State.IN, None
    else:
        last = event.signups.aggregate(last=Max(Coalesce("place", "kept_place")))["last"] or 0
        signup.state, signup.place = State.WAITING, place or last + 1
    signup.offered_until = None
    return forget_kept(signup)


def given_up(signup):
    """It is out, and what it had is kept for some minutes: a seat, an offered one, a place in the line. The row is not saved."""
    signup.kept_until = timezone.now() + waiting_time() if waiting_time() else None
    signup.kept_place, signup.kept_offer = signup.place, signup.offered_until
    signup.state, signup.place, signup.offered_until = State.OUT, None, None
    return signup


def forget_kept(signup):
    """Nothing of what it had is kept any more. The row is not saved."""
    signup.kept_until = signup.kept_place = signup.kept_offer = None
    return signup


def given_back(event, signup):
    """It is as it was before it was given up: the offered seat while that is kept, otherwise `placed` with its own place in the line.
    Whether all is as it was. The row is not saved."""
    is_kept, place, offer = signup.is_kept, signup.kept_place, signup.kept_offer
    if is_kept and offer and offer > timezone.now():
        signup.state, signup.offered_until = State.OFFERED, offer
        forget_kept(signup)
        return True
    placed(event, signup, place=place)
    return signup.place == place and not (offer and signup.state == State.IN)


def offer_seats(event, *, by):
    """Offer free seats to the first in the line who fits, and to the next while there are any. Returns those rows.

    They answer within HOURS_TO_ANSWER, at the latest when it begins; a lot that was not drawn yet offers nothing. by: whose press set the
    seat free, None for the clock.
    """
    now = timezone.now()
    undrawn = event.signup == Event.SignupWay.LOT and event.drawn_at is None
    if event.is_cancelled or not event.is_published or undrawn or now >= event.starts_at:
        return []
    left, offered = seats_left(event), []
    for row in event.signups.waiting().select_related("user"):
        if left is not None and row.people > left:
            continue
        row.state, row.place = State.OFFERED, None
        row.offered_until = min(now + datetime.timedelta(hours=HOURS_TO_ANSWER), event.starts_at)
        row.save(update_fields=["state", "place", "offered_until", "updated_at"])
        left = None if left is None else left - row.people
        offered.append(row)
    for row in offered:
        body = f"キャンセル待ちの席が空きました。{until_in_words(row.offered_until)}までに、画面で「席をとる」を押してください。"
        tell(event, [row], "席が空きました", body, f"offered:{row.pk}:{row.offered_until:%Y%m%d%H%M}", by=by)
    return offered


def draw(event):
    """By lot: everybody who waits gets a place in a random order, and who fits in that order comes. Returns (in, still waiting).

    Whoever gave up has no place among these.
    """
    event.signups.filter(state=State.OUT, kept_place__isnull=False).update(kept_until=None, kept_place=None)
    rows = list(event.signups.waiting().select_related("user"))
    secrets.SystemRandom().shuffle(rows)
    left, place = seats_left(event), 0
    for row in rows:
        if row.people <= left:
            row.state, row.place, left = State.IN, None, left - row.people
        else:
            place += 1
            row.place = place
        row.save(update_fields=["state", "place", "updated_at"])
    return [row for row in rows if row.state == State.IN], [row for row in rows if row.state == State.WAITING]
