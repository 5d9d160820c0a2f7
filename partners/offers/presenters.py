"""What pages say of offers: a card, the days that are near, the printed menu, one's own rows."""

import datetime
from itertools import groupby
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_label, fiscal_year
from kyodo_portal.common.lists.kept_lists import rows_kept
from kyodo_portal.common.lists.paging import get_page
from kyodo_portal.common.lists.put_together import once_a_day
from partners.directory.offer_models import OPEN, Offer

from .forms import TIME_CHOICES
from .terms import nearest_day, terms_in_words
from .years import in_words, next_year_of

ICONS = {"people": "hand", "place": "home", "things": "box", "money": "yen", "know": "bulb", "pr": "horn"}
SHORT = {Offer.Side.GIVE: "できる", Offer.Side.SEEK: "求める"}
NEAR = 4  # of what is offered for a day, above the list
COLUMNS = (
    "pk", "side", "kind", "form", "title", "text", "amount", "when", "on_weekdays", "on_evenings", "on_weekends", "since", "until",
    "fiscal_year", "area__name", "theme__name", "partner_id", "partner__name", "partner__kind", "partner__is_sample",
)  # fmt: skip


class Card(NamedTuple):
    """Everything that a list says of one offer, as plain values. `kind`: 「できる：場所」; `facts`: where, when, until when."""

    pk: int
    icon: str
    is_sought: bool
    kind: str
    title: str
    partner: str
    text: str
    facts: str
    is_sample: bool
    day: datetime.date | None
    level: int = 3


def cards_of(offers, *, level=3, partner=True):
    """[Card] of a QuerySet of offers, in its order. One query. partner: whether the card says whose it is."""
    return [_card(row, level, partner) for row in offers.values_list(*COLUMNS, named=True)]


@once_a_day
def for_cards(_):
    """All offers as the plain rows that `card` takes: what a list reads of a page."""
    return Offer.objects.values_list(*COLUMNS, named=True)


def _card(row, level, partner):
    end = f"{row.until.month}月{row.until.day}日まで" if row.until and row.form == Offer.Form.PLAIN else ""
    times = "・".join(words for name, words in TIME_CHOICES if getattr(row, name))
    ahead = row.fiscal_year and row.fiscal_year != fiscal_year(timezone.localdate())
    year = fiscal_label(row.fiscal_year) if ahead else ""
    facts = (year, row.theme__name, row.area__name or "", row.when or times, row.amount, end)
    return Card(
        pk=row.pk,
        icon="screen" if row.form == Offer.Form.LECTURE else ICONS[row.kind],
        is_sought=row.side == Offer.Side.SEEK,
        kind=kind_in_words(row.side, row.kind, row.form),
        title=row.title,
        partner=row.partner__name if partner else "",
        text=row.text,
        facts="・".join(fact for fact in facts if fact),
        is_sample=row.partner__is_sample and "見本" not in row.partner__name,
        day=row.since if row.form == Offer.Form.ONEDAY else None,
        level=level,
    )


def card(row, level=3):
    """The Card of a row of `for_cards()`."""
    return _card(row, level, True)


def kind_in_words(side, kind, form):
    """「できる：出前講座」, 「求める：人」."""
    special = form in (Offer.Form.LECTURE, Offer.Form.SEAT, Offer.Form.VOLUNTEER)
    return f"{SHORT[side]}：{Offer.Form(form).label if special else Offer.Kind(kind).label}"


def near_days():
    """[Card] of what is offered or sought for a day, the nearest first. One query."""
    return [card(row) for row in rows_kept("near days", _near_rows)]


def _near_rows():
    rows = Offer.objects.open_to_all().filter(form=Offer.Form.ONEDAY).order_by("since", "pk")
    return rows.values_list(*COLUMNS, named=True)[:NEAR]


class OfferPage(NamedTuple):
    """One offer's page: `terms`: [(label, words)]; `nearest`: the first possible day, None where none is said."""

    offer: Offer
    icon: str
    kind: str
    facts: list[tuple[str, str]]
    terms: list[tuple[str, str]]
    nearest: datetime.date | None


def offer_page(offer):
    """The OfferPage of an offer read with partner, theme, area and terms. No query."""
    terms = getattr(offer, "terms", None)
    times = "・".join(words for name, words in TIME_CHOICES if getattr(offer, name))
    facts = (
        ("テーマ", offer.theme.name if offer.theme else ""),
        ("地域", offer.area.name if offer.area else ""),
        ("どのくらい", offer.amount),
        ("いつ", "。".join(words for words in (times, offer.when) if words)),
        ("期間", _period(offer)),
        ("結果", f"{_day_in_words(offer.answers_on)}までに、応募した人に知らせます" if offer.answers_on else ""),
    )
    return OfferPage(
        offer=offer,
        icon="screen" if offer.form == Offer.Form.LECTURE else ICONS[offer.kind],
        kind=kind_in_words(offer.side, offer.kind, offer.form),
        facts=[fact for fact in facts if fact[1]],
        terms=terms_in_words(terms),
        nearest=nearest_day(offer, terms) if terms and offer.is_live else None,
    )


def _period(offer):
    first, last = offer.since, offer.until
    words = _day_in_words(first)
    if last == first:
        return words
    return f"{words}から" + (f"{_day_in_words(last)}まで" if last else "")


def _day_in_words(day):
    return f"{day.year}年{day.month}月{day.day}日"


class Lecture(NamedTuple):
    """One line of the menu: `terms` in one text."""

    number: int
    title: str
    text: str
    terms: str


def menu(year):
    """[(partner's name, [Lecture])] of the lectures of a 年度 for print, the city's offices first. One query."""
    offers = Offer.objects.listed().filter(form=Offer.Form.LECTURE, fiscal_year=year).select_related("partner", "terms")
    offers = sorted(offers, key=lambda offer: (not offer.partner.is_city, offer.partner.kana_key, offer.partner_id, offer.pk))
    numbered = enumerate(offers, 1)
    grouped = groupby(numbered, key=lambda pair: pair[1].partner)
    return [(partner.name, [_lecture(number, offer) for number, offer in rows]) for partner, rows in grouped]


def _lecture(number, offer):
    words = "、".join(f"{label}：{text}" for label, text in terms_in_words(getattr(offer, "terms", None)))
    return Lecture(number, offer.title, offer.text, words)


class OwnRow(NamedTuple):
    """One of a partner's own offers, with what may be done to it."""

    offer: Offer
    kind: str
    state: str
    tone: str
    url: str
    goes_on: str  # 「令和9年度も出す」, "" where it cannot


def own_rows(request, partner):
    """([OwnRow] open, the page of closed ones that is asked for, the newest first) of a partner. Three queries."""
    own = partner.offers.select_related("partner", "following")
    rows = list(own.filter(OPEN).order_by("side", "-created_at", "-pk"))
    ended = get_page(own.filter(closed_at__isnull=False).order_by("-closed_at", "-pk"), request, parameter="ended")
    ended.object_list = [_own(row) for row in ended]
    return [_own(row) for row in rows], ended


def _own(row):
    state, tone = "載っています", "ok"
    if not row.is_open:
        state, tone = row.get_ended_display(), "quiet"
    elif row.asked_on:
        state, tone = "まだそのとおりか、確かめてください", "warn"
    elif not row.is_live:
        state, tone = "期間が終わりました", "quiet"
    url, year = reverse("offer-edit", args=[row.partner_id, row.pk]), next_year_of(row, timezone.localdate())
    return OwnRow(row, kind_in_words(row.side, row.kind, row.form), state, tone, url, in_words(year) if year else "")
