"""How long the notices of a step wait, so that a wrong press can be taken back before anybody hears of it."""

from datetime import timedelta

from django.conf import settings


def waiting_time():
    """The timedelta of the setting KYODO_UNDO_MINUTES."""
    return timedelta(minutes=settings.KYODO_UNDO_MINUTES)
