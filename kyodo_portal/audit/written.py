"""What the trail says about the writing of one row: for the history page of the admin, which everybody opens who may open the row."""

from typing import NamedTuple

from .acts import ACTS, ON_THE_ROW, WITHOUT_NOTE
from .models import AuditEvent


class Written(NamedTuple):
    """One event: when (aware datetime), by whom (a User or None), what in words, and the trail's note, "" where that is not shown."""

    at: object
    by: object
    said: str
    note: str


def written_on(row, most):
    """[Written] of a row, the newest first, at most so many. Never who looked, signed in or judged. One query."""
    events = AuditEvent.objects.filter(
        target_type=row._meta.label_lower, target_id=str(row.pk), act__in=(*ON_THE_ROW, *WITHOUT_NOTE)
    )
    return [
        Written(event.at, event.by, ACTS[event.act], "" if event.act in WITHOUT_NOTE else event.note)
        for event in events.select_related("by").order_by("-at", "-pk")[:most]
    ]
