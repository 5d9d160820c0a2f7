"""Addresses inside a revision, for its pages in the admin."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse

register = template.Library()


@register.simple_tag
def preview_url(revision, page=""):
    """Where a page of the portal is seen as this revision will make it."""
    address = reverse("admin:guidelines_revision_preview", args=[revision.pk])
    return f"{address}?{urlencode({'page': page})}" if page else address


@register.simple_tag
def row_url(name, revision, change):
    """The page `name` (row, drop) of one changed row."""
    return reverse(f"admin:guidelines_revision_{name}", args=[revision.pk, change["part"], change["key"] or "-"])
