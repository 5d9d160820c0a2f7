"""A 引継ぎ begins: when somebody's place in a body gets an end, or when a list of moves is entered."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.notices.actions import notify
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.edits import names_to_write
from kyodo_portal.process.task_actions import sync_tasks
from partners.directory.access import people_of
from partners.models import Membership, Partner

from .access import can_note_meeting, can_write_sheets
from .matters import is_all_of_it, matters_of, side_of_body
from .models import Handover, HandoverSheet
from .window_actions import pass_windows
from .workflow import HANDOVER

DAYS_AHEAD = 45  # before somebody's last day the 引継ぎ is laid out: 内示 comes two weeks before, and a little time to write
MOVED = "所属の終わりの日が取り消されました。"
WRITTEN = ("advice", "open_points", "other_side")
MET = ("met_on", "met_note")


@transaction.atomic
def membership_ends(membership, *, by, taker=None):
    """After a place in a body got an end, another one, or none any more: its 引継ぎ is laid out, moved to the day, or called off.

    by: who entered it; None for the clock; taker: who comes, for a 引継ぎ that is laid out now. Returns the Handover, or None where there is nothing to hand over.
    """
    Partner.objects.select_for_update().get(pk=membership.partner_id)
    known = Handover.objects.open().filter(giver=membership.user_id, partner=membership.partner_id).order_by("-pk").first()
    if membership.until is None:
        if known is not None:
            take_step(known, "call_off", by=None, pressed_by=by, version=known.version, reason=MOVED)
        return None
    on = membership.until + datetime.timedelta(days=1)
    if known is None:
        return plan_handover(membership, on=on, by=by, taker=taker)
    if known.on != on:
        known.on = on
        known.save(update_fields=["on"])
        sync_tasks(known, by=by)
    return known


def plan_handover(membership, *, on, by, taker=None):
    """Lay out the 引継ぎ of one person and body, a sheet for each matter; the one that is there, or None where there are no matters.

    on: the first day of whoever comes. In the caller's transaction, which holds the body's row. Giver and representatives are told.
    """
    same = Handover.objects.filter(giver=membership.user_id, partner=membership.partner_id, on=on)
    known = same.standing().first()
    projects = list(matters_of(membership, on)) if known is None else []
    if known is not None or not projects:
        return known
    whole = membership.part == Membership.Part.REPRESENTATIVE and is_all_of_it(membership, on)
    made = Handover.objects.create(
        status=HANDOVER.start,
        kind=Handover.Kind.OFFICE if whole else Handover.Kind.PERSON,
        side=side_of_body(membership.partner),
        partner=membership.partner,
        giver=membership.user,
        taker=taker,
        on=on,
    )
    HandoverSheet.objects.bulk_create(HandoverSheet(handover=made, project=project) for project in projects)
    sync_tasks(made)
    record("add", by=by, target=made, person=membership.user)
    people = {
        user.pk: user for user in (made.giver, taker, *people_of(made.partner, part=Membership.Part.REPRESENTATIVE)) if user
    }
    notify(
        people.values(),
        title=f"「{made}」の準備が始まりました（{len(projects)}件）",
        body="案件ごとの引継書に、事実はもう入っています。助言と、決まっていないことを書いてください。",
        url=made.get_absolute_url(),
        key=made.planned_key,
        by=by,
    )
    return made


@transaction.atomic
def write_sheet(sheet, *, by, values, etag):
    """Write what people know on one sheet. values: of WRITTEN and MET; etag of what the page was opened with.

    PermissionDenied for a value that this person may not write now; EditConflict where somebody else wrote the same meanwhile.
    """
    row = HandoverSheet.objects.select_for_update(of=("self",)).select_related("handover__partner").get(pk=sheet.pk)
    allowed = (*(WRITTEN if can_write_sheets(by, row.handover) else ()), *(MET if can_note_meeting(by, row.handover) else ()))
    if not allowed:
        raise PermissionDenied
    values = {name: value for name, value in values.items() if name in allowed}
    names = names_to_write(etag, written_on(row), values, row)
    for name in names:
        setattr(row, name, values[name])
    row.save(update_fields=names)
    record("edit", by=by, target=row.handover, note="引継書")
    return row


def written_on(sheet):
    """{name: value} of what people have written on a sheet: what its edit token is made of."""
    return {name: getattr(sheet, name) for name in (*WRITTEN, *MET)}


def turn_days():
    """A job of the clock: 引継ぎ whose time has come are laid out, those without a taker say so, windows go over on the day."""
    today = timezone.localdate()
    ending = Membership.objects.valid().filter(until__lte=today + datetime.timedelta(days=DAYS_AHEAD), user__is_active=True)
    for membership in ending.exclude(partner__office=Partner.Office.COORDINATOR).select_related("user", "partner"):
        membership_ends(membership, by=None)
    for handover in Handover.objects.come().filter(status__in=HANDOVER.turn_of("giver"), taker__isnull=True):
        take_step(handover, "orphan", by=None, version=handover.version)
    for handover in Handover.objects.come().filter(status__in=HANDOVER.opening("pass"), passed_at__isnull=True):
        pass_windows(handover, by=None)
