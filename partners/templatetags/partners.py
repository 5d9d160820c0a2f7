"""{% load partners %}: how a partner shows itself on other pages."""

from django import template

from partners.directory import faces

register = template.Library()


@register.simple_tag
def partner_face(partner, size=""):
    """{% partner_face project.department "s" %}: photograph or mark of a partner, its kind beside it in words. size: "", "s" or "l".

    The photograph where the presenter has read it (`directory.photos.with_photos`, `Row.photo`): a tag in a list asks nothing.
    """
    return faces.face_of(partner, size)
