"""Lets the sample city's story happen on the days on which it would have happened. For `seed_sample` only."""

import contextlib
import datetime

from django.utils import timezone

_now = timezone.now


@contextlib.contextmanager
def at(moment):
    """Inside the block every `timezone.now()` of this process says `moment`, never later than the real time.

    moment: a date (nine in the morning of it) or an aware datetime.
    """
    if not isinstance(moment, datetime.datetime):
        moment = timezone.make_aware(datetime.datetime.combine(moment, datetime.time(9)))
    frozen = min(moment, _now())
    before = timezone.now
    timezone.now = lambda: frozen
    try:
        yield frozen
    finally:
        timezone.now = before


def days_ago(days):
    """The date that many days before today; negative: after today."""
    return timezone.localdate() - datetime.timedelta(days=days)


def from_today(days):
    """The date that many days after the real today, whatever the sample's clock says."""
    return timezone.localdate(_now()) + datetime.timedelta(days=days)
