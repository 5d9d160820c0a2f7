"""Where somebody's office is asked to talk about a proposal besides the department in charge: scope and rights both ask it."""

from django.utils import timezone

from partners.directory.access import offices_of
from partners.models import Partner


def asked_to_talk(user):
    """{proposal id: has it been recorded} where the user's offices are asked besides the department in charge; once per request,
    and only of officials."""
    mine = offices_of(user)
    if not mine:
        return {}
    day = ("talks", timezone.localdate())
    if day not in user.rights:
        parts = Partner.talk_parts.rel.related_model.objects.filter(department__in=mine)
        user.rights[day] = dict(parts.order_by("-talked").values_list("proposal", "talked"))
    return user.rights[day]
