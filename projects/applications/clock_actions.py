"""What the clock does with applications: what began asks for its report, what is over unasked ends by itself."""

import datetime

from django.utils import timezone

from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import Stale
from kyodo_portal.process.task_actions import sync_matters

from .models import Application
from .workflow import APPLICATION

LOOKS_BACK = 3  # days: a clock that stood still for a weekend asks all the same


def turn_days():
    """End what is over without a report, the day after its last one; ask for the report of what began. A job of the clock;
    returns how many ended."""
    today = timezone.localdate()
    asked = Application.objects.filter(status__in=APPLICATION.step("report").source, report_due__isnull=False)
    sync_matters(asked.filter(starts_on__gt=today - datetime.timedelta(days=LOOKS_BACK), starts_on__lte=today))
    row, done = APPLICATION.step("end_quietly"), 0
    rows = Application.objects.filter(status__in=row.source, report_due=None, ends_on__lt=today)
    taken_back = Application.objects.filter(changes__step="undo_end_quietly")
    for application in rows.exclude(pk__in=taken_back.values("pk")).select_related("spec", "cycle__project").order_by("pk"):
        if not row.applies_to(application):
            continue
        try:
            take_step(application, row.name, by=None, version=application.version)
        except Stale:  # somebody was faster, and knows better
            continue
        done += 1
    return done
