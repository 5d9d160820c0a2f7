"""What fits together: who gives what somebody seeks, with the reasons in sentences. Nothing is written, nobody is told.

It must be the other side of the same kind, of another partner, with an equal theme or one side open to any, and neither of the two
takes no letters of the other's people. Then points say who stands first; each point is a sentence, so that whoever introduces two
people knows why.
"""

import datetime
from heapq import nlargest
from typing import NamedTuple

from django.db.models import F, Q
from django.utils import timezone

from kyodo_portal.common.upwards import what_letters_tell
from partners.directory.models import Partner
from partners.directory.offer_models import Offer

from .presenters import kind_in_words

SHOWN = 5  # for one of one's own
RECENT = datetime.timedelta(days=365)
COLUMNS = (
    "pk",
    "side",
    "kind",
    "form",
    "title",
    "when",
    "since",
    "theme_id",
    "area_id",
    "confirmed_on",
    "partner_id",
    "partner__office",
)
ANY_THEME, ANY_AREA, IN_TIME = "テーマをかぎっていません", "地域をかぎっていません", "期日までに返事をしています"
NAMES = {"theme_name": F("theme__name"), "area_name": F("area__name"), "partner_name": F("partner__name")}


class Match(NamedTuple):
    """One offer that fits: whose it is, how it is called, and why (`reasons`: sentences). `points` order them."""

    pk: int
    kind: str
    title: str
    partner_id: int
    partner: str
    when: str
    reasons: list[str]
    points: int
    is_near: bool  # a theme or a place in common
    is_group: bool  # no office: whom a coordinator may bring together with another

    @property
    def good(self):
        """The reasons that say more than that nothing is limited."""
        return [reason for reason in self.reasons if reason not in (ANY_THEME, ANY_AREA)]


class Matched(NamedTuple):
    """One offer with what fits it, the best first."""

    pk: int
    kind: str
    title: str
    partner_id: int
    partner: str
    is_group: bool
    matches: list[Match]


class Around(NamedTuple):
    """What is known beside the offers: where the partners of the rows work, what letters tell of everybody, which day it is."""

    areas: dict
    apart: frozenset
    in_time: frozenset
    today: datetime.date


def named_rows():
    """All offers as the plain rows that `matched` takes: what a list reads of a page."""
    return Offer.objects.annotate(**NAMES).values_list(*COLUMNS, *NAMES, named=True)


def rows_of(offers):
    """[row] of a QuerySet of offers, as `matched` takes them. One query."""
    return list(offers.annotate(**NAMES).values_list(*COLUMNS, *NAMES, named=True))


def matched(rows, *, most=SHOWN, near=False):
    """[Matched] of these rows, out of everything that everybody finds. near: only what has a theme or a place in common.

    Three queries: what could fit, where the partners of the rows work, what letters tell.
    """
    if not rows:
        return []
    today = timezone.localdate()
    others = rows_of(Offer.objects.open_to_all().filter(_could_fit(rows)).order_by())
    by_kind = {}
    for other in others:
        if not _is_of_next_year(other, today):
            by_kind.setdefault((other.side, other.kind), []).append(other)
    told = what_letters_tell()
    around = Around(_areas({row.partner_id for row in rows}), told.apart, told.in_time, today)
    return [
        _matched(row, by_kind.get((_other(row.side), row.kind), ()), around, most, near)
        for row in rows
        if not _is_of_next_year(row, today)
    ]


def _could_fit(rows):
    """The other side of the kind of a row, of its theme or of any: most of what everybody finds is not even read."""
    themes = {}
    for row in rows:
        themes.setdefault((_other(row.side), row.kind), set()).add(row.theme_id)
    fits = Q()
    for (side, kind), of in themes.items():
        theme = Q() if None in of else Q(theme__isnull=True) | Q(theme__in=of)
        fits |= Q(side=side, kind=kind) & theme
    return fits


def _is_of_next_year(row, today):
    """A lecture of the 年度 that comes: this year's own row stands beside it."""
    return row.form == Offer.Form.LECTURE and row.since > today


def _other(side):
    return Offer.Side.SEEK if side == Offer.Side.GIVE else Offer.Side.GIVE


def _areas(partners):
    """{partner: {area}} of where these work."""
    found = {}
    for partner, area in Partner.areas.through.objects.filter(partner__in=partners).values_list("partner_id", "area_id"):
        found.setdefault(partner, set()).add(area)
    return found


def _matched(row, others, around, most, near):
    fitting = [(fit, other) for other in others if (fit := _fit(row, other, around)) and (fit.is_near or not near)]
    best = nlargest(most, fitting, key=lambda found: (found[0].points, found[1].pk))
    kind = kind_in_words(row.side, row.kind, row.form)
    matches = [_match(row, other, fit, around) for fit, other in best]
    return Matched(row.pk, kind, row.title, row.partner_id, row.partner_name, row.partner__office == Partner.Office.NONE, matches)


class Fit(NamedTuple):
    """How well two rows fit, before it is put into words: that is done for the few that are shown."""

    points: int
    is_near: bool
    same_theme: bool
    place: str


def _fit(row, other, around):
    """The Fit of two rows of opposite sides and one kind; None where they do not fit."""
    one, two = row.partner_id, other.partner_id
    if one == two or (row.theme_id and other.theme_id and row.theme_id != other.theme_id):
        return None
    if (one, two) in around.apart or (two, one) in around.apart:
        return None
    same_theme = row.theme_id is not None and row.theme_id == other.theme_id
    more, place = _place(row, other, around.areas.get(one, ()))
    points = (4 if same_theme else 1) + more + _is_recent(other, around) + (two in around.in_time)
    return Fit(points, same_theme or bool(place) and place != ANY_AREA, same_theme, place)


def _is_recent(other, around):
    return around.today - other.confirmed_on <= RECENT


def _match(row, other, fit, around):
    """The Match in words."""
    reasons = [f"同じテーマ（{row.theme_name}）" if fit.same_theme else ANY_THEME]
    if fit.place:
        reasons.append(fit.place)
    if _is_recent(other, around):
        reasons.append(f"{other.confirmed_on.year}年{other.confirmed_on.month}月に確かめています")
    if other.partner_id in around.in_time:
        reasons.append(IN_TIME)
    kind = kind_in_words(other.side, other.kind, other.form)
    is_group = other.partner__office == Partner.Office.NONE
    return Match(
        other.pk, kind, other.title, other.partner_id, other.partner_name, other.when, reasons, fit.points, fit.is_near, is_group
    )


def _place(row, other, areas):
    """(points, the sentence or "") of where the other one is given."""
    if other.area_id is None:
        return 2, ANY_AREA
    if other.area_id == row.area_id:
        return 3, f"同じ地域（{other.area_name}）"
    return (1, f"{other.area_name}で活動しています") if other.area_id in areas else (0, "")
