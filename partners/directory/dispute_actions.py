"""心あたりがない: people of a group doubt somebody who was entered as one of them; the secretariat decides."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.notices.actions import notify
from kyodo_portal.notices.later_actions import tell_later, tell_undone
from kyodo_portal.process.edits import etag_of
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
    body, url = "事務局が確かめるまで、この人は団体の手続きができません。", reverse("partner", args=[row.partner_id])
    notify(_hearers(made), title=words, body=body, url=url, key=f"dispute:{made.pk}:told", by=by)
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
    membership = row.membership
    row.upheld, row.why, row.decided_by, row.decided_at, row.until_before = upheld, why, by, timezone.now(), membership.until
    row.save()
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
    said = {"title": f"「{membership.partner}」の{membership.user}さんについて：{answer}", "body": f"理由：{why}"}
    tell_later(_hearers(row), about=about_decision(row), url=reverse("partner", args=[membership.partner_id]), by=by, **said)
    return row


def about_decision(dispute):
    """Of what the notices of the secretariat's decision speak."""
    return f"dispute:{dispute.pk}:decided"


def etag_of_decided(dispute):
    """The token of the page on which a decision is taken back: which decision was read."""
    return etag_of(dispute.upheld, dispute.why, dispute.decided_by_id)


def can_be_reopened(dispute):
    """Whether a decision can be taken back: it is the last word about this person in this group, and nothing came of it since."""
    membership = dispute.membership
    later = membership.disputes.filter(pk__gt=dispute.pk).exists()
    again = Membership.objects.filter(user=membership.user_id, partner=membership.partner_id, pk__gt=membership.pk).exists()
    ended = dispute.upheld and membership.suspended_at is None or not dispute.upheld and membership.until != dispute.until_before
    return dispute.decided_at is not None and not (later or again or ended)


@transaction.atomic
def reopen(dispute, *, by, why, etag):
    """The secretariat takes its decision back: it is as doubtful as before, and the rights stop until it decides anew.

    etag: `etag_of_decided` of the page; EditConflict where it was decided otherwise meanwhile, or where something came of it.
    """
    row = (
        MembershipDispute.objects.select_for_update(of=("self",))
        .select_related("membership__user", "membership__partner")
        .get(pk=dispute.pk)
    )
    if not can_decide_dispute(by, row):
        raise PermissionDenied
    if row.decided_at is None:
        return row
    if not why.strip():
        raise ValidationError({"why": "理由を書いてください。"})
    if etag != etag_of_decided(row) or not can_be_reopened(row):
        raise EditConflict(MOVED_ON, row.membership.partner)
    membership = row.membership
    membership.until, membership.suspended_at = row.until_before, timezone.now()
    membership.save(update_fields=["until", "suspended_at"])
    row.upheld, row.why, row.decided_by, row.decided_at, row.until_before = None, "", None, None, None
    row.save()
    membership.user.forget_rights()
    record("dispute", by=by, target=membership.partner, note=f"決めたことを取り消した：{why}", person=membership.user)
    sync_source(DISPUTES, row, by=by)
    title = f"訂正：「{membership.partner}」の{membership.user}さんについて決めたことは、まちがいでした"
    body = f"理由：{why}\n事務局がもう一度確かめるまで、この人は団体の手続きができません。"
    tell_undone(about_decision(row), by=by, title=title, body=body, url=reverse("partner", args=[membership.partner_id]))
    return row


MOVED_ON = "この間に、この人の所属か、決めたことが変わっています。新しい内容を見てください。"


def _hearers(dispute):
    """The group, the person and the secretariat."""
    return [*people_of(dispute.membership.partner), dispute.membership.user, *secretariat_people()]
