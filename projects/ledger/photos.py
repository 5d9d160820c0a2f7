"""The main photograph of a ledger entry, and the drawing that stands in its place while there is none."""

from typing import NamedTuple

from django.urls import reverse

from kyodo_portal.common.drawing.pictures import drawing
from kyodo_portal.common.drawing.scenes import scene_of_fields
from kyodo_portal.process.photo_places import PhotoPlace
from kyodo_portal.process.photos import Size, photos_of
from partners.directory.access import people_of
from partners.models import Membership
from projects.entries.access import side_of
from projects.entries.models import Participation, Project

from .access import can_edit_entry

SIDES = Participation.Side


def can_change_photo(user, project):
    """Either side: the people of its groups, and whoever puts the entry right for the city."""
    return side_of(user, project) == SIDES.GROUP or can_edit_entry(user, project)


def people_of_entry(project):
    """Who is told of what happens to its photographs: the groups' representatives and the offices' people."""
    parts = {SIDES.GROUP: Membership.Part.REPRESENTATIVE, SIDES.CITY: None}
    rows = project.participations.select_related("partner")
    return list({user.pk: user for row in rows for user in people_of(row.partner, part=parts[row.side])}.values())


def parties_of_entry(project):
    """The party words of all who take part."""
    return [f"p{partner}" for partner in project.participations.values_list("partner", flat=True)]


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


class Picture(NamedTuple):
    """What stands at the head of an entry, on its card and in lists: `photo` is the key of a photograph, None for a drawing."""

    small: Size
    large: Size
    alt: str = ""
    photo: int | None = None
    is_sample: bool = False

    @property
    def page(self):
        """Where whoever is on it asks for it to be taken off; "" for a drawing, on which there is nobody."""
        return reverse("photo", args=[self.photo]) if self.photo else ""


def picture_of(project, fields):
    """The Picture of one entry with its Fields at hand. One query."""
    photos = photos_of(PROJECT.key, [project.pk])
    return _of_photo(photos[project.pk][0]) if photos else _of_scene([field.number for field in fields])


def pictures_of(keys):
    """{key of an entry: Picture} for these entries. Two queries, however many: their photographs, and the fields of all."""
    keys = list(keys)
    photos, fields = photos_of(PROJECT.key, keys), {}
    rows = Project.fields.through.objects.filter(project__in=keys).order_by("field__number")
    for key, number in rows.values_list("project_id", "field__number"):
        fields.setdefault(key, []).append(number)
    return {key: _of_photo(photos[key][0]) if key in photos else _of_scene(fields.get(key, ())) for key in keys}


def _of_photo(shown):
    return Picture(shown.small, shown.large, alt=shown.alt, photo=shown.pk, is_sample=shown.is_sample)


def _of_scene(numbers):
    name = scene_of_fields(numbers)
    size = Size(reverse("drawing", args=[drawing(name).digest, name]), 600, 400)
    return Picture(size, size)
