"""{% load partners %}: how a partner shows itself on other pages, and the ways into the directory."""

from django import template

from kyodo_portal.common.lists.memo import drawn_once
from partners.directory import faces
from partners.directory.area_map import area_map

register = template.Library()


@register.simple_tag
def partner_face(partner, size=""):
    """{% partner_face project.department "s" %}: photograph or mark of a partner, its kind beside it in words. size: "", "s" or "l".

    The photograph where the presenter has read it (`directory.photos.with_photos`, `Row.photo`): a tag in a list asks nothing.
    """
    return faces.face_of(partner, size)


@register.simple_tag
def directory_views(here):
    """{% directory_views "map" %}: the directory as a list or by area, drawn once. here: "list" or "map"."""
    values = {"here": here, "has_map": area_map() is not None}
    return drawn_once("partners/directory/_views.html", (*values.values(),), values)
