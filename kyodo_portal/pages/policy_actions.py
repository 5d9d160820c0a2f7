"""Versions of words of law are counted here."""

from django.db.models import Max

from .policy_models import PolicyText


def next_version(kind):
    """The number of a new version of this kind. One query."""
    return (PolicyText.objects.filter(kind=kind).aggregate(last=Max("version"))["last"] or 0) + 1
