"""When the office in charge can be reached: open now, until when, from when on again. What the city says: 市の情報 (city.py).

Days are the city's own: Saturdays, Sundays, national holidays and the New Year closure are closed (`is_working_day`), and whatever
the city names besides.
"""

import datetime
from typing import NamedTuple

from django.utils import timezone

from kyodo_portal.common.city import the_city

from .japanese.dates import is_working_day

FURTHEST = 60  # days that are looked through for the next one on which the office opens


class OfficeState(NamedTuple):
    """`is_open`: at this moment. `until`: the moment (aware) at which that changes."""

    is_open: bool
    until: datetime.datetime


def office_state(now=None):
    """The OfficeState at `now` (an aware moment; this one without it); None where the city names no hours."""
    hours = the_city()["open"]
    if not hours:
        return None
    now = now or timezone.now()
    today = timezone.localdate(now)
    for ahead in range(FURTHEST):
        day = today + datetime.timedelta(days=ahead)
        if not opens_on(day):
            continue
        opens, closes = (timezone.make_aware(datetime.datetime.combine(day, time)) for time in hours)
        if now < opens:
            return OfficeState(False, opens)
        if now < closes:
            return OfficeState(True, closes)
    return None


def opens_on(day):
    """Whether the office is open on this day."""
    return is_working_day(day) and day not in the_city()["closed_days"]


def next_change(now):
    """The next moment at which a page that shows the OfficeState says something else; None where the city names no hours."""
    state = office_state(now)
    return state and state.until


def answered_by(day=None):
    """The day by which whoever writes on `day` (today without it) has an answer; None where the city promises none."""
    days = the_city()["answer_days"]
    return days_ahead(days, day) if days else None


def days_ahead(days, day=None):
    """The day that lies so many days on which the office is open after `day` (today without it); None further than FURTHEST."""
    day, left = day or timezone.localdate(), days
    for _ in range(FURTHEST):
        day += datetime.timedelta(days=1)
        left -= opens_on(day)
        if not left:
            return day
    return None
