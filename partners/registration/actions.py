"""The application before it is sent: begun, kept as a draft, thrown away."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from kyodo_portal.audit.actions import record
from kyodo_portal.common.files import storage
from kyodo_portal.process.edits import OVERTAKEN, WRITTEN_ON, etag_of, is_overtaken
from kyodo_portal.process.errors import EditConflict, Stale
from kyodo_portal.process.once import OLD_PAGE, create_once
from kyodo_portal.process.task_actions import forget_tasks, sync_tasks
from partners.directory.access import can_change_by_application
from partners.directory.member_actions import join
from partners.directory.membership import Membership
from partners.directory.models import Partner
from partners.directory.payload import payload_of
from partners.directory.schema import Kind, items_of
from partners.directory.standing import Standing
from partners.rules.models import rule_in_force

from .access import can_edit_registration, can_fill_registration
from .models import Registration

SENT_ONCE = "一度送った申請は、消せません。やめるときは、「取り下げる」を使ってください。"
MAX_DRAFTS = 5  # of one person
CHOICES_CHANGED = "この画面を開いたあとに、公開の同意や約束が変わりました。新しい内容を見て、もう一度選んでください。"


def start_registration(*, by, name, kind, form_key):
    """Begin a new registration: the group (申請中), its first representative, an empty draft. The same key gives the same draft.

    Raises ValidationError for whoever has MAX_DRAFTS drafts already: nobody registers that many groups at a time.
    """

    def make():
        if Registration.objects.drafts_of(by).count() >= MAX_DRAFTS:
            raise ValidationError(f"書きかけの申請が{MAX_DRAFTS}件あります。先に、どれかを送るか捨ててください。")
        partner = Partner.objects.create(name=name, kind=kind, standing=Standing.APPLYING, form_key=form_key)
        join(user=by, partner=partner, by=by, part=Membership.Part.REPRESENTATIVE)
        row = Registration.objects.create(
            partner=partner,
            purpose=Registration.Purpose.NEW,
            rule=rule_in_force(kind),
            status=Registration.process.start,
            created_by=by,
            form_key=form_key,
            payload={"name": name, "kind": kind},
        )
        record("start", by=by, target=row)
        return row

    row = create_once(Registration, form_key, make, theirs={"created_by_id": by.pk})
    by.forget_rights()
    return row


def open_registration(partner):
    """The one application of a partner that is under way, or None."""
    return partner.registrations.papers().under_way().first()


@transaction.atomic
def start_again(*, partner, by, form_key):
    """Begin a change of a registered group, or a new try after a refusal. One open application at a time: that one is returned."""

    def make():
        locked = Partner.objects.select_for_update().get(pk=partner.pk)
        if not can_change_by_application(by, locked):
            raise PermissionDenied
        return open_registration(locked) or _begin_again(locked, by, form_key)

    row = create_once(Registration, form_key, make, theirs={"partner_id": partner.pk})
    if row.state.is_end:  # a page from before that application was decided
        raise ValidationError(OLD_PAGE)
    return row


def _begin_again(partner, by, form_key):
    last = partner.registrations.papers().order_by("-pk").first()
    if partner.standing in (Standing.DECLINED, Standing.WITHDRAWN) and last:
        purpose, payload = Registration.Purpose.NEW, {k: v for k, v in last.payload.items() if not k.startswith("pledge_")}
        partner.standing = Standing.APPLYING
        partner.save(update_fields=["standing", "updated_at"])
    else:
        now = payload_of(partner)
        purpose, payload = Registration.Purpose.CHANGE, {**now, "before": now}
    row = Registration.objects.create(
        partner=partner,
        purpose=purpose,
        rule=rule_in_force(payload["kind"]),
        status=Registration.process.start,
        payload=payload,
        created_by=by,
        form_key=form_key,
    )
    record("start", by=by, target=row)
    return row


def _locked_draft(registration, by, allowed=can_edit_registration):
    locked = Registration.objects.select_for_update().get(pk=registration.pk)
    if not allowed(by, locked):
        raise PermissionDenied
    if not locked.may("write"):
        raise Stale(locked)
    return locked


def stored_on(registration, page):
    """{name: value} of what a page of the draft shows, as the payload keeps it."""
    return {item.name: registration.payload.get(item.name) for item in items_of(page)}


def etag_of_page(registration, page):
    """The token of a page: of all that it shows."""
    return etag_of(stored_on(registration, page))


def asks_choices(page):
    """Whether a page holds consents or promises: those are never given anew by pressing once more."""
    return any(item.kind in (Kind.CONSENT, Kind.PROMISE) for item in items_of(page))


@transaction.atomic
def save_page(*, registration, by, values, page="", etag=""):
    """Keep one page of a draft: only its own keys change. values: {field name: storable value}, complete or not.

    page, etag: the page's key and its `etag_of_page` as it was opened; EditConflict when it would undo what was saved since.
    """
    locked = _locked_draft(registration, by, can_fill_registration)
    if page and is_overtaken(etag, stored_on(locked, page), values):
        raise EditConflict(CHOICES_CHANGED if asks_choices(page) else OVERTAKEN, locked)
    locked.payload = {**locked.payload, **values}
    locked.save(update_fields=["payload", "updated_at"])
    if "name" in values:
        sync_tasks(locked)
    return locked


@transaction.atomic
def discard_draft(*, registration, by, etag=None):
    """Throw a draft away, and with it a group that never was more than this draft.

    etag: `etag_of(payload)` as the page was opened; EditConflict when somebody wrote more since. None: not asked.
    """
    locked = _locked_draft(registration, by)
    if locked.was_sent:
        raise PermissionDenied(SENT_ONCE)
    if etag is not None and etag != etag_of(locked.payload):
        raise EditConflict(WRITTEN_ON, locked)
    partner = locked.partner
    for paper in locked.files.all():
        _remove_after_commit(paper)
    record("discard", by=by, target=locked)
    forget_tasks(locked)
    locked.delete()
    if partner.standing == Standing.APPLYING and not partner.registrations.exists():
        partner.delete()
    by.forget_rights()


def _remove_after_commit(paper):
    transaction.on_commit(lambda: storage.remove_stored(paper.stored_as))
