"""What the secretariat notes of a group and a call: that it came before, that it is let off a condition; and takes either back."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.notices.later_actions import tell_later
from kyodo_portal.process.errors import NoLonger
from kyodo_portal.process.once import create_once
from partners.directory.access import people_of

from .access import can_edit_calls
from .eligibility_models import EligibilityWaiver, Preparation
from .models import Call


def _locked(call, by):
    if not can_edit_calls(by):
        raise PermissionDenied
    return Call.objects.select_for_update().get(pk=call.pk)


@transaction.atomic
def note_preparation(call, *, by, partner, kind, on, form_key):
    """A group came to the briefing or to talk, on a day that is not to come. Noted once, however often it is told."""

    def make():
        locked = _locked(call, by)
        if on > timezone.localdate():
            raise ValidationError({"on": "まだ来ていない日です。済んだことだけを記録してください。"})
        row = Preparation.objects.create(call=locked, partner=partner, kind=kind, on=on, by=by, form_key=form_key)
        record("change", by=by, target=locked, note=f"事前の参加を記録した：{partner.public_name}、{row.get_kind_display()}")
        return row

    return create_once(Preparation, form_key, make, theirs={"call_id": call.pk}, alike={"partner": partner, "kind": kind})


@transaction.atomic
def drop_preparation(row, *, by):
    """What was noted by mistake is taken off. A proposal that was sent by then stays sent."""
    locked = _locked(row.call, by)
    if Preparation.objects.filter(pk=row.pk).delete()[0]:
        record(
            "change", by=by, target=locked, note=f"事前の参加の記録を消した：{row.partner.public_name}、{row.get_kind_display()}"
        )


@transaction.atomic
def waive(call, *, by, partner, conditions, reason, form_key):
    """Let one group send although it does not fulfil these conditions, with a reason that it is told. Replaces an earlier one."""

    def make():
        locked = _locked(call, by)
        if not reason.strip():
            raise ValidationError({"reason": "条件を免じる理由を書いてください。"})
        locked.waivers.in_force().filter(partner=partner).update(ended_at=timezone.now())
        row = EligibilityWaiver.objects.create(
            call=locked, partner=partner, conditions=conditions, reason=reason, by=by, form_key=form_key
        )
        record("change", by=by, target=locked, note=f"{partner.public_name}に、条件を免じた：{row.words}")
        tell_later(
            people_of(partner),
            about=about_waiver(row),
            by=by,
            title=f"「{locked}」に、条件がそろわなくても提案できます",
            body=f"あなたの団体には、次の条件を求めないことにしました：{row.words}\n\n理由：{reason}",
            url=f"{locked.get_absolute_url()}propose/",
        )
        return row

    row = create_once(EligibilityWaiver, form_key, make, theirs={"call_id": call.pk, "by_id": by.pk})
    if row.ended_at is not None:
        raise NoLonger(call)
    return row


def about_waiver(waiver):
    """Of what the notices of letting a group off conditions speak."""
    return f"call-waiver:{waiver.call_id}:{waiver.partner_id}"


@transaction.atomic
def end_waiver(waiver, *, by):
    """Take it back: from now on the conditions of everybody hold. What was sent by then stays. The group is told."""
    if not can_edit_calls(by):
        raise PermissionDenied
    row = EligibilityWaiver.objects.select_for_update(of=("self",)).select_related("call", "partner").get(pk=waiver.pk)
    if row.ended_at is not None:
        return row
    row.ended_at = timezone.now()
    row.save(update_fields=["ended_at"])
    record("change", by=by, target=row.call, note=f"{row.partner.public_name}に条件を免じたのを、取り消した")
    tell_later(
        people_of(row.partner),
        about=about_waiver(row),
        takes_back=True,
        by=by,
        title=f"「{row.call}」に条件がそろわなくても提案できるという知らせを、取り消します",
        body="提案できる条件は、ほかの団体と同じです。分からないことは、事務局に聞いてください。",
        url=row.call.get_absolute_url(),
    )
    return row
