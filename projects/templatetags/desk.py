"""How the coordinators' desk shows itself on lower pages."""

from django import template

from kyodo_portal.common.own_words import has_coordinator
from projects.consultations.access import can_read_shared, desk_body
from projects.consultations.arriving import zones_that_take
from projects.consultations.letters import consultations_of

register = template.Library()


@register.inclusion_tag("projects/consultations/_desk_link.html")
def desk_link(user):
    """The ways to the desk and to what the city was told, for whom they exist. One query for a coordinator."""
    return {"has_desk": desk_body(user) is not None, "reads_shared": can_read_shared(user) and has_coordinator()}


@register.inclusion_tag("projects/consultations/_consult_link.html")
def consult_link(about):
    """The way to a consultation that is sealed as it arrives; nothing where no body takes any. One query."""
    zone = zones_that_take().first()
    return {"body": zone.body.name if zone else "", "about": about}


@register.inclusion_tag("projects/consultations/_letter.html")
def desk_of_letter(letter, user):
    """The way from a letter to the consultations that it led to, and to a new one, for whoever is at the desk. Two queries for a coordinator."""
    has_desk = desk_body(user) is not None
    return {"has_desk": has_desk, "letter": letter, "rows": consultations_of(letter, user) if has_desk else []}
