"""{% load registrations %}: what somebody may file about a body, on that body's own page."""

from django import template

from partners.registration.access import can_claim, takes_claims
from partners.registration.presenters import links_of

register = template.Library()


@register.simple_tag
def takes_claims_of(partner, user):
    """{% takes_claims_of partner user as takes %}: whether somebody may say to belong to this group; who is not signed in too."""
    return can_claim(user, partner) if user.is_authenticated else takes_claims(partner)


@register.inclusion_tag("partners/registration/_paper_links.html")
def paper_links(partner, user):
    """{% paper_links partner user %}: what somebody may file about where a partner stands: renewal, pause, resumption, what came on paper."""
    return {"links": links_of(partner, user)}
