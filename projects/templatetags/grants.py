"""{% load grants %}: a grant on the pages of lower rooms."""

from django import template

from projects.grants.models import Grant
from projects.specs.models import Way

register = template.Library()


@register.simple_tag
def grant_of(cycle, user):
    """{% grant_of cycle user as grant %}: the grant with which this year goes, where this person finds it; None otherwise. One query
    for a year of a grant."""
    return Grant.objects.visible_to(user).filter(cycle=cycle).first() if cycle.way == Way.GRANT else None
