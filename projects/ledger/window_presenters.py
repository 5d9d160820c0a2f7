"""連絡窓口 as both sides read them."""

from typing import NamedTuple

from projects.entries.models import ContactWindow, Participation

from .access import can_read_windows


class SideWindow(NamedTuple):
    """One side: its label, its bodies by name, and whom it has named (None: nobody)."""

    side: str
    bodies: str
    window: ContactWindow | None


def windows_of(project, user):
    """[SideWindow] of both sides, [] for who may not read them. Two queries."""
    if not can_read_windows(user, project):
        return []
    named = {row.side: row for row in project.windows.open().select_related("main", "deputy")}
    bodies = {}
    for row in project.participations.all():
        bodies.setdefault(row.side, []).append(str(row.partner))
    return [SideWindow(label, "・".join(bodies.get(side, [])), named.get(side)) for side, label in Participation.Side.choices]
