"""{% load partners %}: how a partner shows itself on other pages."""

from django import template

from partners.directory import faces

register = template.Library()


@register.simple_tag
def partner_face(partner, size=""):
    """{% partner_face project.department "s" %}: the mark of a partner, its kind beside it in words. size: "", "s" or "l"."""
    return faces.face_of(partner, size)
