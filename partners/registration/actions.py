"""The application: begun, kept as a draft, and what its steps bring with them."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.workflow import Hook
from kyodo_portal.process.errors import Stale
from kyodo_portal.process.number_actions import next_number
from partners.directory.access import can_change_by_application
from partners.directory.actions import write_consents, write_values
from partners.directory.consent import WORDING
from partners.directory.member_actions import join
from partners.directory.membership import Membership
from partners.directory.models import Partner
from partners.directory.payload import as_json, consents_in, judge, payload_of, shown
from partners.directory.schema import LABELS, WRITTEN
from partners.directory.standing import Standing

from .access import can_edit_registration
from .models import Registration

MAX_DRAFTS = 5  # of one person
OLD_PAGE = "画面を開き直して、もう一度送ってください。"


def start(*, by, name, kind, form_key):
    """Begin a new registration: the group (申請中), its first representative, an empty draft. The same key gives the same draft.

    Raises ValidationError for whoever has MAX_DRAFTS drafts already: nobody registers that many groups at a time.
    """
    known = Registration.objects.filter(form_key=form_key, created_by=by).first()
    if known:
        return known
    if Registration.objects.drafts_of(by).count() >= MAX_DRAFTS:
        raise ValidationError(f"書きかけの申請が{MAX_DRAFTS}件あります。先に、どれかを送るか捨ててください。")
    try:
        with transaction.atomic():
            partner = Partner.objects.create(name=name, kind=kind, standing=Standing.APPLYING, form_key=form_key)
            join(user=by, partner=partner, by=by, part=Membership.Part.REPRESENTATIVE)
            row = Registration.objects.create(
                partner=partner,
                purpose=Registration.Purpose.NEW,
                status=Registration.process.start,
                created_by=by,
                form_key=form_key,
                payload={"name": name, "kind": kind},
            )
            record("start", by=by, target=row)
    except IntegrityError:  # the second half of a double click, or a key that somebody else used
        row = Registration.objects.filter(form_key=form_key, created_by=by).first()
        if row is None:
            raise ValidationError(OLD_PAGE) from None
    by.forget_rights()
    return row


def open_registration(partner):
    """The one application of a partner that is under way, or None."""
    return partner.registrations.under_way().first()


@transaction.atomic
def start_again(*, partner, by, form_key):
    """Begin a change of a registered group, or a new try after a refusal. One open application at a time: that one is returned."""
    locked = Partner.objects.select_for_update().get(pk=partner.pk)
    if not can_change_by_application(by, locked):
        raise PermissionDenied
    standing = open_registration(locked)
    if standing:
        return standing
    if Registration.objects.filter(form_key=form_key).exists():  # an old page, sent once more
        raise ValidationError(OLD_PAGE)
    last = locked.registrations.order_by("-pk").first()
    if locked.standing in (Standing.DECLINED, Standing.WITHDRAWN) and last:
        purpose, payload = Registration.Purpose.NEW, {k: v for k, v in last.payload.items() if not k.startswith("pledge_")}
        locked.standing = Standing.APPLYING
        locked.save(update_fields=["standing", "updated_at"])
    else:
        now = payload_of(locked)
        purpose, payload = Registration.Purpose.CHANGE, {**now, "before": now}
    row = Registration.objects.create(
        partner=locked, purpose=purpose, status=Registration.process.start, payload=payload, created_by=by, form_key=form_key
    )
    record("start", by=by, target=row)
    return row


def _locked_draft(registration, by):
    locked = Registration.objects.select_for_update().get(pk=registration.pk)
    if not can_edit_registration(by, locked):
        raise PermissionDenied
    if not locked.may("write"):
        raise Stale(locked)
    return locked


@transaction.atomic
def save_page(*, registration, by, values):
    """Keep one page of a draft: only its own keys change. values: {field name: storable value}, complete or not."""
    locked = _locked_draft(registration, by)
    locked.payload = {**locked.payload, **values}
    locked.save(update_fields=["payload", "updated_at"])
    return locked


@transaction.atomic
def discard(*, registration, by):
    """Throw a draft away, and with it a group that never was more than this draft."""
    locked = _locked_draft(registration, by)
    partner = locked.partner
    for paper in locked.files.all():
        _remove_after_commit(paper)
    record("discard", by=by, target=locked)
    locked.delete()
    if partner.standing == Standing.APPLYING and not partner.registrations.exists():
        partner.delete()
    by.forget_rights()


def _remove_after_commit(paper):
    from kyodo_portal.common.files import uploads

    transaction.on_commit(lambda: uploads.remove(paper.stored_as))


def _what_to_correct(registration, *, field, reason, due, **_):
    """The notice's text: which item, why, until when."""
    return f"直すところ：{LABELS[field]}\n理由：{reason}\n期限：{jdate(due)}"


def _submitted(registration, **_):
    """Everything is judged once more inside the door; the normal forms are kept, and a number is given once."""
    values, wrong = judge(registration.payload)
    if wrong:
        raise ValidationError("まだ入っていないところがあります。もくじで「まだ」「入力中」のところを開いてください。")
    payload = {"consent_wording": WORDING} | {key: value for key, value in registration.payload.items() if key == "before"}
    payload |= {name: as_json(value) for name, value in values.items()}
    registration.payload, registration.submitted_at = payload, timezone.now()
    year = fiscal_year(timezone.localdate(registration.submitted_at))
    registration.number = next_number("T", year, given=Registration.objects)  # T for 登録
    registration.save(update_fields=["payload", "number", "submitted_at", "updated_at"])


def _asked_to_correct(registration, *, by, field, reason, due, **_):
    before = (
        "、".join(file.name for file in registration.files.all())
        if field == "files"
        else shown(field, registration.payload.get(field))
    )
    registration.corrections.create(field=field, field_label=LABELS[field], reason=reason, due=due, asked_by=by, before=before)


def _corrected(registration, *, values, **_):
    """Only what was asked for may change; everything else that was sent is dropped."""
    open_ones = list(registration.corrections.filter(resolved_at__isnull=True))
    for row in open_ones:
        if row.field in values:
            registration.payload[row.field] = values[row.field]
        row.after = (
            "、".join(file.name for file in registration.files.all())
            if row.field == "files"
            else shown(row.field, registration.payload.get(row.field))
        )
        row.resolved_at = timezone.now()
        row.save(update_fields=["after", "resolved_at"])
    registration.save(update_fields=["payload", "updated_at"])


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
    partner.standing, partner.confirmed_on = Standing.REGISTERED, timezone.localdate()
    write_values(partner, {name: value for name, value in values.items() if as_json(value) != before.get(name)})
    write_consents(partner, by=registration.created_by, fields=consents, wording=payload.get("consent_wording", WORDING))


def _ended_as(standing):
    """A refused or withdrawn first application decides the group's standing; a change leaves the entry as it was."""

    def effect(registration, **_):
        if registration.purpose == Registration.Purpose.NEW:
            partner = Partner.objects.select_for_update().get(pk=registration.partner_id)
            partner.standing = standing
            partner.save(update_fields=["standing", "updated_at"])

    return effect


HOOKS = {
    "submit": Hook(effect=_submitted),
    "ask_correct": Hook(notice=_what_to_correct, effect=_asked_to_correct),
    "correct": Hook(details=lambda registration, **_: {}, effect=_corrected),  # the corrections keep what was put right
    "approve": Hook(effect=_approved),
    "decline": Hook(effect=_ended_as(Standing.DECLINED)),
    "withdraw": Hook(effect=_ended_as(Standing.WITHDRAWN)),
}
