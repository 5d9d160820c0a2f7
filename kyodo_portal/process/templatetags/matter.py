"""The three components of a matter's page いまどこ; what they draw is worked out by process/presenters.py."""

from django import template
from django.template.loader import render_to_string

register = template.Library()


@register.simple_block_tag
def whose(content, turn):
    """{% whose turn %}…{% endwhose %}: whose turn it is and until when; inside stands what the reader can do about it."""
    return render_to_string("components/whose.html", {"turn": turn, "content": content})


@register.inclusion_tag("components/where.html")
def where(track):
    """{% where track %}: the places of the track as boxes, at most five of them: what is done, where it is now, what comes."""
    at = next((number for number, place in enumerate(track, start=1) if place.state == "now"), 0)
    return {"track": track, "at": at}


@register.inclusion_tag("components/say.html")
def say(lines):
    """{% say lines %}: the history in sentences, each beside the face of whoever did it, and how the reader takes the last back."""
    return {"lines": lines}
