"""What the pages of a zone show: who holds its key, who waits for it, what is to be done."""

from typing import NamedTuple

from kyodo_portal.common import sealed
from partners.directory.access import people_of

from .access import desk_body
from .zone_actions import number_for
from .zone_models import Keyring, ZoneKey


class Waiting(NamedTuple):
    """A colleague at the desk with a key of their own, to whom the zone's was not given; `number`: what both screens show."""

    ring: Keyring
    number: str


class ZoneState(NamedTuple):
    """`holders`: [User] who open it; `waiting`: [Waiting]; `without`: [User] at the desk without a key of their own; `has_ring`, `holds`:
    of the reader."""

    holders: list
    waiting: list
    without: list
    has_ring: bool
    holds: bool


def zone_state(user, zone, opened):
    """The ZoneState for one reader; numbers are figured out only while the zone is open. Four queries at most."""
    if zone is None:
        return ZoneState([], [], [], ring_of(user) is not None, False)
    keys = ZoneKey.objects.filter(zone=zone, generation=zone.generation).select_related("user").order_by("at", "pk")
    given = {key.user_id for key in keys}
    people = [one for one in people_of(zone.body) if desk_body(one) == zone.body]
    rings = {ring.user_id: ring for ring in Keyring.objects.filter(user__in=[one.pk for one in people]).select_related("user")}
    waiting = [rings[one.pk] for one in people if one.pk in rings and one.pk not in given]
    return ZoneState(
        holders=[key.user for key in keys if key.user in people],
        waiting=[Waiting(ring, number_for(zone, ring) if opened else "") for ring in waiting],
        without=[one for one in people if one.pk not in rings and one.pk not in given],
        has_ring=user.pk in rings,
        holds=user.pk in given,
    )


def ring_of(user):
    """One's own Keyring, None without. One query."""
    return Keyring.objects.filter(user=user).first()


def own_number(zone, private):
    """The number of a key that was opened by its passphrase: of the key itself, and not of the row beside it."""
    return sealed.check_number(bytes(zone.public_key), sealed.public_of(private))
