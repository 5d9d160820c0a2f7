"""The secretariat takes a row off the news, or puts it back: what it spoke of stays as it is."""

from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record

from .models import News


@transaction.atomic
def take_off(rows, *, by):
    """Nobody reads these News (a QuerySet) any more, in no list, feed or mail; however its words change. Returns how many they were."""
    return _write(rows.filter(withdrawn_at__isnull=True), timezone.now(), "withdraw", by)


@transaction.atomic
def put_back(rows, *, by):
    """They are news again, of the moment at which they became public. Returns how many they were."""
    return _write(rows.filter(withdrawn_at__isnull=False), None, "publish", by)


def _write(rows, moment, act, by):
    rows = list(rows.select_for_update().order_by("pk"))
    News.objects.filter(pk__in=[row.pk for row in rows]).update(withdrawn_at=moment)
    for row in rows:
        record(act, by=by, target=row, note="新着")
    return len(rows)
