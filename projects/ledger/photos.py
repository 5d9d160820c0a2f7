"""The main photograph of a ledger entry, and the drawing that stands in its place while there is none."""

from django.urls import reverse

from kyodo_portal.common.drawing.pictures import drawing
from kyodo_portal.common.drawing.scenes import scene_of_fields
from kyodo_portal.process.photo_places import PhotoPlace
from kyodo_portal.process.photos import Shown, Size, photos_of
from partners.models import Membership
from projects.entries.access import ledger_roles, parties_of_entry, people_of_side
from projects.entries.models import Participation, Project

from .access import can_edit_entry

SIDES = Participation.Side


def can_change_photo(user, project):
    """Either side: who writes for its groups, and whoever puts the entry right for the city."""
    return project.stands and ("member" in ledger_roles(user, project) or can_edit_entry(user, project))


def people_of_entry(project):
    """Who is told of what happens to its photographs: the groups' representatives and the offices' people."""
    group = people_of_side(project, SIDES.GROUP, part=Membership.Part.REPRESENTATIVE)
    return list(dict.fromkeys([*group, *people_of_side(project, SIDES.CITY)]))


PROJECT = PhotoPlace(
    key="project",
    model=Project,
    label="プロジェクトの写真",
    most=1,
    pages=Project.objects.visible_to,
    can_change=can_change_photo,
    people=people_of_entry,
    parties=parties_of_entry,
    title=str,
    url=Project.get_absolute_url,
    record=lambda project: ("project", project.pk),
)


def picture_among(photos, numbers):
    """The Shown of one entry with its photographs ([Shown]) and the numbers of its Fields at hand: the first, else a drawing. No query."""
    return photos[0] if photos else _drawn(numbers)


def pictures_of(keys):
    """{key of an entry: Shown} for these entries: a photograph, else the drawing of the field.

    Two queries, however many: their photographs, and the fields of all.
    """
    keys = list(keys)
    photos, fields = photos_of(PROJECT.key, keys), {}
    rows = Project.fields.through.objects.filter(project__in=keys).order_by("field__number")
    for key, number in rows.values_list("project_id", "field__number"):
        fields.setdefault(key, []).append(number)
    return {key: picture_among(photos.get(key, ()), fields.get(key, ())) for key in keys}


def _drawn(numbers):
    name = scene_of_fields(numbers)
    size = Size(reverse("drawing", args=[drawing(name).digest, name]), 600, 400)
    return Shown(None, alt="", small=size, large=size, is_sample=False)
