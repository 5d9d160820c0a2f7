"""What a review shows on a proposal's pages: the result for the group, sheets and points for staff."""

from django import template

from kyodo_portal.common.city import the_city
from projects.reviews.results import decision_for, facts_for, scores_for

register = template.Library()


def _fields(result):
    return result._asdict() if result else {}


@register.inclusion_tag("projects/reviews/_result.html")
def decision_box(proposal, user):
    """{% decision_box proposal user %}: result, reason, conditions, advice, what comes next, whom to ask."""
    return {"proposal": proposal, "city": the_city(), **_fields(decision_for(user, proposal))}


@register.inclusion_tag("admin/projects/proposal/scores.html")
def score_box(proposal, user):
    """{% score_box proposal user %}: sheets, points and the recorded decision; nothing for who may not see scores."""
    return _fields(scores_for(user, proposal))


@register.inclusion_tag("admin/projects/proposal/facts.html")
def decision_facts(proposal, user):
    """{% decision_facts proposal user %}: points, money and the department's view, beside the form that records the decision."""
    return _fields(facts_for(user, proposal))
