"""Who belongs to a group: the end of a membership. A group never loses its last representative."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record

from .access import is_representative
from .membership import Membership
from .models import Partner

LAST = "代表者が1人もいなくなるので、終えられません。先に、次の代表者を決めて市に知らせてください。"


@transaction.atomic
def join(*, user, partner, by, part=Membership.Part.MEMBER, since=None, until=None):
    """Make a dated membership. `by` is the member of the secretariat who enters it, or the one who starts the group."""
    row = Membership.objects.create(user=user, partner=partner, part=part, since=since or timezone.localdate(), until=until)
    user.forget_rights()
    record("membership", by=by, target=partner, note=row.get_part_display(), person=user)
    return row


@transaction.atomic
def end_membership(*, membership, by):
    """A representative ends the membership of somebody of the group; everybody may end their own.

    The ended row, or None if somebody else ended it first; ValidationError for the last representative.
    """
    if membership.user_id != by.pk and not is_representative(by, membership.partner):
        raise PermissionDenied
    # The lock is on the group: two representatives who leave at once must not both succeed.
    partner = Partner.objects.select_for_update().get(pk=membership.partner_id)
    row = Membership.objects.valid().select_for_update().filter(pk=membership.pk).first()
    if row is None:
        return None
    others = Membership.objects.valid().filter(partner=partner, part=Membership.Part.REPRESENTATIVE).exclude(pk=row.pk)
    if row.part == Membership.Part.REPRESENTATIVE and not others.exists():
        raise ValidationError(LAST)
    today = timezone.localdate()
    # `until` is the last day on which the right still holds, so the end is yesterday; what began today is taken back.
    if row.since >= today:
        row.delete()
    else:
        row.until = today - datetime.timedelta(days=1)
        row.save(update_fields=["until"])
    record("membership", by=by, target=partner, note="所属の終わり", person=membership.user)
    membership.user.forget_rights()
    by.forget_rights()
    return row


def record_membership_change(*, membership, by):
    """Remember that the secretariat entered or ended a membership, because rights follow from it."""
    record("membership", by=by, target=membership.partner, note=membership.get_part_display(), person=membership.user)
