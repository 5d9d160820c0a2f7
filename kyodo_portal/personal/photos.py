"""The photographs of a group: of itself, and of what it holds."""

from django.db.models import Q

from kyodo_portal.process.models import Photo
from partners.directory.photos import PARTNER
from partners.events.photos import DAY, EVENT
from partners.models import Event

OF_EVENTS = (EVENT.key, DAY.key)


def photos_of_group(partner):
    """Every Photo of a group's own page and of the pages of its events, those that were taken off too."""
    events = Event.objects.filter(host=partner).order_by().values("pk")
    return Photo.objects.filter(Q(place=PARTNER.key, subject_id=partner.pk) | Q(place__in=OF_EVENTS, subject_id__in=events))


def groups_of_photos(photos):
    """{key of a Photo: (key of the group whose it is,)}; of those of other pages (). One query."""
    hosts = dict(
        Event.objects.filter(pk__in={row.subject_id for row in photos if row.place in OF_EVENTS}).values_list("pk", "host")
    )
    return {row.pk: _groups(row, hosts) for row in photos}


def _groups(row, hosts):
    if row.place == PARTNER.key:
        return (row.subject_id,)
    return (hosts[row.subject_id],) if row.place in OF_EVENTS and row.subject_id in hosts else ()
