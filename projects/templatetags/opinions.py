"""{% load opinions %}: 意見募集 on pages of lower apps."""

from django import template

from projects.opinions.access import can_write_record
from projects.opinions.presenters import record_page, rounds_about, rounds_of

register = template.Library()


@register.inclusion_tag("projects/opinions/_about.html")
def opinion_rounds(revision):
    """{% opinion_rounds revision %}: the rounds that ask what people think of this revision of a guideline; nothing without. One query."""
    return {"rounds": rounds_about(revision)}


@register.inclusion_tag("projects/opinions/_of_guideline.html")
def opinions_on(guideline):
    """{% opinions_on guideline %}: the rounds about this guideline that run or are over, with their result. One query."""
    return {"rounds": rounds_of(guideline)}


@register.inclusion_tag("projects/opinions/_event_record.html", takes_context=True)
def event_record(context, event, title="話し合いの記録"):
    """{% event_record event %}: what was said at an event, once its people published it, and the way there for them. title: where the
    record stands beside minutes, what it adds to them. At most three queries."""
    user = context["request"].user
    return {
        **record_page(event)._asdict(),
        "event": event,
        "title": title,
        "writes": user.is_authenticated and can_write_record(user, event),
    }
