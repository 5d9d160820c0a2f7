"""{% load asking %}: the way to write about the page that is open."""

from django import template
from django.urls import reverse

from kyodo_portal.pages.about import about_of, place_for, place_of
from partners.requests.presenters import answers_of, choosing_of, known_answers

register = template.Library()


@register.simple_tag(takes_context=True)
def ask_about_this(context):
    """Where a letter about this page is written; "" where the page has no address of its own, and on that page itself."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    about = about_of(match)
    return reverse("ask-about", args=[about]) if about and not match.view_name.startswith("ask") else ""


@register.inclusion_tag("parts/ask_box.html")
def ask_box(row, label="", url=""):
    """{% ask_box project %}: where one writes about it, by which day who answers, and what was asked before. Nothing where nobody takes
    letters. At most six queries.

    row: what the page shows, of a sort that pages/about.py knows. label, url: of the page's main button, where that is this one.
    """
    where = place_for(row)
    if not where.receivers:
        return {}
    return {
        "url": url or reverse("ask-about", args=[where.about]),
        "label": label,
        "answers": answers_of(where.receivers),
        "choosing": choosing_of(where),
        "known": known_answers(where),
        "relayed": where.relayed,
    }


@register.simple_tag(takes_context=True)
def matter_of(context, key):
    """{% matter_of event.about as matter %}: label and url of what a key stands for, as far as this reader finds it; None otherwise. At most
    five queries.
    """
    return place_of(context["request"].user, key) if key else None
