"""What a group changes by itself, and what follows from it: the search column, the consents."""

from typing import NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record, record_look
from kyodo_portal.common.japanese.kana import kana_fold
from kyodo_portal.common.lists.search import doc
from kyodo_portal.common.privacy import PublicRow
from kyodo_portal.common.upwards import name_changed, off_the_page
from kyodo_portal.process.edits import etag_of, names_to_write
from kyodo_portal.process.errors import EditConflict

from .access import can_choose_consents, can_edit_partner
from .consent_models import NAME, wording_in_force
from .kind import MembersUnit, PartnerKind
from .kind_words import said_with_npo
from .models import Partner
from .name_actions import keep_name
from .news import sync_partner_news
from .offer_models import Offer
from .payload import as_json, stored, words_of
from .schema import EXTRA, EXTRA_CONSENT, LABELS, schema_of
from .standing import Standing

MANY = ("fields", "areas")
CALLED = {"name", "kana", "kind"}  # what a body is called elsewhere by
OVERTAKEN = "この画面を開いたあとに、公開する項目が変わりました。いまの状態と見くらべて、もう一度選んでください。"


def write_values(partner, values):
    """Copy cleaned values of the registration's fields to a partner and keep what is derived from them."""
    put_values(partner, values)
    if "name" in values:
        keep_name(partner)
    partner.save()
    for name in MANY:
        if name in values:
            getattr(partner, name).set(values[name])
    refresh_search(partner)
    if CALLED & values.keys():
        name_changed(partner)


def put_values(partner, values):
    """Cleaned values of the registration's fields as columns of a partner, fields and areas aside; nothing is saved."""
    for name, value in values.items():
        if name == "members_count":
            partner.members_unit = MembersUnit.of_word(getattr(value, "unit", ""))
        if name.startswith(EXTRA):
            partner.extra = _with_answer(partner.extra, name.removeprefix(EXTRA), value)
        elif name not in MANY:
            setattr(partner, name, value if name == "members_count" else value or "")
    partner.kana_key = kana_fold(partner.kana or partner.name)[:200]


def _with_answer(extra, key, value):
    """`extra` with this cleaned answer: numbers as numbers, days as ISO text; an empty one takes away what stood there."""
    kept = {name: answer for name, answer in extra.items() if name != key}
    if value in (None, ""):
        return kept
    return {**kept, key: int(value) if isinstance(value, int) else str(value)}


def rename(partner, *, name, kana, on):
    """`partner`, its row held, is called so from `on` on; its name until then stays known. PartnerName, or None where none is kept."""
    partner.name, partner.kana = name, kana
    kept = keep_name(partner, on=on)
    partner.kana_key = kana_fold(partner.kana or partner.name)[:200]
    is_called_otherwise(partner)
    return kept


def is_called_otherwise(partner):
    """Store it with a row of its history, and whatever is found by its name."""
    partner.save()
    refresh_search(partner)
    name_changed(partner)


def refresh_search(partner):
    """Fill `search_text` anew. Only what everybody may read goes in: no person, no address, no number (個人情報保護法).

    Names of before, of a row that was merged into this one, and of the offices whose work came to it are found too.
    """
    partner.kana_key = kana_fold(partner.kana or partner.name)[:200]
    offered = Offer.objects.live().filter(partner=partner.pk).values_list("title", "text")
    former = [*partner.former_names.values_list("name", flat=True), *partner.merged_from.values_list("name", flat=True)]
    former += predecessors_of(partner).values()
    partner.search_text = whole_search_text(partner, former=former, offered=[words for offer in offered for words in offer])
    Partner.objects.filter(pk=partner.pk).update(search_text=partner.search_text, kana_key=partner.kana_key)
    off_the_page("partner", partner.pk)
    sync_partner_news(partner)


def predecessors_of(partner):
    """{key: name} of the offices that are no more and whose work came to this one (改組), in however many steps. A query for each step,
    none but of an office."""
    every, found = {}, [partner.pk] if partner.is_city else []
    while found:
        rows = Partner.objects.filter(successor__in=found).exclude(pk__in=every).order_by("pk").values_list("pk", "name")
        found = dict(rows)
        every |= found
    return every


def whole_search_text(partner, *, former, offered):
    """`search_text_of` a partner that stands, with what its rule asks; former: [name of before], offered: [words of its offers].

    No query where its fields, areas and rule are read already.
    """
    public = PublicRow(partner)
    asked = [item for item in schema_of(partner.rule).extras if item.public] if partner.extra and partner.is_named else ()
    said = [*offered, *(words_of(item.kind, partner.extra.get(item.key)) for item in asked)]
    return search_text_of(partner, public.fields, public.areas, former=former if partner.is_named else (), offered=said)


def search_text_of(partner, fields, areas, *, former=(), offered=()):
    """What the directory's search looks through, of a partner with these rows of fields and areas, also of one that is not saved
    yet. former: names of before; offered: words of its offers and of what its rule asks. No query.
    """
    public = PublicRow(partner)
    said = (public.pr, public.purpose, public.activities, public.schedule, *offered)
    tags = [*[field.short for field in fields], *[area.name for area in areas]]
    return doc(
        public.name, *said_with_npo(public.name, public.kind), *former, public.kana, public.get_kind_display(), *said, *tags
    )


def entry_of(partner):
    """{name: value as the form knows it} of what a group changes by itself."""
    schema = schema_of(partner.rule)
    return {name: as_json(stored(partner, schema.items[name])) for name in schema.editable}


@transaction.atomic
def edit_partner(*, partner, by, values, etag):
    """What needs no application, changed by a representative, with history. Name, kind and representative are left alone.

    etag: `fields_etag(entry_of(partner))` as the page was opened; EditConflict when the same was written since.
    """
    locked = Partner.objects.select_for_update().get(pk=partner.pk)
    if not can_edit_partner(by, locked):
        raise PermissionDenied
    schema = schema_of(locked.rule)
    if set(values) & set(schema.by_application):
        raise ValidationError("名前・種類・代表者は、変更の申請で変えてください。")
    said = {name: as_json(value) for name, value in values.items() if name in schema.editable}
    names = names_to_write(etag, entry_of(locked), said, locked)
    locked.confirmed_on = timezone.localdate()
    write_values(locked, {name: values[name] for name in names})
    record("edit", by=by, target=locked)
    return locked


class AskedConsent(NamedTuple):
    """What a partner may publish: the field of the Consent, its name in words, and the value as the public would read it."""

    field: str
    label: str
    value: str


def asked_consents(partner):
    """[AskedConsent]: contact data, what its rule leaves to it, and of an individual the name before everything else. Two queries."""
    own = [AskedConsent(NAME, "名前", partner.name)] if partner.kind == PartnerKind.CITIZEN else []
    contact = [AskedConsent(name, LABELS[name], getattr(partner, name)) for name in Partner.CONSENT_FIELDS]
    extras = [item for item in schema_of(partner.rule).extras if item.consent]
    words = [(f"{EXTRA_CONSENT}{item.key}", item.label, words_of(item.kind, partner.extra.get(item.key))) for item in extras]
    return [*own, *contact, *(AskedConsent(*row) for row in words)]


def etag_of_consents(partner):
    """The token of what the page 公開する項目 shows: which consents stand, and the values that they publish."""
    values = {row.field: row.value for row in asked_consents(partner)}
    return etag_of(sorted(partner.consents.in_force().values_list("field", flat=True)), values)


@transaction.atomic
def set_consents(*, partner, by, fields, etag):
    """Exactly `fields` (out of `asked_consents`) may be shown from now on. Withdrawn at any time, at once.

    etag: `etag_of_consents` as the page was opened; EditConflict when a consent or a value has changed since, so that an old
    page never gives back what was withdrawn. Where exactly these stand already, as after a first press, nothing is written.
    """
    if not can_choose_consents(by, partner):
        raise PermissionDenied
    locked = Partner.objects.select_for_update().get(pk=partner.pk)
    asked = {row.field for row in asked_consents(locked)}
    if {*locked.consents.in_force().values_list("field", flat=True)} & asked == {*fields} & asked:
        return
    if etag != etag_of_consents(locked):
        raise EditConflict(OVERTAKEN, locked)
    if locked.kind == PartnerKind.CITIZEN:
        write_name_consent(locked, by=by, given=NAME in fields)
    write_consents(locked, by=by, fields=fields)
    record("consent", by=by, target=locked, note="、".join(sorted(fields)) or "すべて非公開")


def write_consents(partner, *, by, fields, wording=""):
    """Give and take back consents until exactly `fields` stand (of an individual the name aside); each keeps the version of the words
    that were read, by default those in force, and its date."""
    wanted = {field for field in fields if field in Partner.CONSENT_FIELDS or field.startswith(EXTRA_CONSENT)}
    standing = {row.field: row for row in partner.consents.in_force().exclude(field=NAME)}
    for name, row in standing.items():
        if name not in wanted:
            row.withdrawn_at = timezone.now()
            row.save(update_fields=["withdrawn_at"])
            off_the_page("partner", partner.pk)
    missing = sorted(wanted - set(standing))
    wording = wording or (wording_in_force().version if missing else "")
    for name in missing:
        partner.consents.create(field=name, wording=wording, given_by=by)


def write_name_consent(partner, *, by, given, received_on=None):
    """An individual's consent to be named, given or taken back; what follows from it is kept beside it: column, standing, search.

    received_on: the day on which the city received it on paper; `by` is then who records it.
    """
    if given == partner.name_consent:
        return
    if given:
        partner.consents.create(field=NAME, wording=wording_in_force().version, given_by=by, received_on=received_on)
    else:
        partner.consents.in_force().filter(field=NAME).update(withdrawn_at=timezone.now())
    partner.name_consent = given
    settle_standing(partner)
    partner.save(update_fields=["name_consent", "standing", "updated_at"])
    name_changed(partner)


def settle_standing(partner):
    """An individual stands in the directory by consent only; not saved here."""
    hidden = partner.kind == PartnerKind.CITIZEN and not partner.name_consent
    if partner.standing in (Standing.LISTED, Standing.UNLISTED):
        partner.standing = Standing.UNLISTED if hidden else Standing.LISTED


def record_contact_view(*, partner, by):
    """Remember that somebody saw contact data that is not public."""
    record_look(by=by, target=partner, note="連絡先")


def prepare_by_city(*, partner, new):
    """Before the secretariat saves a row by hand: one that it enters anew is listed, and shown while a public entry names it."""
    if new:
        partner.standing = Standing.REGISTERED if partner.is_city else Standing.LISTED
    settle_standing(partner)


def entered_by_city(*, partner):
    """After the secretariat saved a row by hand: fill what is derived. The admin's own save leaves the event."""
    refresh_search(partner)
    name_changed(partner)
