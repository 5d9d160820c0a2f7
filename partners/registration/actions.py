"""The application before it is sent: begun, kept as a draft, thrown away."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ProtectedError

from kyodo_portal.audit.actions import record
from kyodo_portal.common.files import storage
from kyodo_portal.common.forms.three_way import fields_etag
from kyodo_portal.process.edits import WRITTEN_ON, etag_of, names_to_write
from kyodo_portal.process.errors import EditConflict, Stale
from kyodo_portal.process.once import OLD_PAGE, create_once
from kyodo_portal.process.task_actions import forget_tasks, sync_tasks
from partners.directory.access import can_change_by_application, is_secretariat, stands_outside
from partners.directory.kind import PartnerKind
from partners.directory.member_actions import join
from partners.directory.membership import Membership
from partners.directory.models import Partner
from partners.directory.schema import CONTACT, PLEDGE, PUBLISH, schema_of
from partners.directory.standing import Standing
from partners.rules.models import rule_in_force

from .access import can_edit_registration, can_file_for, can_fill_registration, can_renew, can_renew_for, can_resume
from .draft_actions import payload_for
from .models import Registration
from .receipts import columns_of

Purpose = Registration.Purpose

NEVER_IN = (Standing.DECLINED, Standing.WITHDRAWN)
SENT_ONCE = "一度送った申請は、消せません。やめるときは、「取り下げる」を使ってください。"
MAX_DRAFTS = 5  # of one person
CHOICES_CHANGED = "この画面を開いたあとに、公開の同意や約束が変わりました。新しい内容を見て、もう一度選んでください。"


def start_registration(*, by, name, kind, form_key, receipt=None):
    """Begin a new registration: the group (申請中), its first representative, an empty draft. The same key gives the same draft.

    receipt: the Receipt of what came on paper or by telephone: the secretariat writes it, and nobody becomes the representative.
    Raises ValidationError for whoever has MAX_DRAFTS drafts already: nobody registers that many groups at a time.
    """

    def make():
        if receipt is None and Registration.objects.drafts_of(by).count() >= MAX_DRAFTS:
            raise ValidationError(f"書きかけの申請が{MAX_DRAFTS}件あります。先に、どれかを送るか捨ててください。")
        if receipt is not None and not is_secretariat(by):
            raise PermissionDenied
        partner = Partner.objects.create(name=name, kind=kind, standing=Standing.APPLYING, form_key=form_key)
        if receipt is None:
            join(user=by, partner=partner, by=by, part=Membership.Part.REPRESENTATIVE)
        row = Registration.objects.create(
            partner=partner,
            purpose=Purpose.NEW,
            rule=rule_in_force(kind),
            status=Registration.process.start,
            created_by=by,
            form_key=form_key,
            payload={"name": name, "kind": kind},
            **columns_of(receipt),
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
def start_again(*, partner, by, form_key, purpose=None, receipt=None):
    """Begin an application of a group that is there: a change, a renewal with changes, a resumption (values of Purpose), a new try
    after a refusal (None: whichever the group's standing asks for). One at a time: what is under way is returned.

    receipt: the Receipt of what the secretariat enters for the group.
    """

    def make():
        locked = Partner.objects.select_for_update().get(pk=partner.pk)
        if not may_begin(by, locked, purpose, receipt):
            raise PermissionDenied
        return open_registration(locked) or _begin_again(locked, by, form_key, purpose, receipt)

    row = create_once(Registration, form_key, make, theirs={"partner_id": partner.pk})
    if row.state.is_end:  # a page from before that application was decided
        raise ValidationError(OLD_PAGE)
    return row


def may_begin(user, partner, purpose=None, receipt=None):
    """Whether somebody may begin an application of this purpose for this group; the secretariat where it enters what came in."""
    if receipt is not None and not can_file_for(user, partner):
        return False
    stands = {
        Purpose.RENEWAL: can_renew_for if receipt else can_renew,
        Purpose.RESUME: (lambda _, group: group.standing == Standing.DORMANT) if receipt else can_resume,
    }
    if purpose in stands:
        return stands[purpose](user, partner)
    if receipt is not None:
        return partner.standing == Standing.REGISTERED or stands_outside(partner)
    return can_change_by_application(user, partner)


def _begin_again(partner, by, form_key, purpose, receipt):
    rule, last = rule_in_force(partner.kind), None
    if stands_outside(partner):
        purpose = Purpose.NEW
    if partner.standing in NEVER_IN:  # nothing of it is in the entry yet: what was typed for the last application
        last = partner.registrations.papers().order_by("-pk").first()
    purpose = purpose or Purpose.CHANGE
    payload = payload_for(partner, purpose, last and last.payload)
    row = Registration.objects.create(
        partner=partner,
        purpose=purpose,
        rule=rule,
        status=Registration.process.start,
        payload=payload,
        created_by=by,
        form_key=form_key,
        **columns_of(receipt),
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
    return {item.name: registration.payload.get(item.name) for item in schema_of(registration.rule).items_of(page)}


def etag_of_page(registration, page):
    """The token of a page: of each field that it shows."""
    return fields_etag(stored_on(registration, page))


def pairs_on(registration, page):
    """[(value, its choice)] of a page: what is to be public is said of the value that stands beside it."""
    names = stored_on(registration, page)
    return [(name, f"{PUBLISH}{name}") for name in names if f"{PUBLISH}{name}" in names]


def asks_choices(page):
    """Whether a page holds consents or promises: where two wrote the same, those are never given anew by pressing once more."""
    return page in (CONTACT, PLEDGE)


def follow_kind(registration):
    """The rule that the payload's kind has today, where it is another kind than the rule's; not saved here."""
    kind = registration.payload.get("kind")
    if kind in dict(PartnerKind.of_groups()) and (registration.rule is None or registration.rule.kind != kind):
        registration.rule = rule_in_force(kind)


@transaction.atomic
def save_page(*, registration, by, values, page="", etag=""):
    """Keep one page of a draft: only its own keys change. values: {field name: storable value}, complete or not.

    page, etag: the page's key and its `etag_of_page` as it was opened; EditConflict when it would undo what was saved since;
    what others wrote in other fields stays, and so does what was said of their publication.
    """
    locked = _locked_draft(registration, by, can_fill_registration)
    if page:
        pairs = pairs_on(locked, page)
        names = names_to_write(etag, stored_on(locked, page), values, locked, together=pairs)
        values = {name: values[name] for name in names}
    locked.payload = {**locked.payload, **values}
    follow_kind(locked)
    locked.save(update_fields=["payload", "rule", "updated_at"])
    if "name" in values:
        sync_tasks(locked)
    return locked


@transaction.atomic
def discard_draft(*, registration, by, etag=None):
    """Throw a draft away, and with it a group that never was more than this draft. One that has written letters or begun something stays,
    as one that took its application back.

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
        _forget(partner)
    by.forget_rights()


def _forget(partner):
    try:
        with transaction.atomic():
            partner.delete()
    except ProtectedError:
        partner.standing = Standing.WITHDRAWN
        partner.save(update_fields=["standing", "updated_at"])


def _remove_after_commit(paper):
    transaction.on_commit(lambda: storage.remove_stored(paper.stored_as))
