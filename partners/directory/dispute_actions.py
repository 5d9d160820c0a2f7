"""心あたりがない: people of a group doubt somebody who was entered as one of them; the secretariat decides."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.notices.actions import notify
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.task_actions import sync_source

from .access import can_decide_dispute, can_dispute, people_of, secretariat_people
from .membership import Membership, MembershipDispute
from .todo import DISPUTES


@transaction.atomic
def dispute(membership, *, by):
    """Doubt a membership: its rights stop at once. The dispute; the one that is open already where there is one."""
    row = Membership.objects.select_for_update().select_related("user", "partner").get(pk=membership.pk)
    known = row.disputes.filter(decided_at__isnull=True).first()
    if known is not None:
        return known
    if not can_dispute(by, row):
        raise PermissionDenied
    row.suspended_at = timezone.now()
    row.save(update_fields=["suspended_at"])
    row.user.forget_rights()
    made = MembershipDispute.objects.create(membership=row, by=by)
    record("dispute", by=by, target=row.partner, note=f"{row.get_part_display()}：心あたりがない", person=row.user)
    sync_source(DISPUTES, made, by=by)
    words = f"「{row.partner}」の{row.get_part_display()}の{row.user}さんに、団体の人から「心あたりがない」と知らせがありました"
    _tell(made, words, "事務局が確かめるまで、この人は団体の手続きができません。", by)
    return made


@transaction.atomic
def decide(dispute, *, by, upheld, why):
    """The secretariat's decision. upheld: the person does not belong to the group, and the membership ends; otherwise it goes on."""
    row = (
        MembershipDispute.objects.select_for_update().select_related("membership__user", "membership__partner").get(pk=dispute.pk)
    )
    if not can_decide_dispute(by, row):
        raise PermissionDenied
    if row.decided_at is not None:
        if (row.upheld, row.why, row.decided_by_id) != (upheld, why, by.pk):
            raise EditConflict("この確かめは、もう決まっています。新しい内容を見てください。", row.membership.partner)
        return row
    if not why.strip():
        raise ValidationError({"why": "理由を書いてください。"})
    row.upheld, row.why, row.decided_by, row.decided_at = upheld, why, by, timezone.now()
    row.save()
    membership = row.membership
    if upheld:  # it stays suspended: what began today would otherwise hold until tonight
        membership.until = max(membership.since, timezone.localdate() - datetime.timedelta(days=1))
    else:
        membership.suspended_at = None
    membership.save(update_fields=["until", "suspended_at"])
    membership.user.forget_rights()
    answer = (
        "この人は団体の人ではなかったため、所属を終えました" if upheld else "この人の所属を確かめました。権限はもとどおりです"
    )
    record("dispute", by=by, target=membership.partner, note=answer, person=membership.user)
    sync_source(DISPUTES, row, by=by)
    _tell(row, f"「{membership.partner}」の{membership.user}さんについて：{answer}", f"理由：{why}", by)
    return row


def _tell(dispute, title, body, by):
    """The group, the person and the secretariat; whoever did it without a mail."""
    partner, person = dispute.membership.partner, dispute.membership.user
    notify(
        [*people_of(partner), person, *secretariat_people()],
        title=title,
        body=body,
        url=reverse("partner", args=[partner.pk]),
        key=f"dispute:{dispute.pk}:{'told' if dispute.decided_at is None else 'decided'}",
        by=by,
    )
