"""What of an application may be put right: what the group wrote, and its papers."""

from kyodo_portal.process.correction_actions import Correctables, Point
from partners.directory.payload import shown
from partners.directory.schema import CORRECTABLE, FILES_PAGE, FILES_TITLE, ITEMS, TITLES


def _points(registration):
    return [Point(name, label, TITLES[ITEMS[name].page] if name in ITEMS else FILES_TITLE) for name, label in CORRECTABLE]


def _text(registration, field):
    """How an item stands now, in words; the papers by their names. One query for papers, fields and areas."""
    if field == FILES_PAGE:
        return "、".join(file.name for file in registration.files.all())
    return shown(field, registration.payload.get(field))


CORRECTABLES = Correctables(points=_points, text=_text)
