"""How the asks of a group show themselves on its page."""

from django import template

from projects.asks.access import can_see_asks

register = template.Library()


@register.inclusion_tag("projects/asks/_link.html")
def asks_of(partner, user):
    """The way to what the city asks of this group, as a section of its page; nothing for whom that does not exist. No query more."""
    return {"partner": partner if not partner.is_city and can_see_asks(user, partner) else None}
