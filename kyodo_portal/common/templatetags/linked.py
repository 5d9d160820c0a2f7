"""{% load linked %}: schema.org for a page whose thing needs a few words only; others have a function in pages/linked_data.py."""

from django import template
from django.conf import settings

from .kyodo import linked_data as drawn

register = template.Library()
LONG = 200  # characters of a description


@register.simple_tag(takes_context=True)
def linked_data(context, kind, name, text="", facts=None):
    """{% linked_data "Event" meeting.full_title meeting.agenda facts %}: for the head of a page.

    kind: a type of schema.org; facts: {name of a property there: value}; what is empty is left out, moments and days are written in
    ISO 8601, a location is a Place, an organizer an Organization. Only what the page shows
    everybody belongs here. No script: a browser runs nothing of this type, whatever the policy allows.
    """
    said = {
        "@type": kind,
        "name": str(name),
        "description": " ".join(str(text).split())[:LONG],
        "url": f"{settings.KYODO_ORIGIN}{context['request'].path}",
        "inLanguage": "ja",
    }
    return drawn(said | {key: _value(key, value) for key, value in (facts or {}).items()})


def _value(key, value):
    if not value:
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if key == "location":
        return {"@type": "Place", "name": str(value)}
    if key == "organizer":
        return {"@type": "Organization", "name": str(value)}
    return str(value)
