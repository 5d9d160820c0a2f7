"""{% load events %}: the events of a matter, on its page."""

from django import template

from partners.events.presenters import of_matter

register = template.Library()


@register.inclusion_tag("partners/events/_of_matter.html")
def events_about(key, pk=""):
    """{% events_about "project" project.pk %}, {% events_about "project:30" %}: what is to come and what was held about a matter; nothing where there is neither. One query.

    key, pk: as common/about.py spells it; of a partner what it holds itself.
    """
    return {"found": of_matter(f"{key}:{pk}" if pk else key)}
