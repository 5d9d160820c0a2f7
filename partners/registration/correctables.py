"""What of an application may be put right: what the group wrote, and its papers."""

from kyodo_portal.process.correction_actions import Correctables, Point
from partners.directory.payload import shown
from partners.directory.schema import FILES_PAGE, FILES_TITLE, TITLES, schema_of

from .file_actions import only_files
from .file_models import standing_files


def _points(registration):
    schema = schema_of(registration.rule)
    places = {name: TITLES[item.page] for name, item in schema.items.items()}
    return [Point(name, label, places.get(name, FILES_TITLE)) for name, label in schema.correctable]


def _text(registration, field):
    """How an item stands now, in words; the papers by their names. One query for papers, fields and areas."""
    if field == FILES_PAGE:
        return "、".join(file.name for file in standing_files(registration))
    return shown(field, registration.payload.get(field), schema_of(registration.rule))


def _stored(registration, field):
    """As JSON: the keys of the papers, or what the payload says."""
    if field == FILES_PAGE:
        return list(registration.files.standing().values_list("pk", flat=True))
    return registration.payload.get(field)


def _restore(registration, correction):
    """Papers lie with the application at once; everything else waits in its form until it is sent."""
    if correction.field == FILES_PAGE and correction.sent is not None:
        only_files(registration, correction.sent)


CORRECTABLES = Correctables(points=_points, text=_text, stored=_stored, restore=_restore, seen=(FILES_PAGE,))
