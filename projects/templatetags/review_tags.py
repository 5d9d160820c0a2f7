"""The result's box on a proposal's page: it shows nothing before the result was told."""

from django import template
from django.conf import settings

from projects.reading_results import decision_for

register = template.Library()


@register.inclusion_tag("projects/reviews/_result.html")
def decision_box(proposal, user):
    """{% decision_box proposal user %}: result, reason, conditions, advice, what comes next, whom to ask."""
    return {"proposal": proposal, "city": settings.KYODO_CITY, **(decision_for(user, proposal) or {})}
