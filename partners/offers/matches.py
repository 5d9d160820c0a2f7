"""What fits together: who gives what somebody seeks, with the reasons in sentences. Nothing is written, nobody is told.

It must be the other side of the same kind, of another partner, with an equal theme or one side open to any. Then points say who
stands first; each point is a sentence, so that whoever introduces two people knows why.
"""

import datetime
from operator import attrgetter
from typing import NamedTuple

from django.db.models import F
from django.utils import timezone

from partners.directory.models import Partner
from partners.directory.offer_models import Offer

from .presenters import kind_in_words

SHOWN = 5  # for one of one's own
RECENT = datetime.timedelta(days=365)
COLUMNS = ("pk", "side", "kind", "form", "title", "when", "theme_id", "area_id", "confirmed_on", "partner_id")
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


class Matched(NamedTuple):
    """One offer with what fits it, the best first."""

    pk: int
    kind: str
    title: str
    partner_id: int
    partner: str
    matches: list[Match]


def rows_of(offers):
    """The plain rows of a QuerySet of offers that `matched` takes. One query."""
    return list(offers.annotate(**NAMES).values_list(*COLUMNS, *NAMES, named=True))


def matched(rows, *, most=SHOWN):
    """[Matched] of these rows, out of everything that everybody finds. Two queries: what could fit, and where their partners work."""
    if not rows:
        return []
    sides, kinds = {_other(row.side) for row in rows}, {row.kind for row in rows}
    others = rows_of(Offer.objects.open_to_all().filter(side__in=sides, kind__in=kinds).order_by())
    by_kind = {}
    for other in others:
        by_kind.setdefault((other.side, other.kind), []).append(other)
    areas = _areas({row.partner_id for row in rows})
    today = timezone.localdate()
    return [
        _matched(row, by_kind.get((_other(row.side), row.kind), ()), areas.get(row.partner_id, ()), today, most) for row in rows
    ]


def _other(side):
    return Offer.Side.SEEK if side == Offer.Side.GIVE else Offer.Side.GIVE


def _areas(partners):
    """{partner: {area}} of where these work."""
    found = {}
    for partner, area in Partner.areas.through.objects.filter(partner__in=partners).values_list("partner_id", "area_id"):
        found.setdefault(partner, set()).add(area)
    return found


def _matched(row, others, areas, today, most):
    fitting = [match for other in others if (match := _match(row, other, areas, today))]
    fitting.sort(key=attrgetter("pk"), reverse=True)
    fitting.sort(key=attrgetter("points"), reverse=True)
    kind = kind_in_words(row.side, row.kind, row.form)
    return Matched(row.pk, kind, row.title, row.partner_id, row.partner_name, fitting[:most])


def _match(row, other, areas, today):
    """The Match of two rows of opposite sides and one kind; None where they do not fit."""
    if other.partner_id == row.partner_id or (row.theme_id and other.theme_id and row.theme_id != other.theme_id):
        return None
    points, reasons = 0, []
    if row.theme_id and row.theme_id == other.theme_id:
        points, reasons = 4, [f"同じテーマ（{row.theme_name}）"]
    else:
        points, reasons = 1, ["テーマをかぎっていません"]
    if other.area_id is not None and other.area_id == row.area_id:
        points, reasons = points + 3, [*reasons, f"同じ地域（{other.area_name}）"]
    elif other.area_id is None:
        points, reasons = points + 2, [*reasons, "地域をかぎっていません"]
    elif other.area_id in areas:
        points, reasons = points + 1, [*reasons, f"{other.area_name}で活動しています"]
    if today - other.confirmed_on <= RECENT:
        points, reasons = points + 1, [*reasons, f"{other.confirmed_on.year}年{other.confirmed_on.month}月に確かめています"]
    return Match(
        other.pk,
        kind_in_words(other.side, other.kind, other.form),
        other.title,
        other.partner_id,
        other.partner_name,
        other.when,
        reasons,
        points,
    )
