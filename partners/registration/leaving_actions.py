"""退会: a group gives notice, or the city takes it off. Both are a paper of the registration with steps of its own."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import NoLonger
from kyodo_portal.process.once import create_once
from partners.directory.access import can_leave, can_take_off
from partners.directory.models import Partner

from .models import Registration

UNDER_WAY = "進んでいる申請があります。先に、その申請を取り下げるか、終わるのを待ってください。"


@transaction.atomic
def give_notice(*, partner, by, reason, form_key):
    """The representative sends the 退会の届け; the same key gives the same paper. The secretariat accepts it, until then it may be
    taken back. ValidationError while an application of the group is under way.
    """
    return _begin(partner, by, can_leave, Registration.Purpose.LEAVE, "leave", reason, form_key)


@transaction.atomic
def take_off(*, partner, by, reason, form_key):
    """The secretariat takes a group off the directory, with a reason that its representatives are told."""
    return _begin(partner, by, can_take_off, Registration.Purpose.REVOKE, "take_off", reason, form_key)


def _begin(partner, by, allowed, purpose, step, reason, form_key):
    def make():
        locked = Partner.objects.select_for_update().get(pk=partner.pk)
        if not allowed(by, locked):
            raise PermissionDenied
        if locked.registrations.papers().under_way().exists():
            raise ValidationError(UNDER_WAY)
        row = Registration.objects.create(
            partner=locked,
            purpose=purpose,
            status=Registration.process.start,
            payload={"name": locked.name, "kind": locked.kind},
            created_by=by,
            form_key=form_key,
        )
        return take_step(row, step, by=by, version=row.version, reason=reason)

    theirs = {"partner_id": partner.pk, "purpose": purpose, "created_by_id": by.pk}
    row = create_once(Registration, form_key, make, theirs=theirs)
    if not row.still_stands(row.changes.earliest("version")):
        raise NoLonger(partner)
    return row
