"""Where somebody's office is asked to talk about a proposal besides the department in charge: scope and rights both ask it."""

from kyodo_portal.accounts.registers import Register, read_of
from partners.directory.access import offices_of
from partners.models import Partner


def _parts_of_offices(user):
    parts = Partner.talk_parts.rel.related_model.objects.filter(department__in=offices_of(user))
    return parts.order_by("-talked").values_list("proposal", "talked")


TALKS = Register("talks", _parts_of_offices, dict)


def asked_to_talk(user):
    """{proposal id: has it been recorded} where the user's offices are asked besides the department in charge; once per request,
    and only of officials."""
    return read_of(user, TALKS) if offices_of(user) else {}
