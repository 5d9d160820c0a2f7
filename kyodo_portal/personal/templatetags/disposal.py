"""{% load disposal %}: what the term of keeping has taken of a matter, for the pages of lower apps."""

from django import template

from kyodo_portal.personal.disposed import disposed

register = template.Library()


@register.inclusion_tag("personal/_disposed.html")
def disposed_note(subject):
    """{% disposed_note subject %}: when its term was over and what went then; nothing for what is kept."""
    return {"rows": disposed(subject)}
