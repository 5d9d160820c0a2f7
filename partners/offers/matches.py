"""What fits together: who gives what somebody seeks, with the reasons in sentences. Nothing is written, nobody is told.

It must be the other side of the same kind, of another partner, with an equal theme or one side open to any, and neither of the two
takes no letters of the other's people. Then points say who stands first; each point is a sentence, so that whoever introduces two
people knows why.
"""

import datetime
from collections import defaultdict
from heapq import nlargest
from typing import NamedTuple

from django.db.models import Aggregate, Case, CharField, F, OuterRef, Q, Subquery, When
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


class Joined(Aggregate):
    """The numbers of several rows as one text, with commas between."""

    function, output_field = "GROUP_CONCAT", CharField()

    def as_postgresql(self, compiler, connection, **more):
        return self.as_sql(compiler, connection, template="STRING_AGG(%(expressions)s::text, ',')", **more)


_AREAS = Partner.areas.through.objects.filter(partner=OuterRef("partner_id")).values("partner")
NAMES = {
    "theme_name": F("theme__name"), "area_name": F("area__name"), "partner_name": F("partner__name"),
    "works_in": Subquery(_AREAS.annotate(all=Joined("area_id")).values("all")),  # the areas of its partner
}  # fmt: skip


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
    """What is known beside the offers: what letters tell of everybody, which day it is."""

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

    Three queries: what could fit, what letters tell, the words of what is shown.
    """
    today = timezone.localdate()
    rows = [row for row in rows if not _is_of_next_year(row, today)]
    if not rows:
        return []
    could_fit = _candidates(rows, today, near)
    told = what_letters_tell()
    around = Around(told.apart, told.in_time, today)
    best = {row.pk: _best(row, could_fit, around, most, near) for row in rows}
    named = {other.pk: other for other in rows_of(Offer.objects.filter(pk__in={pk for keys in best.values() for pk in keys}))}
    return [_matched(row, [named[pk] for pk in best[row.pk] if pk in named], around) for row in rows]


def _candidates(rows, today, near):
    """{(side, kind): {theme: [(side, kind, theme, key, partner, area, whether it was confirmed lately)]}} of what could fit: numbers
    alone, for thousands are looked at and a few are shown.
    """
    offers = Offer.objects.listed().filter(_could_fit(rows, near)).exclude(form=Offer.Form.LECTURE, since__gt=today)
    recent = Case(When(confirmed_on__gte=today - RECENT, then=1), default=0)
    found = defaultdict(lambda: defaultdict(list))
    columns = ("side", "kind", "theme_id", "pk", "partner_id", "area_id", "recent")
    for row in offers.order_by().annotate(recent=recent).values_list(*columns):
        found[row[:2]][row[2]].append(row)
    return found


def _best(row, could_fit, around, most, near):
    """[key of an offer], the best first: theme and place in common, lately confirmed, answered in time; of equals the newest."""
    of_themes = could_fit.get((_other(row.side), row.kind), {})
    themes = of_themes if row.theme_id is None else {row.theme_id, None} & of_themes.keys()
    own, place, works_in = row.partner_id, row.area_id, _areas(row)
    shunned = {own} | {other for one, other in around.apart if one == own} | {one for one, other in around.apart if other == own}
    found = []
    for theme in themes:
        same = theme is not None and theme == row.theme_id
        for _, _, _, pk, partner, area, recent in of_themes[theme]:
            here = 0 if area is None else 3 if area == place else 1 if area in works_in else 0
            if partner not in shunned and (same or here or not near):
                found.append(((4 if same else 1) + (2 if area is None else here) + recent + (partner in around.in_time), pk))
    return [pk for _, pk in nlargest(most, found)]


def _could_fit(rows, near):
    """The other side of the kind of a row, of its theme or of any, and where `near` is asked with that theme or in a place of the row:
    most of what everybody finds is not even read.
    """
    asked = {}
    for row in rows:
        themes, places = asked.setdefault((_other(row.side), row.kind), (set(), set()))
        themes.add(row.theme_id)
        places.update({row.area_id} - {None}, _areas(row))
    fits = Q(pk=None)
    for (side, kind), (themes, places) in asked.items():
        if near:
            which = Q(theme__in=themes - {None}) | Q(area__in=places)
        else:
            which = Q() if None in themes else Q(theme__isnull=True) | Q(theme__in=themes)
        fits |= Q(side=side, kind=kind) & which
    return fits


def _is_of_next_year(row, today):
    """A lecture of the 年度 that comes: this year's own row stands beside it."""
    return row.form == Offer.Form.LECTURE and row.since > today


def _other(side):
    return Offer.Side.SEEK if side == Offer.Side.GIVE else Offer.Side.GIVE


def _areas(row):
    """{area} where the partner of a row works."""
    return {int(area) for area in (row.works_in or "").split(",") if area}


def _matched(row, others, around):
    kind = kind_in_words(row.side, row.kind, row.form)
    matches = [_match(row, other, _fit(row, other, around), around) for other in others]
    return Matched(row.pk, kind, row.title, row.partner_id, row.partner_name, row.partner__office == Partner.Office.NONE, matches)


class Fit(NamedTuple):
    """How well two rows fit, before it is put into words."""

    points: int
    is_near: bool
    same_theme: bool
    place: str


def _fit(row, other, around):
    """The Fit of two rows of opposite sides and one kind, of which `_best` found that they fit."""
    same_theme = row.theme_id is not None and row.theme_id == other.theme_id
    more, place = _place(row, other, _areas(row))
    points = (4 if same_theme else 1) + more + _is_recent(other, around) + (other.partner_id in around.in_time)
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
