"""What a zone asks of the people at its desk: to try the recovery code once a year."""

import datetime

from django.urls import reverse

from kyodo_portal.process.task_rows import TaskSource

from .zone_models import Zone

EVERY = datetime.timedelta(days=365)
WEEK = datetime.timedelta(days=7)


def _open():
    return Zone.objects.all()


def _tasks(zones):
    """[Task] of these: the code was never typed back (within a week), or a year ago."""
    return [
        ZONES.task(
            zone,
            role="coordinator",
            party=f"p{zone.body_id}",
            label="予備の番号をためす" if zone.is_ready else "予備の番号を打ち返す",
            matter="守秘の区画",
            url=reverse("zone-code"),
            due_on=zone.recovery_checked_on + EVERY if zone.is_ready else zone.recovery_made_at.date() + WEEK,
        )
        for zone in zones
    ]


ZONES = TaskSource("zone", _open, _tasks)
