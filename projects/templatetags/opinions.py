"""{% load opinions %}: 意見募集 on pages of lower apps."""

from django import template

from projects.opinions.presenters import rounds_about

register = template.Library()


@register.inclusion_tag("projects/opinions/_about.html")
def opinion_rounds(revision):
    """{% opinion_rounds revision %}: the rounds that ask what people think of this revision of a guideline; nothing without. One query."""
    return {"rounds": rounds_about(revision)}
