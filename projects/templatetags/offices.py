"""Whom one asks about a matter: the office in charge of it."""

from django import template

register = template.Library()


@register.inclusion_tag("projects/_office_phone.html")
def office_phone(office):
    """{% office_phone application.department %}: its telephone, as its 受付 says it to everybody; nothing without one. One query."""
    desk = getattr(office, "desk", None)
    return {"office": office, "desk": desk if desk and desk.phone else None}
