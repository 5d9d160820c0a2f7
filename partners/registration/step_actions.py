"""What the steps of an application bring with them: its number, the corrections, the group's entry."""

import datetime
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.workflow import Hook
from kyodo_portal.notices.waiting import waiting_time
from kyodo_portal.process.correction_actions import (
    close_sent,
    correction_hooks,
    open_items,
    open_sent_again,
    refuse_untouched,
    what_came_back,
)
from kyodo_portal.process.edits import etag_of
from partners.directory.actions import write_consents, write_values
from partners.directory.consent_models import wording_in_force
from partners.directory.models import Partner
from partners.directory.news import announce_partner
from partners.directory.payload import as_json, consents_in, display_rows, judge
from partners.directory.schema import schema_of
from partners.directory.standing import Standing
from partners.rules.models import first_and_last_day

from .actions import NEVER_IN, follow_kind
from .check_actions import fill_checks, refuse_without_papers
from .correctables import CORRECTABLES
from .entry_actions import (
    days_as_before,
    days_before,
    days_begin_anew,
    entry_as_before,
    entry_before,
    numbered,
    read_again,
    standing_as_before,
)
from .models import Registration
from .workflow import HEARINGS

TYPED = "typed"  # in the payload: where what was sent again and taken back stood before its correction kept it


def _not_while_heard(registration, **_):
    """What was begun before waits until the city has decided whether the group stays."""
    if registration.partner.registrations.filter(status__in=HEARINGS).exists():
        raise ValidationError("市が登録の取消しを考えています。決まるまで、申請は出せません。先に、言い分を出してください。")


def _submitted(registration, **_):
    """Everything is judged once more inside the door; the normal forms are kept, and a number is given once."""
    values, wrong = judge(registration.payload, schema=schema_of(registration.rule), may_lack=registration.may_lack)
    if wrong:
        raise ValidationError(_what_lacks(registration, wrong))
    payload = {"consent_wording": wording_in_force().version} | {
        key: value for key, value in registration.payload.items() if key == "before"
    }
    payload |= {name: as_json(value) for name, value in values.items()}
    registration.payload = payload
    refuse_without_papers(registration)
    _applies_again(registration.partner)
    numbered(registration)
    fill_checks(registration)


def _applies_again(partner):
    """Sent, not begun: a group that was refused, or took its application back, is one that applies."""
    if partner.standing in NEVER_IN:
        partner.standing = Standing.APPLYING
        partner.save(update_fields=["standing", "updated_at"])


def _what_lacks(registration, wrong):
    """Of a draft the pages say where; of a renewal without pages, what lacks and how it is sent then."""
    if not registration.unchanged:
        return "まだ入っていないところがあります。もくじで「まだ」「入力中」のところを開いてください。"
    labels = schema_of(registration.rule).labels
    names = "」「".join(dict.fromkeys(labels[name] for name in wrong))
    return f"登録の内容に、いまの要件では足りないところがあります（「{names}」）。「変わったところがある」として、足してから出してください。"


def _read(registration):
    """(label, text) of everything that the check page shows before it is sent."""
    for _, title, rows in display_rows(registration.payload, schema_of(registration.rule)):
        yield from ((f"{title}：{label}", text) for _, label, text in rows)
    yield "資料", "\n".join(f"{file.get_kind_display()}：{file.name}" for file in registration.files.standing())


def _as_typed(registration, **_):
    return {"payload": registration.payload, "standing": registration.partner.standing, **days_before(registration)}


def _unsent(registration, *, undone, **_):
    """A draft again, as it was typed, with its number, which was told and is nobody else's. Its conditions are found anew when it is
    sent; what the secretariat said to one of them stays."""
    registration.payload = undone.kept["payload"]
    days_as_before(registration, undone)
    registration.save(update_fields=["payload", "decide_by", "updated_at"])
    if undone.kept.get("standing") in NEVER_IN:
        standing_as_before(registration, undone=undone)
    registration.checks.filter(staff="").delete()


def _as_sent_before(registration, **_):
    return {
        "payload": {name: registration.payload.get(name) for name in _asked_in(registration)},
        **open_items(registration),
        **days_before(registration),
    }


def _asked_in(registration):
    items = schema_of(registration.rule).items
    return [row.field for row in registration.corrections.open() if row.field in items]


def _to_correct_again(registration, *, undone, **_):
    """The application stands as it was first sent; what was typed to put it right stands in the form, to be sent again."""
    open_sent_again(registration, CORRECTABLES, undone, lambda: _as_before(registration, undone))


def _as_before(registration, undone):
    registration.payload = registration.payload | undone.kept["payload"]
    days_as_before(registration, undone)
    registration.save(update_fields=["payload", "decide_by", "updated_at"])
    fill_checks(registration)


def _before_correct(registration, *, values, replies=None, **_):
    """Only what was asked for may change; everything else that was sent is dropped."""
    asked = {row.field for row in registration.corrections.open()}
    registration.payload = registration.payload | {name: value for name, value in values.items() if name in asked}
    registration.payload.pop(TYPED, None)
    refuse_untouched(registration, CORRECTABLES, replies or {})


def _corrected(registration, *, by, replies=None, **_):
    follow_kind(registration)
    days_begin_anew(registration)
    registration.save(update_fields=["payload", "rule", "decide_by", "updated_at"])
    fill_checks(registration)
    close_sent(registration, CORRECTABLES, by=by, replies=replies or {})


def _said_again(registration, *, values=None, replies=None, **_):
    """What was sent again, as one word: the corrections keep it in full, and a second press is known by it."""
    return {"sent": etag_of(values, sorted((replies or {}).items()))}


def _approved(registration, **_):
    """The application becomes the group's entry: values, consents with their wording, standing.

    It is read as it was sent: what it was not asked for stays empty and unpublished, only what is now required has to be
    corrected first. Of a change only what it changed is written: what the group edited or took back meanwhile stays.
    """
    partner = Partner.objects.select_for_update().get(pk=registration.partner_id)
    payload, before = registration.payload, registration.payload.get("before") or {}
    schema = schema_of(registration.rule)
    values, wrong = judge(payload, schema.written, schema=schema, may_lack=registration.may_lack)
    if wrong:
        names = "」「".join(schema.labels[name] for name in wrong)
        raise ValidationError(f"申請の「{names}」に、今の決まりに合わないところがあります。補正を求めてください。")
    consents = set(partner.consents.in_force().values_list("field", flat=True)) if before else set()
    changed = {name: value for name, value in payload.items() if value != before.get(name)}
    for field, given in consents_in(changed, schema).items():
        (consents.add if given else consents.discard)(field)
    # What was taken back after the application was sent is newer than what the application says.
    consents -= set(partner.consents.filter(withdrawn_at__gt=registration.submitted_at).values_list("field", flat=True)) - set(
        partner.consents.in_force().values_list("field", flat=True)
    )
    is_new, stood = not partner.stands, (partner.standing, partner.rule_id)
    if is_new:  # nobody reads of it before its group is told
        partner.shown_from = timezone.now() + waiting_time()
    partner.standing, partner.confirmed_on = Standing.REGISTERED, timezone.localdate()
    _holds_from_today(registration, partner)
    written = {name: value for name, value in values.items() if as_json(value) != before.get(name)}
    if written or stood != (partner.standing, partner.rule_id):
        write_values(partner, written)
    else:  # goes on as it stands: nothing of what is found and read changes
        partner.save()
    write_consents(partner, by=registration.created_by, fields=consents, wording=payload.get("consent_wording", ""))
    if is_new:
        announce_partner(partner)


def _holds_from_today(registration, partner):
    """Under which rule, since when and until when it is registered. A change leaves the time as it is; without any it begins, and
    where a group resumes whose time is over, too.
    """
    today, filed = timezone.localdate(), registration.filed_on
    over = registration.purpose == Registration.Purpose.RESUME and partner.valid_until is not None and partner.valid_until < today
    new = registration.purpose in (Registration.Purpose.NEW, Registration.Purpose.RENEWAL) or partner.registered_from is None
    if registration.rule and (new or over):
        last = None if registration.purpose == Registration.Purpose.NEW else partner.valid_until
        _, partner.valid_until = first_and_last_day(registration.rule, today, before=last, filed_on=filed)
        partner.rule = registration.rule
    if partner.registered_from is None or registration.purpose == Registration.Purpose.NEW:
        partner.registered_from = today


def _ended_as(standing):
    """A refused or withdrawn first application decides the standing of a group that is nothing else; a body that a source lists, one
    that has left, and the entry that was to be changed stay as they are."""

    def effect(registration, **_):
        if registration.purpose == Registration.Purpose.NEW:
            partner = Partner.objects.select_for_update().get(pk=registration.partner_id)
            if partner.standing == Standing.APPLYING:
                partner.standing = standing
                partner.save(update_fields=["standing", "updated_at"])

    return effect


def _met(registration, *, met_on, **_):
    registration.met_on = met_on
    registration.save(update_fields=["met_on", "updated_at"])


def _met_before(registration, **_):
    return {"met_on": registration.met_on.isoformat() if registration.met_on else None}


def _not_met(registration, *, undone, **_):
    day = undone.kept["met_on"]
    _met(registration, met_on=datetime.date.fromisoformat(day) if day else None)


CORRECT = correction_hooks(CORRECTABLES)


def _corrected_again(registration, *, undone, **given):
    days_as_before(registration, undone)
    registration.save(update_fields=["decide_by", "updated_at"])
    CORRECT["undo_go_on"].effect(registration, **given)


def _approved_as(registration):
    """What was approved, as the notice calls it: the row's title is that of a new registration."""
    return APPROVED.get(registration.purpose, registration.process.step("approve").notice_title)


SEND, UNSEND = Hook(keep=_as_typed, prepare=_not_while_heard, effect=_submitted, reads=_read), Hook(effect=_unsent)
APPROVE, UNAPPROVE = Hook(keep=entry_before, effect=_approved), Hook(effect=entry_as_before)
APPROVED = {
    Registration.Purpose.RENEWAL: "{subject}の登録を更新しました",
    Registration.Purpose.CHANGE: "{subject}の登録の内容を変更しました",
    Registration.Purpose.RESUME: "{subject}の登録を再開しました",
}

HOOKS = {
    "submit": SEND,
    "undo_submit": UNSEND,
    "file": SEND,
    "undo_file": UNSEND,
    **CORRECT,
    "go_on": Hook(keep=days_before, effect=read_again),
    "undo_go_on": Hook(effect=_corrected_again),
    "correct": Hook(
        keep=_as_sent_before,
        prepare=_before_correct,
        notice=what_came_back(CORRECTABLES),
        details=_said_again,
        effect=_corrected,
    ),
    "undo_correct": Hook(effect=_to_correct_again),
    "meet": Hook(keep=_met_before, effect=_met),
    "undo_meet": Hook(effect=_not_met),
    "approve": replace(APPROVE, title=_approved_as),
    "undo_approve": UNAPPROVE,
    "auto_accept": APPROVE,
    "undo_auto_accept": UNAPPROVE,
    "decline": Hook(keep=entry_before, effect=_ended_as(Standing.DECLINED)),
    "undo_decline": Hook(effect=standing_as_before),
    "withdraw": Hook(keep=entry_before, effect=_ended_as(Standing.WITHDRAWN)),
    "undo_withdraw": Hook(effect=standing_as_before),
}
