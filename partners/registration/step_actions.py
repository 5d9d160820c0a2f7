"""What the steps of an application bring with them: its number, the corrections, the group's entry."""

import datetime

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_year
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
from kyodo_portal.process.number_actions import next_number
from partners.directory.actions import write_consents, write_values
from partners.directory.consent import WORDING
from partners.directory.models import Partner
from partners.directory.name_actions import forget_name
from partners.directory.payload import as_json, consents_in, display_rows, judge, payload_of
from partners.directory.schema import ITEMS, LABELS, WRITTEN
from partners.directory.standing import Standing
from partners.rules.models import first_and_last_day

from .correctables import CORRECTABLES
from .models import Registration

DAYS = ("confirmed_on", "registered_from", "valid_until")  # of an entry, put back with it
TYPED = "typed"  # in the payload: what was sent again and taken back, for the form in which it is sent the next time


def _submitted(registration, **_):
    """Everything is judged once more inside the door; the normal forms are kept, and a number is given once."""
    values, wrong = judge(registration.payload)
    if wrong:
        raise ValidationError("まだ入っていないところがあります。もくじで「まだ」「入力中」のところを開いてください。")
    payload = {"consent_wording": WORDING} | {key: value for key, value in registration.payload.items() if key == "before"}
    payload |= {name: as_json(value) for name, value in values.items()}
    registration.payload = payload
    _numbered(registration)


def _read(registration):
    """(label, text) of everything that the check page shows before it is sent."""
    for _, title, rows in display_rows(registration.payload):
        yield from ((f"{title}：{label}", text) for _, label, text in rows)
    yield "資料", "\n".join(f"{file.get_kind_display()}：{file.name}" for file in registration.files.all())


def _numbered(registration, **_):
    """The day on which it came in, and its number."""
    registration.submitted_at = timezone.now()
    if registration.number is None:
        year = fiscal_year(timezone.localdate(registration.submitted_at))
        registration.number = next_number("T", year, given=Registration.objects)  # T for 登録
    registration.save(update_fields=["payload", "number", "submitted_at", "updated_at"])


def _as_typed(registration, **_):
    return {"payload": registration.payload}


def _unsent(registration, *, undone, **_):
    """A draft again, as it was typed, with its number, which was told and is nobody else's."""
    registration.payload = undone.kept["payload"]
    registration.save(update_fields=["payload", "updated_at"])


def _as_sent_before(registration, **_):
    return {"payload": {name: registration.payload.get(name) for name in _asked_in(registration)}, **open_items(registration)}


def _asked_in(registration):
    return [row.field for row in registration.corrections.open() if row.field in ITEMS]


def _to_correct_again(registration, *, undone, **_):
    """The application stands as it was first sent; what was typed to put it right stands in the form, to be sent again."""
    typed = {name: registration.payload.get(name) for name in undone.kept["payload"]}
    registration.payload = registration.payload | undone.kept["payload"] | {TYPED: typed}
    registration.save(update_fields=["payload", "updated_at"])
    open_sent_again(registration, undone)


def _before_correct(registration, *, values, replies=None, **_):
    """Only what was asked for may change; everything else that was sent is dropped."""
    asked = {row.field for row in registration.corrections.open()}
    registration.payload = registration.payload | {name: value for name, value in values.items() if name in asked}
    registration.payload.pop(TYPED, None)
    refuse_untouched(registration, CORRECTABLES, replies or {})


def _corrected(registration, *, by, replies=None, **_):
    registration.save(update_fields=["payload", "updated_at"])
    close_sent(registration, CORRECTABLES, by=by, replies=replies or {})


def _said_again(registration, *, values=None, replies=None, **_):
    """What was sent again, as one word: the corrections keep it in full, and a second press is known by it."""
    return {"sent": etag_of(values, sorted((replies or {}).items()))}


def _entry_before(registration, **_):
    """The group's entry as it stands now: values, standing, which consents are in force."""
    partner = Partner.objects.get(pk=registration.partner_id)
    values = payload_of(partner)
    return {
        "values": {name: values[name] for name in WRITTEN},
        "members_unit": partner.members_unit,
        "standing": partner.standing,
        "shown_from": partner.shown_from.isoformat() if partner.shown_from else None,
        **{name: value.isoformat() if (value := getattr(partner, name)) else None for name in DAYS},
        "rule": partner.rule_id,
        "consents": list(partner.consents.in_force().values_list("pk", flat=True)),
    }


def _entry_as_before(registration, *, undone, **_):
    """The group's entry as it stood before. What it wrote or took back itself since then stays."""
    partner, kept = Partner.objects.select_for_update().get(pk=registration.partner_id), undone.kept
    partner.standing, shown_from = kept["standing"], kept.get("shown_from")
    partner.shown_from = datetime.datetime.fromisoformat(shown_from) if shown_from else None
    for name in DAYS:
        setattr(partner, name, datetime.date.fromisoformat(kept[name]) if kept.get(name) else None)
    partner.rule_id = kept.get("rule")
    now, written = payload_of(partner), registration.payload
    back = {name: value for name, value in kept["values"].items() if now[name] != value and now[name] == written.get(name)}
    if "members_count" in back:
        back |= judge(back, ["members_count"])[0]
        partner.members_unit = kept["members_unit"]
    write_values(partner, back)
    if "name" in back:
        forget_name(partner, back["name"])
    before, asked = Q(pk__in=kept["consents"]), consents_in(written)
    given, refused = ([field for field, yes in asked.items() if yes == word] for word in (True, False))
    partner.consents.in_force().exclude(before).filter(field__in=given).update(withdrawn_at=timezone.now())
    ended_by_the_step = Q(field__in=refused) if registration.is_application else Q()
    partner.consents.filter(before, ended_by_the_step).update(withdrawn_at=None)


def _standing_as_before(registration, *, undone, **_):
    Partner.objects.filter(pk=registration.partner_id).update(standing=undone.kept["standing"], updated_at=timezone.now())


def _approved(registration, **_):
    """The application becomes the group's entry: values, consents with their wording, standing.

    It is read as it was sent: what it was not asked for stays empty and unpublished, only what is now required has to be
    corrected first. Of a change only what it changed is written: what the group edited or took back meanwhile stays.
    """
    partner = Partner.objects.select_for_update().get(pk=registration.partner_id)
    payload, before = registration.payload, registration.payload.get("before") or {}
    values, wrong = judge(payload, WRITTEN)
    if wrong:
        names = "」「".join(LABELS[name] for name in wrong)
        raise ValidationError(f"申請の「{names}」に、今の決まりに合わないところがあります。補正を求めてください。")
    consents = set(partner.consents.in_force().values_list("field", flat=True)) if before else set()
    for field, given in consents_in({name: value for name, value in payload.items() if value != before.get(name)}).items():
        (consents.add if given else consents.discard)(field)
    # What was taken back after the application was sent is newer than what the application says.
    consents -= set(partner.consents.filter(withdrawn_at__gt=registration.submitted_at).values_list("field", flat=True)) - set(
        partner.consents.in_force().values_list("field", flat=True)
    )
    if not partner.stands:  # nobody reads of it before its group is told
        partner.shown_from = timezone.now() + waiting_time()
    partner.standing, partner.confirmed_on = Standing.REGISTERED, timezone.localdate()
    _holds_from_today(registration, partner)
    write_values(partner, {name: value for name, value in values.items() if as_json(value) != before.get(name)})
    write_consents(partner, by=registration.created_by, fields=consents, wording=payload.get("consent_wording", WORDING))


def _holds_from_today(registration, partner):
    """Under which rule, since when and until when it is registered. A change leaves the time as it is; without any it begins."""
    new = registration.purpose in (Registration.Purpose.NEW, Registration.Purpose.RENEWAL) or partner.registered_from is None
    if registration.rule and new:
        today, filed = timezone.localdate(), timezone.localdate(registration.submitted_at)
        _, partner.valid_until = first_and_last_day(registration.rule, today, before=partner.valid_until, filed_on=filed)
        partner.rule = registration.rule
    if partner.registered_from is None or registration.purpose == Registration.Purpose.NEW:
        partner.registered_from = timezone.localdate()


def _ended_as(standing):
    """A refused or withdrawn first application decides the group's standing; a change leaves the entry as it was."""

    def effect(registration, **_):
        if registration.purpose == Registration.Purpose.NEW:
            partner = Partner.objects.select_for_update().get(pk=registration.partner_id)
            partner.standing = standing
            partner.save(update_fields=["standing", "updated_at"])

    return effect


def _left(registration, *, by, **_):
    """The group leaves the directory; nothing of it is published any more. Its contact data go when their term is over."""
    partner = Partner.objects.select_for_update().get(pk=registration.partner_id)
    partner.standing = Standing.LEFT
    partner.save(update_fields=["standing", "updated_at"])
    write_consents(partner, by=by, fields=(), wording=WORDING)


def _removed(registration, *, by, **_):
    """The city's own paper has a number too."""
    _numbered(registration)
    _left(registration, by=by)


HOOKS = {
    "submit": Hook(keep=_as_typed, effect=_submitted, reads=_read),
    "undo_submit": Hook(effect=_unsent),
    **correction_hooks(CORRECTABLES),
    "correct": Hook(
        keep=_as_sent_before,
        prepare=_before_correct,
        notice=what_came_back(CORRECTABLES),
        details=_said_again,
        effect=_corrected,
    ),
    "undo_correct": Hook(effect=_to_correct_again),
    "approve": Hook(keep=_entry_before, effect=_approved),
    "undo_approve": Hook(effect=_entry_as_before),
    "decline": Hook(keep=_entry_before, effect=_ended_as(Standing.DECLINED)),
    "undo_decline": Hook(effect=_standing_as_before),
    "withdraw": Hook(keep=_entry_before, effect=_ended_as(Standing.WITHDRAWN)),
    "undo_withdraw": Hook(effect=_standing_as_before),
    "leave": Hook(effect=_numbered),
    "accept": Hook(keep=_entry_before, effect=_left),
    "undo_accept": Hook(effect=_entry_as_before),
    "take_off": Hook(keep=_entry_before, effect=_removed),
    "put_back": Hook(effect=_entry_as_before),
    "undo_put_back": Hook(effect=_left),
}
