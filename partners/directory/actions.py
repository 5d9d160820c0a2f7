"""What a group changes by itself, and what follows from it: the search column, the consents."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record, record_look
from kyodo_portal.common.japanese.kana import kana_fold
from kyodo_portal.common.lists.search import doc
from kyodo_portal.common.privacy import PublicRow

from .access import can_edit_partner, is_representative
from .consent import WORDING
from .models import Partner
from .schema import BY_APPLICATION, EDITABLE
from .standing import Standing

MANY = ("fields", "areas")


def write_values(partner, values):
    """Copy cleaned values of the registration's fields to a partner and keep what is derived from them."""
    for name, value in values.items():
        if name not in MANY:
            setattr(partner, name, value if name == "members_count" else value or "")
    partner.kana_key = kana_fold(partner.kana or partner.name)[:200]
    partner.save()
    for name in MANY:
        if name in values:
            getattr(partner, name).set(values[name])
    refresh_search(partner)


def refresh_search(partner):
    """Fill `search_text` anew. Only what everybody may read goes in: no person, no address, no number (個人情報保護法)."""
    partner.kana_key = kana_fold(partner.kana or partner.name)[:200]
    public = PublicRow(partner)
    partner.search_text = doc(
        public.name,
        public.kana,
        public.get_kind_display(),
        public.pr,
        public.purpose,
        public.activities,
        public.schedule,
        public.offers,
        public.needs,
        *[field.short for field in public.fields],
        *[area.name for area in public.areas],
    )
    Partner.objects.filter(pk=partner.pk).update(search_text=partner.search_text, kana_key=partner.kana_key)


@transaction.atomic
def edit_partner(*, partner, by, values):
    """What needs no application, changed by a representative, with history. Name, kind and representative are left alone."""
    locked = Partner.objects.select_for_update().get(pk=partner.pk)
    if not can_edit_partner(by, locked):
        raise PermissionDenied
    if set(values) & set(BY_APPLICATION):
        raise ValidationError("名前・種類・代表者は、変更の申請で変えてください。")
    locked.confirmed_on = timezone.localdate()
    write_values(locked, {name: value for name, value in values.items() if name in EDITABLE})
    record("edit", by=by, target=locked)
    return locked


@transaction.atomic
def set_consents(*, partner, by, fields):
    """Exactly `fields` (names out of CONSENT_FIELDS) may be shown from now on. Withdrawn at any time, at once."""
    if not is_representative(by, partner):
        raise PermissionDenied
    locked = Partner.objects.select_for_update().get(pk=partner.pk)
    write_consents(locked, by=by, fields=fields, wording=WORDING)
    record("consent", by=by, target=locked, note="、".join(sorted(fields)) or "すべて非公開")


def write_consents(partner, *, by, fields, wording):
    """Give and take back consents until exactly `fields` stand; each keeps the wording's version and its date."""
    wanted = set(fields) & set(Partner.CONSENT_FIELDS)
    standing = {row.field: row for row in partner.consents.in_force()}
    for name, row in standing.items():
        if name not in wanted:
            row.withdrawn_at = timezone.now()
            row.save(update_fields=["withdrawn_at"])
    for name in sorted(wanted - set(standing)):
        partner.consents.create(field=name, wording=wording, given_by=by)


def record_contact_view(*, partner, by):
    """Remember that somebody saw contact data that is not public."""
    record_look(by=by, target=partner, note="連絡先")


def entered_by_city(*, partner, by, new):
    """After the secretariat changed a row by hand: fill what is derived. A row that it enters anew is a listed one."""
    if new:
        Partner.objects.filter(pk=partner.pk).update(standing=Standing.LISTED if not partner.is_city else Standing.REGISTERED)
    refresh_search(partner)
    record("edit", by=by, target=partner)
