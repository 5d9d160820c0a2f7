"""What a review shows on a proposal's pages: the result for the group, sheets and points for staff."""

from django import template
from django.urls import reverse

from kyodo_portal.common.city import the_city
from projects.reviews.results import decision_for, facts_for, scores_for

register = template.Library()
# The pages of one call's review: the end of the address's name, and what its tab says.
WAYS = (
    ("call", "審査のまとめ"),
    ("matrix", "点の一覧"),
    ("plan", "審査の進めかた"),
    ("hearing", "発表の順と時刻"),
    ("agenda", "次第"),
    ("tally", "当日の集計"),
    ("absent", "欠席"),
    ("papers", "紙の審査票"),
    ("minutes_print", "議事録"),
)


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


@register.inclusion_tag("admin/projects/reviews/_ways.html", takes_context=True)
def review_ways(context, call):
    """{% review_ways call %}: the pages of a call's review as tabs; the one that is open is no link."""
    here = context["request"].resolver_match.url_name
    rows = [(f"projects_review_{name}", label) for name, label in WAYS]
    return {"ways": [(reverse(f"admin:{name}", args=[call.pk]), label, name == here) for name, label in rows]}
