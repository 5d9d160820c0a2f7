"""「次の年度も出す」: a lecture gets a row of the 年度 that follows, a person of the 人材バンク stands there a year longer."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.japanese.dates import fiscal_span
from partners.directory.actions import refresh_search
from partners.directory.models import Partner
from partners.directory.offer_models import Offer

from .access import can_write_offers
from .actions import TERMS, WRITTEN, refuse_more, search_text
from .models import OfferTerms
from .telling_actions import tell_shown
from .years import next_year_of

CARRIED = tuple(name for name in WRITTEN if name not in ("since", "until", "answers_on", "fiscal_year"))


@transaction.atomic
def continue_offers(partner, keys, *, by):
    """Those of these offers (keys) of a partner that can go on in their next 年度 do so (`next_year_of`); returns [Offer] that go on.

    A lecture keeps its row for its own year; its words and terms are copied once, and the copy can be changed. A second press finds
    nothing more to do. What goes on is no news. ValidationError where a year that has begun is full already.
    """
    locked = Partner.objects.select_for_update().get(pk=partner.pk)
    if not can_write_offers(by, locked):
        raise PermissionDenied
    rows = Offer.objects.select_for_update(of=("self",)).select_related("partner", "theme", "area", "terms", "following")
    today = timezone.localdate()
    made = [
        _next(row, year, today)
        for row in rows.filter(partner=locked, pk__in=keys).order_by("pk")
        if (year := next_year_of(row, today))
    ]
    if made:
        refresh_search(locked)
        for row in made:
            tell_shown(row, by=by, done="次の年度も載せました")
        record("offer-continue", by=by, target=locked, rows=len(made))
    return made


def _next(row, year, today):
    first, last = fiscal_span(year)
    if row.form != Offer.Form.LECTURE:
        row.until, row.confirmed_on, row.asked_on = last, today, None
        row.save(update_fields=["until", "confirmed_on", "asked_on", "updated_at"])
        return row
    if not row.is_open:
        refuse_more(row.partner)
    there = getattr(row, "following", None)
    new = there or Offer(former=row, partner=row.partner, **{name: getattr(row, name) for name in CARRIED})
    new.since, new.until, new.fiscal_year = max(first, today), _last_day(row, last), year
    new.confirmed_on, new.asked_on, new.closed_at, new.ended = today, None, None, ""
    terms = getattr(row, "terms", None)
    new.search_text = search_text(new, None if there else terms)
    new.save()
    if terms is not None and there is None:
        OfferTerms.objects.create(offer=new, **{name: getattr(terms, name) for name in TERMS})
    return new


def _last_day(row, last):
    """The last day of the year; of what ends earlier in its own, the same day a year later, where that is still to come."""
    if row.until == fiscal_span(row.fiscal_year)[1]:
        return last
    day = min(row.until.day, 28) if row.until.month == 2 else row.until.day
    later = min(row.until.replace(year=row.until.year + 1, day=day), last)
    return later if later >= timezone.localdate() else last
