"""{% load snapshots %}: the lists of years on pages of lower rooms."""

from django import template

from projects.snapshots.access import can_keep_lists
from projects.snapshots.amends import amends_of

register = template.Library()


@register.inclusion_tag("projects/snapshots/_amends.html")
def amends_due(round, user):
    """That the frozen list of a round's year needs a further version, and why; nothing for whoever does not keep the lists."""
    return {"round": round, "amends": amends_of(round.fiscal_year) if can_keep_lists(user) else None}
