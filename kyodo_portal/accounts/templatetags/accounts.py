"""What the pages of accounts show beside allauth's own context."""

from django import template
from django.conf import settings

from kyodo_portal.accounts.sample import LOGINS, PASSWORD

register = template.Library()


@register.inclusion_tag("account/sample_logins.html")
def sample_logins():
    """The log-ins of the sample city; nothing on a real site."""
    return {"logins": LOGINS if settings.KYODO_SAMPLE else [], "password": PASSWORD}
