"""The clock of a run of tests begins at ten in the morning of its day, whatever the hour.

At half past eleven at night "eleven minutes later" is tomorrow, and a run that crosses midnight expects yesterday's last days. What a
test starts is told by the environment, so that all processes of a run agree.
"""

import datetime
import os
from zoneinfo import ZoneInfo

from django.utils import timezone

AHEAD = "TESTS_CLOCK_AHEAD"  # seconds


def begin_at_ten():
    """Move `timezone.now` of this process, as the fixture `later` does for one test."""
    real = timezone.now
    here = datetime.datetime.now(ZoneInfo("Asia/Tokyo"))
    ten = here.replace(hour=10, minute=0, second=0, microsecond=0)
    ahead = datetime.timedelta(seconds=float(os.environ.setdefault(AHEAD, str((ten - here).total_seconds()))))
    timezone.now = lambda: real() + ahead
