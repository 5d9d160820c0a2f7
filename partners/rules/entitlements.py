"""登録で使えるもの: who may ask for what today, as the rules say under which bodies are registered."""

from django.utils import timezone

from partners.directory.standing import Standing

from .models import Entitlement


def is_entitled(partner, code, on=None):
    """Whether a body is registered on this day (today) under a rule that gives what has this code. At most one query."""
    day = on or timezone.localdate()
    if partner.standing != Standing.REGISTERED or partner.rule_id is None or partner.valid_until and partner.valid_until < day:
        return False
    return Entitlement.objects.filter(code=code, rules=partner.rule_id).exists()


def name_of(code):
    """The words of a code; the code itself where its row is gone. One query."""
    return Entitlement.objects.filter(code=code).values_list("name", flat=True).first() or code
