"""Filters for the library's pages."""

from django import template

from kyodo_portal.common import markdown

register = template.Library()


@register.filter
def prose(text, heading_level=2):
    """Markdown as safe HTML; `heading_level` is what a first-level heading of the text becomes."""
    return markdown.render(text, heading_level=heading_level)
