"""{% load asking %}: the way to write about the page that is open."""

from django import template
from django.urls import reverse

from kyodo_portal.pages.about import about_of

register = template.Library()


@register.simple_tag(takes_context=True)
def ask_about_this(context):
    """Where a letter about this page is written; "" where the page has no address of its own, and on that page itself."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    about = about_of(match)
    return reverse("ask-about", args=[about]) if about and not match.view_name.startswith("ask") else ""
