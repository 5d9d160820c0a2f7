"""A series: an event and all that were made one out of the other by 「次の回をつくる」."""

import datetime
from typing import NamedTuple

from django.utils import timezone

from .models import Event


class SeriesDay(NamedTuple):
    """Another day of the same series. `is_cancelled`: it does not take place."""

    pk: int
    title: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    is_cancelled: bool


def series_of(event):
    """[SeriesDay] of everything published of the event's series, the event too, the earliest first; [] where it is the only one. One query.

    A draft between two of them holds them together and is not named.
    """
    rows = Event.objects.filter(host=event.host_id).order_by("starts_at", "pk")
    columns = ("pk", "title", "starts_at", "ends_at", "cancelled_at", "published_at", "former_id")
    found = list(rows.values_list(*columns, named=True))
    beside = {}
    for row in found:
        if row.former_id:
            beside.setdefault(row.pk, []).append(row.former_id)
            beside.setdefault(row.former_id, []).append(row.pk)
    together, ahead = {event.pk}, [event.pk]
    while ahead:
        near = [pk for pk in beside.get(ahead.pop(), ()) if pk not in together]
        together.update(near)
        ahead += near
    days = [
        SeriesDay(row.pk, row.title, row.starts_at, row.ends_at, row.cancelled_at is not None)
        for row in found
        if row.pk in together and row.published_at
    ]
    return days if any(one.pk != event.pk for one in days) else []


def others_ahead(event, days):
    """Those of the days that are still to come, without the event itself."""
    now = timezone.now()
    return [one for one in days if one.pk != event.pk and one.ends_at >= now]
