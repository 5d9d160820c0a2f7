"""What a partner's people do with what it gives and seeks: make, change, set terms, close, open again, confirm."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.forms.three_way import as_read
from kyodo_portal.common.lists.search import doc
from kyodo_portal.common.upwards import answer_day_moved
from kyodo_portal.process.edits import names_to_write
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import sync_source
from partners.directory.actions import refresh_search
from partners.directory.models import Partner
from partners.directory.offer_models import Offer

from .access import can_write_offers
from .models import OfferTerms
from .news import announce_offer, withdraw_offers
from .telling_actions import tell_shown, tell_words
from .terms import terms_in_words
from .todo import OFFERS

MOST = 20  # open ones of one partner
WRITTEN = (
    "side", "kind", "form", "title", "text", "theme", "area", "amount", "when", "on_weekdays", "on_evenings", "on_weekends",
    "since", "until", "answers_on", "fiscal_year",
)  # fmt: skip
TIMES = [name for name in WRITTEN if name.startswith("on_")]
TERMS = (
    "min_people", "max_minutes", "notice_days", "days_mask", "opens", "closes", "weekend_closes", "closed_from", "closed_to",
    "venue_by_asker", "cost", "conditions",
)  # fmt: skip
# What holds only with each other: written by two people, it is asked about and not put together.
HANGING = [("side", "kind", "form", "since", "until", "answers_on", "fiscal_year", "on_weekdays", "on_evenings", "on_weekends")]
TERMS_HANGING = [("opens", "closes", "weekend_closes"), ("closed_from", "closed_to")]
FULL = f"載せられるのは、1つの団体で{MOST}件までです。もう要らないものを終えてから、載せてください。"


def make_offer(*, partner, by, form_key, values):
    """A new Offer of this partner, confirmed today; for every later press of the key the first one. values: WRITTEN by name.

    ValidationError for more than MOST open ones.
    """

    def make():
        locked = Partner.objects.select_for_update().get(pk=partner.pk)
        if not can_write_offers(by, locked):
            raise PermissionDenied
        refuse_more(locked)
        offer = Offer(partner=locked, form_key=form_key, confirmed_on=timezone.localdate(), **values)
        offer.search_text = search_text(offer)
        offer.save()
        refresh_search(locked)
        announce_offer(offer)
        tell_shown(offer, by=by, done="載せました")
        record("offer", by=by, target=offer)
        return offer

    return create_once(Offer, form_key, make, theirs={"partner_id": partner.pk})


def refuse_more(partner):
    """ValidationError where MOST are open; what follows one that is still open counts from then on when that one has ended."""
    if partner.offers.counted().count() >= MOST:
        raise ValidationError(FULL)


def search_text(offer, terms=None):
    """What the searches find an offer by: its own words, those of its terms (the stored ones, or these), its partner's name and kind.
    No query where all is read."""
    terms = terms or getattr(offer, "terms", None)
    times = [Offer._meta.get_field(name).verbose_name for name in TIMES if getattr(offer, name)]
    return doc(
        offer.title,
        offer.text,
        offer.amount,
        offer.when,
        offer.get_kind_display(),
        offer.get_form_display(),
        offer.theme.name if offer.theme else "",
        offer.area.name if offer.area else "",
        offer.partner.name,
        offer.partner.get_kind_display(),
        "・".join(times),
        *(words for _, words in terms_in_words(terms)),
    )


def written_in(offer):
    """{name: value as JSON knows it} of what the form shows of an offer: what its token is made of."""
    return as_read({name: getattr(offer, name) for name in WRITTEN})


def terms_in(offer):
    """The same of its terms; the empty ones where it has none."""
    terms = getattr(offer, "terms", None) or OfferTerms(offer=offer)
    return {name: getattr(terms, name) for name in TERMS}


@transaction.atomic
def change_offer(offer, *, by, etag, **values):
    """Write an open offer anew; it counts as confirmed today. EditConflict where the same was changed or it was closed meanwhile."""
    row = _locked(offer, by)
    if not row.is_open:
        raise EditConflict(CLOSED, row)
    promised = row.answers_on, row.until
    for name in names_to_write(etag, written_in(row), as_read(values), row, together=HANGING):
        setattr(row, name, values[name])
    row.confirmed_on, row.asked_on, row.search_text = timezone.localdate(), None, search_text(row)
    row.save()
    refresh_search(row.partner)
    announce_offer(row)
    sync_source(OFFERS, row, by=by)
    tell_words(row, by=by)
    if (row.answers_on, row.until) != promised:
        answer_day_moved(row, by=by)
    record("edit", by=by, target=row)
    return row


CLOSED = "この間に終えられています。もう一度出してから、直してください。"


@transaction.atomic
def set_terms(offer, *, by, etag, **values):
    """Write the terms of an offer, all of TERMS. EditConflict where the same were changed meanwhile."""
    row = _locked(offer, by)
    names = names_to_write(etag, terms_in(row), values, row, together=TERMS_HANGING)
    terms, _ = OfferTerms.objects.update_or_create(offer=row, defaults={name: values[name] for name in names})
    row.search_text = search_text(row, terms)
    row.save(update_fields=["search_text"])
    tell_words(row, by=by)
    record("edit", by=by, target=row, note="申込みの条件")
    return row


@transaction.atomic
def close_offer(offer, *, by):
    """It is shown no more. Closed already: nothing happens."""
    row = _locked(offer, by)
    if row.is_open:
        end_offers([row], Offer.Ended.CLOSED)
        tell_shown(row, by=by, done="終えました")
        record("offer-close", by=by, target=row)
    return row


@transaction.atomic
def open_offer(offer, *, by):
    """Show a closed one again, as confirmed today. ValidationError where its last day is over or MOST are open."""
    row = _locked(offer, by)
    if row.is_open:
        return row
    if row.until and row.until < timezone.localdate():
        raise ValidationError(f"{row.until.month}月{row.until.day}日で終わっています。新しく載せてください。")
    refuse_more(row.partner)
    row.closed_at, row.ended, row.confirmed_on, row.asked_on = None, "", timezone.localdate(), None
    row.save(update_fields=["closed_at", "ended", "confirmed_on", "asked_on", "updated_at"])
    refresh_search(row.partner)
    announce_offer(row)
    tell_shown(row, by=by, done="もう一度載せました")
    record("offer-open", by=by, target=row)
    return row


@transaction.atomic
def confirm_offers(partner, *, by):
    """All that is open still holds, said today. Returns how many."""
    locked = Partner.objects.select_for_update().get(pk=partner.pk)
    if not can_write_offers(by, locked):
        raise PermissionDenied
    rows = list(locked.offers.filter(closed_at__isnull=True))
    locked.offers.filter(pk__in=[row.pk for row in rows]).update(confirmed_on=timezone.localdate(), asked_on=None)
    sync_source(OFFERS, *rows, by=by)
    record("offer-confirm", by=by, target=locked, rows=len(rows))
    return len(rows)


def end_offers(rows, how):
    """Close these Offers, for what is in Offer.Ended, and take them out of the search and the tasks. Their rows are held by the caller."""
    now = timezone.now()
    Offer.objects.filter(pk__in=[row.pk for row in rows]).update(closed_at=now, ended=how, updated_at=now)
    for row in rows:
        row.closed_at, row.ended = now, how
    for partner in {row.partner for row in rows}:
        refresh_search(partner)
    withdraw_offers(rows)
    sync_source(OFFERS, *rows)


def _locked(offer, by):
    """The offer as it stands, held; PermissionDenied for whoever may not write it."""
    row = Offer.objects.select_for_update(of=("self",)).select_related("partner", "theme", "area").get(pk=offer.pk)
    if not can_write_offers(by, row.partner):
        raise PermissionDenied
    return row
