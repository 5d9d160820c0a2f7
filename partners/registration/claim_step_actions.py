"""What the steps of a claim bring with them. Before it is proven nobody gets a right by it, and what speaks against it is read by
the secretariat alone."""

import datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.workflow import Hook
from kyodo_portal.process.edits import etag_of
from partners.directory.member_actions import take_part
from partners.directory.membership import Membership
from partners.directory.models import Partner

from .claim_actions import refuse_unproven
from .entry_actions import numbered

DOUBTED = "団体の人が、この人に心あたりがないと知らせています。先に、そちらを確かめてください。"


def _objection_before(registration, **_):
    return {"objection": registration.objection}


def _objected(registration, *, objection, **_):
    registration.objection = "\n\n".join(text for text in (registration.objection, objection) if text)
    registration.save(update_fields=["objection", "updated_at"])


def _objection_as_before(registration, *, undone, **_):
    registration.objection = undone.kept["objection"]
    registration.save(update_fields=["objection", "updated_at"])


def _set_aside(registration, **_):
    registration.objection = ""
    registration.save(update_fields=["objection", "updated_at"])


def _told_apart(registration, *, objection="", **_):
    return {"sent": etag_of(objection)}


def _places_before(registration, **_):
    """The places of the claimant that taking it back leaves alone: somebody may have come in by another door meanwhile."""
    return {"places": list(_places(registration).values_list("pk", flat=True))}


def _places(registration):
    return Membership.objects.filter(partner=registration.partner_id, user=registration.created_by_id)


def _proved(registration, *, by, proof, checked_on, **_):
    """A membership and nothing else: representative where the body has none, otherwise one of its members. Who is of the body
    already keeps the place that they have."""
    partner = Partner.objects.select_for_update().get(pk=registration.partner_id)  # two claims are proved one after the other
    registration.proof, registration.checked_on = proof, checked_on
    registration.save(update_fields=["proof", "checked_on", "updated_at"])
    if _places(registration).valid().exists():
        return
    parts = Membership.Part
    known = Membership.objects.valid().filter(partner=partner, part=parts.REPRESENTATIVE).exists()
    part = parts.MEMBER if known else parts.REPRESENTATIVE
    if not take_part(user=registration.created_by, partner=partner, part=part, since=timezone.localdate(), by=by):
        raise ValidationError(DOUBTED)


def _not_proved(registration, *, undone, **_):
    registration.proof, registration.checked_on = "", None
    registration.save(update_fields=["proof", "checked_on", "updated_at"])
    today, given = timezone.localdate(), _places(registration).exclude(pk__in=undone.kept.get("places", []))
    given.filter(until__isnull=True, since=today).delete()
    given.filter(until__isnull=True).update(until=today - datetime.timedelta(days=1))
    registration.created_by.forget_rights()


HOOKS = {
    "claim": Hook(effect=numbered),
    "object": Hook(keep=_objection_before, details=_told_apart, notice=lambda registration, **_: "", effect=_objected),
    "undo_object": Hook(effect=_objection_as_before),
    "set_aside": Hook(keep=_objection_before, effect=_set_aside),
    "undo_set_aside": Hook(effect=_objection_as_before),
    "prove": Hook(prepare=refuse_unproven, keep=_places_before, effect=_proved),
    "undo_prove": Hook(effect=_not_proved),
}
