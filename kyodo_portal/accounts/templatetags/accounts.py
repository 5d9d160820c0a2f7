"""What the pages of accounts show beside allauth's own context."""

from django import template
from django.conf import settings

from kyodo_portal.accounts.entrance_keys import can_be_used, opens_alone
from kyodo_portal.accounts.sample import PASSWORD, logins_of

register = template.Library()


@register.inclusion_tag("account/sample_logins.html")
def sample_logins():
    """The log-ins of the sample city; nothing on a real site."""
    return {"logins": logins_of(settings.KYODO_SAMPLE_CITY) if settings.KYODO_SAMPLE else [], "password": PASSWORD}


@register.inclusion_tag("account/by_passkey.html", takes_context=True)
def by_passkey(context):
    """「パスキーで入る」 on a page of the sign-in; nothing where no browser would use a key."""
    return {"offered": can_be_used(context["request"]), "redirect_field": context.get("redirect_field", "")}


@register.filter
def is_passkey(key):
    """Whether this key (an Authenticator) signs its owner in alone."""
    return opens_alone(key)
