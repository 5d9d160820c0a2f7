"""The photographs of an event: the one at the head of its page, and those of the day itself."""

from functools import partial

from kyodo_portal.process.photo_places import PhotoPlace
from kyodo_portal.process.photos import photos_of_places
from partners.directory.access import people_who_write

from .access import can_write_events
from .models import Event

_place = partial(
    PhotoPlace,
    model=Event,
    pages=Event.objects.visible_to,
    people=lambda event: people_who_write(event.host),
    parties=lambda event: [f"p{event.host_id}"],
    title=str,
    url=Event.get_absolute_url,
    record=lambda event: ("event", event.pk),
    is_described=True,
)
EVENT = _place(
    key="event",
    label="催しの写真",
    most=1,
    can_change=lambda user, event: can_write_events(user, event.host),
)
DAY = _place(
    key="event-day",
    label="当日の写真",
    most=6,
    can_change=lambda user, event: event.is_today_or_past and can_write_events(user, event.host),
)


def photos_of_event(event):
    """(the Shown at the head of the page or None, [Shown] of the day). One query."""
    found = photos_of_places({place.key: [event.pk] for place in (EVENT, DAY)})
    return next(iter(found[EVENT.key].get(event.pk, ())), None), found[DAY.key].get(event.pk, [])
