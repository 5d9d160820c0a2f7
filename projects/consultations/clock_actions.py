"""What the clock does for a zone: who left holds no key any more."""

from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.process.task_actions import sync_source

from .access import desk_body
from .todo import ZONES
from .zone_models import ZoneKey


def forget_leavers():
    """Take the keys of whoever is at the desk of the zone's body no more. A job of the clock; every request asks by itself anyway.

    Queries: one, and three for each holder.
    """
    for key in ZoneKey.objects.select_related("zone__body", "user"):
        if desk_body(key.user) != key.zone.body:
            with transaction.atomic():
                key.delete()
                key.zone.left_at = timezone.now()
                key.zone.save(update_fields=["left_at"])
                record("zone", by=None, target=key.zone, person=key.user, note="抜けた人の鍵を消した")
                sync_source(ZONES, key.zone)
