"""休止・退会・取消し: a group gives notice, or the city acts. Each is a paper of the registration with steps of its own."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import NoLonger
from kyodo_portal.process.once import create_once
from partners.directory.access import can_leave, can_take_off
from partners.directory.kind import PartnerKind
from partners.directory.models import Partner

from .access import can_file_for, can_pause, stands_to_leave
from .models import Registration
from .receipts import columns_of

Purpose = Registration.Purpose
WRITTEN_NOW = "団体の人が、このサイトで申請を書いています（まだ送っていません）。送るか捨てるかを、先に団体の人に聞いてください。"
UNDER_WAY = "進んでいる申請があります。先に、その申請を取り下げるか、終わるのを待ってください。"


@transaction.atomic
def give_notice(*, partner, by, reason, form_key, receipt=None):
    """The representative sends the 退会の届け; the same key gives the same paper. The secretariat accepts it, until then it may be
    taken back; a person (人材バンク) leaves at once. ValidationError while an application of the group is under way.

    receipt: the Receipt of what the secretariat enters for the group.
    """
    step = "leave_now" if partner.kind == PartnerKind.CITIZEN else "leave"
    return _begin(partner, by, _may(can_leave, receipt), Purpose.LEAVE, step, form_key, receipt, reason=reason)


@transaction.atomic
def pause(*, partner, by, reason, form_key, receipt=None):
    """The representative sends the 休止の届け; as `give_notice`."""
    return _begin(partner, by, _may(can_pause, receipt), Purpose.PAUSE, "pause", form_key, receipt, reason=reason)


@transaction.atomic
def take_off(*, partner, by, reason, form_key):
    """The secretariat takes a group off the directory without hearing it, with a reason that its representatives are told."""
    return _begin(partner, by, can_take_off, Purpose.REVOKE, "take_off", form_key, reason=reason)


@transaction.atomic
def hear(*, partner, by, reason, hear_by, form_key):
    """The secretariat tells a group why it may revoke its registration, and until when (a day) it may say something to that."""
    return _begin(partner, by, can_take_off, Purpose.REVOKE, "hear", form_key, reason=reason, hear_by=hear_by)


def _may(allowed, receipt):
    """The right of the group's own people; of the secretariat for what it enters."""
    if receipt is None:
        return allowed
    return lambda by, partner: can_file_for(by, partner) and stands_to_leave(partner)


def _begin(partner, by, allowed, purpose, step, form_key, receipt=None, **answers):
    def make():
        locked = Partner.objects.select_for_update().get(pk=partner.pk)
        if not allowed(by, locked):
            raise PermissionDenied
        papers = locked.registrations
        if receipt is None and (same := _same(papers, purpose, by, answers["reason"])):
            return same
        if (papers.sent() if purpose in Registration.REMOVALS else papers.papers().under_way()).exists():
            raise ValidationError(UNDER_WAY)
        row = Registration.objects.create(
            partner=locked,
            purpose=purpose,
            status=Registration.process.start,
            payload={"name": locked.name, "kind": locked.kind},
            created_by=by,
            form_key=form_key,
            **columns_of(receipt),
        )
        return take_step(row, step, by=by, version=row.version, **answers)

    theirs = {"partner_id": partner.pk, "purpose": purpose, "created_by_id": by.pk}
    row = create_once(Registration, form_key, make, theirs=theirs)
    if not row.still_stands(row.changes.earliest("version")):
        raise NoLonger(partner)
    return row


def _same(papers, purpose, by, reason):
    """The paper under way that this person sent from another tab, in the same words; or None."""
    row = papers.papers().under_way().filter(purpose=purpose, created_by=by).first()
    return row if row is not None and row.changes.filter(by=by, reason=reason).exists() else None
