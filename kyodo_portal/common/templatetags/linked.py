"""{% load linked %}: what other programs read of a page: Open Graph for whoever passes its address on, schema.org for search engines."""

import json

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

register = template.Library()

# The same as django.utils.html.json_script: nothing in a text ends the element.
SAFE = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
LONG = 200  # characters of a description


@register.simple_tag(takes_context=True)
def linked_data(context, kind, name, text="", facts=None):
    """{% linked_data "Event" meeting.full_title meeting.agenda facts %}: for the head of a page.

    kind: a type of schema.org; facts: {name of a property there: value}; what is empty is left out, moments and days are written in
    ISO 8601, a location is a Place, an organizer an Organization. Only what the page shows
    everybody belongs here. No script: a browser runs nothing of this type, whatever the policy allows.
    """
    url = f"{settings.KYODO_ORIGIN}{context['request'].path}"
    text, city = " ".join(str(text).split())[:LONG], settings.KYODO_CITY
    pairs = (("og:type", "website"), ("og:title", name), ("og:description", text), ("og:url", url))
    pairs = [(key, words) for key, words in (*pairs, ("og:site_name", f"{city['name']} {city['site']}")) if words]
    said = {
        "@context": "https://schema.org",
        "@type": kind,
        "name": str(name),
        "description": text,
        "url": url,
        "inLanguage": "ja",
    }
    said |= {key: _value(key, value) for key, value in (facts or {}).items()}
    data = json.dumps({key: value for key, value in said.items() if value}, ensure_ascii=False).translate(SAFE)
    tags = format_html_join("", '<meta property="{}" content="{}">', pairs)
    return format_html('{}<script type="application/ld+json">{}</script>', tags, mark_safe(data))


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
