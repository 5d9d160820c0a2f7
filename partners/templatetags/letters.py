"""{% load letters %}: the way to write to whoever a page is about."""

from django import template
from django.urls import reverse

register = template.Library()


@register.simple_tag
def ask_url(kind, key):
    """{% ask_url "partner" partner.pk %}: where a letter about this is written; keys are spelled by common/about.py."""
    return reverse("ask-about", args=[f"{kind}:{key}"])
