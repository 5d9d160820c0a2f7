"""The application before it is sent: begun, kept as a draft, thrown away."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from kyodo_portal.audit.actions import record
from kyodo_portal.common.files import storage
from kyodo_portal.process.errors import Stale
from partners.directory.access import can_change_by_application
from partners.directory.member_actions import join
from partners.directory.membership import Membership
from partners.directory.models import Partner
from partners.directory.payload import payload_of
from partners.directory.standing import Standing

from .access import can_edit_registration
from .models import Registration

MAX_DRAFTS = 5  # of one person
OLD_PAGE = "画面を開き直して、もう一度送ってください。"


def start_registration(*, by, name, kind, form_key):
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
def discard_draft(*, registration, by):
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
    transaction.on_commit(lambda: storage.remove(paper.stored_as))
