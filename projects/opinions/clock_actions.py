"""What the clock does with rounds: it opens them at 0:00 and closes them after 23:59:59 of their last day."""

from django.utils import timezone

from kyodo_portal.process.actions import take_step

from .models import OpinionRound
from .workflow import ROUND


def turn_days():
    """Open what has begun, close what is over. A job of the clock, every minute; returns how many steps it took.

    Whether an opinion comes in time is asked of the days themselves (`takes_now`), so that a late tick shuts nobody out and lets
    nobody in.
    """
    today, done = timezone.localdate(), 0
    for step, due in (("open", {"opens_on__lte": today}), ("close", {"closes_on__lt": today})):
        for round in OpinionRound.objects.filter(status__in=ROUND.step(step).source, **due).order_by("pk"):
            row = ROUND.step(step)
            if row.applies_to(round):
                take_step(round, step, by=None, version=round.version)
                done += 1
    return done
