"""連絡窓口 as both sides read them."""

from typing import NamedTuple

from kyodo_portal.accounts.models import User
from partners.models import Membership
from projects.entries.models import Participation

from .access import can_read_windows


class SideWindow(NamedTuple):
    """One side: its label, its bodies by name, whom it has named ("" nobody) and the deputy (None: nobody), where they sit."""

    side: str
    bodies: str
    main: str
    deputy: User | None
    desk: str = ""
    phone: str = ""
    extension: str = ""


class CityWindow(NamedTuple):
    """What everybody reads of the city's window: where it is and its telephone, and who sits there if that was said."""

    desk: str
    phone: str
    person: str


def city_window(project):
    """The CityWindow of an entry, None where nothing of it is for everybody. One query, three more for a name."""
    window = project.windows.open().filter(side=Participation.Side.CITY).first()
    if window is None:
        return None
    person = window.main_name if window.person_public else ""
    if window.person_public and window.main_id:
        offices = [row.partner_id for row in project.taking_part() if row.side == Participation.Side.CITY]
        there = Membership.objects.valid().filter(user=window.main_id, user__is_active=True, partner__in=offices)
        person = str(window.main) if there.exists() else ""
    return CityWindow(window.desk, window.phone, person) if window.desk or window.phone or person else None


def windows_of(project, user):
    """[SideWindow] of both sides, [] for who may not read them; who has left the side since is nobody's window. Three queries."""
    if not can_read_windows(user, project):
        return []
    named = {row.side: row for row in project.windows.open().select_related("main", "deputy")}
    sides = {side: [] for side in Participation.Side.values}
    for row in project.taking_part():
        sides[row.side].append(row.partner)
    there = _who_belongs(named.values(), [body for bodies in sides.values() for body in bodies])
    return [_side(label, sides[side], named.get(side), there) for side, label in Participation.Side.choices]


def _who_belongs(windows, bodies):
    """{(user, partner)}, keys of the people of these windows and of those of these bodies to which they belong today."""
    people = {key for row in windows for key in (row.main_id, row.deputy_id) if key}
    today = Membership.objects.valid().filter(user__in=people, user__is_active=True, partner__in=bodies)
    return set(today.values_list("user", "partner")) if people else set()


def _side(label, bodies, window, there):
    def still(person):
        return person if person and any((person.pk, body.pk) in there for body in bodies) else None

    main = window.main_name or str(still(window.main) or "") if window else ""
    named = [still(window.deputy), window.desk, window.phone, window.extension] if main else [None]
    return SideWindow(label, "・".join(map(str, bodies)), main, *named)
