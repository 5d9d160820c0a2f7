"""What a group has written and not sent, when the group's standing changes under it: nothing of it is lost."""

from partners.directory.payload import payload_of
from partners.directory.schema import PROMISED, schema_of
from partners.directory.standing import Standing
from partners.rules.models import rule_in_force

from .access import is_renewable
from .models import Registration

Purpose = Registration.Purpose


def purpose_now(partner):
    """What a group may apply for as it stands: a change or the renewal of what is registered, otherwise to be registered."""
    if partner.standing == Standing.DORMANT:
        return Purpose.RESUME
    if partner.standing != Standing.REGISTERED:
        return Purpose.NEW
    return Purpose.RENEWAL if is_renewable(partner) else Purpose.CHANGE


def payload_for(partner, purpose, written=None):
    """The payload of an application of this purpose: `written`, or the group's entry as it stands; of a change what it is
    compared with besides. Promises are given anew each time."""
    now = payload_of(partner, schema_of(rule_in_force(partner.kind)))
    kept = {name: value for name, value in (written or now).items() if name != "before" and not name.startswith(PROMISED)}
    return kept if purpose == Purpose.NEW else {**kept, "before": now}


def drafts_follow(partner):
    """The group left the directory, or is back: what it was writing becomes the application that it can make now.

    Of one that left every value is written when it is approved, of one that stands what it changes.
    """
    purpose = purpose_now(partner)
    for draft in partner.registrations.unsent().exclude(purpose__in=(purpose, *Registration.REMOVALS)):
        draft.purpose, draft.rule = purpose, rule_in_force(partner.kind)
        draft.payload = payload_for(partner, purpose, draft.payload)
        draft.save(update_fields=["purpose", "rule", "payload", "updated_at"])
