"""What somebody sees of their own sign-up."""

from typing import NamedTuple

from django.utils import timezone

from kyodo_portal.common.templatetags.kyodo import jdate, jtime, monthday

from .models import NEEDS, Event
from .signup_models import Signup
from .texts import hours

NEED_WORDS = dict(NEEDS)


class SignupPage(NamedTuple):
    """What somebody sees of their own sign-up. `says`: where it stands, in a sentence; `may_take`: a seat is offered now."""

    signup: Signup
    event: Event
    when: str
    says: str
    tone: str
    may_take: bool
    may_leave: bool
    needs: str  # what help was asked for, in words


def signup_page(signup):
    """The SignupPage of a sign-up read with its event. No query, one for the place in the line."""
    event, now, states = signup.event, timezone.now(), Signup.State
    is_open = not event.is_over and not event.is_cancelled
    says, tone = _where_it_stands(signup, event)
    return SignupPage(
        signup=signup,
        event=event,
        when=f"{jdate(event.starts_at)}{hours(event.starts_at, event.ends_at)}",
        says=says,
        tone=tone,
        may_take=is_open and signup.state == states.OFFERED and signup.offered_until >= now,
        may_leave=is_open and signup.state in (states.IN, states.WAITING, states.OFFERED),
        needs="、".join(word for word in (*[NEED_WORDS.get(name, "") for name in signup.needs], signup.needs_note) if word),
    )


def _where_it_stands(signup, event):
    states = Signup.State
    if event.is_cancelled:
        return "この催しは、中止になりました。", "warn"
    if signup.state == states.WAITING:
        if event.signup == Event.SignupWay.LOT and event.drawn_at is None:
            return f"{signup.people}人で、抽選に申し込んでいます。", ""
        before = event.signups.filter(state=states.WAITING, place__lt=signup.place).count()
        return f"{signup.people}人で、キャンセル待ちの{before + 1}番目です。", "warn"
    if signup.state == states.OFFERED:
        until = f"{monthday(signup.offered_until)}{jtime(signup.offered_until)}"
        return f"席が空きました。{until}までに答えてください。", "warn"
    words = {
        states.IN: (f"{signup.people}人で申し込んでいます。", "ok"),
        states.CAME: ("来てくださいました。", "ok"),
        states.OUT: ("申込みをとりやめました。", "quiet"),
    }
    return words[signup.state]


def own_signup(user, event):
    """The sign-up of this person with an account, given up or not; None without. One query."""
    return event.signups.filter(user=user.pk).select_related("event").first() if user.is_authenticated else None
