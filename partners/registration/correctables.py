"""What of an application may be put right: what the group wrote, and its papers."""

from kyodo_portal.process.correction_actions import Correctables, Point
from partners.directory.payload import shown
from partners.directory.schema import FILES_PAGE, FILES_TITLE, TITLES, schema_of


def _points(registration):
    schema = schema_of(registration.rule)
    places = {name: TITLES[item.page] for name, item in schema.items.items()}
    return [Point(name, label, places.get(name, FILES_TITLE)) for name, label in schema.correctable]


def _text(registration, field):
    """How an item stands now, in words; the papers by their names. One query for papers, fields and areas."""
    if field == FILES_PAGE:
        return "、".join(file.name for file in registration.files.all())
    return shown(field, registration.payload.get(field), schema_of(registration.rule))


CORRECTABLES = Correctables(points=_points, text=_text)
