"""What the pages of accounts show beside allauth's own context."""

from django import template
from django.conf import settings

from kyodo_portal.accounts.entrance_keys import can_be_used, opens_alone
from kyodo_portal.accounts.outside import doors
from kyodo_portal.accounts.sample import PASSWORD, logins_of

register = template.Library()


@register.inclusion_tag("account/sample_logins.html", takes_context=True)
def sample_logins(context):
    """The log-ins of the sample city; nothing on a real site."""
    logins = logins_of(settings.KYODO_SAMPLE_CITY) if settings.KYODO_SAMPLE else []
    return {"logins": logins, "password": PASSWORD, "sample_people": context.get("sample_people", False)}


@register.inclusion_tag("account/by_passkey.html", takes_context=True)
def by_passkey(context):
    """「パスキーで入る」 on a page of the sign-in; nothing where no browser would use a key."""
    return {"offered": can_be_used(context["request"]), "redirect_field": context.get("redirect_field", "")}


@register.inclusion_tag("account/outside.html", takes_context=True)
def outside(context, *, staff):
    """The doors that others keep, on the sign-in's page; nothing where the city has none."""
    return {"doors": doors(staff=staff), "redirect_field": context.get("redirect_field", ""), "request": context["request"]}


@register.simple_tag
def has_doors():
    """Whether there is any door that others keep."""
    return bool(doors())


@register.filter
def is_passkey(key):
    """Whether this key (an Authenticator) signs its owner in alone."""
    return opens_alone(key)
