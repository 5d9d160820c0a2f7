"""How long the notices of a step wait, so that a wrong press can be taken back before anybody hears of it."""

from datetime import timedelta

from django.conf import settings


def waiting_time():
    """The timedelta of the setting KYODO_UNDO_MINUTES."""
    return timedelta(minutes=settings.KYODO_UNDO_MINUTES)


def when_told(who):
    """What a press answers that tells somebody: after how many minutes, and that it can be taken back until then."""
    minutes = settings.KYODO_UNDO_MINUTES
    return f"{who}には{minutes}分後に知らせます。それまでに取り消せば、伝わりません。" if minutes else f"{who}に知らせました。"
