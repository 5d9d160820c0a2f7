"""連絡窓口 as both sides read them."""

from typing import NamedTuple

from kyodo_portal.accounts.models import User
from partners.models import Membership
from projects.entries.models import Participation

from .access import can_read_windows


class SideWindow(NamedTuple):
    """One side: its label, its bodies by name, whom it has named and the deputy (None: nobody)."""

    side: str
    bodies: str
    main: User | None
    deputy: User | None


def windows_of(project, user):
    """[SideWindow] of both sides, [] for who may not read them; who has left the side since is nobody's window. Three queries."""
    if not can_read_windows(user, project):
        return []
    named = {row.side: row for row in project.windows.open().select_related("main", "deputy")}
    sides = {side: [] for side in Participation.Side.values}
    for row in project.participations.all():
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

    main = still(window.main) if window else None
    return SideWindow(label, "・".join(map(str, bodies)), main, still(window.deputy) if main else None)
