"""The lists of all years as the city's offices see them, and the versions of one. Nothing here writes."""

from typing import NamedTuple

from django.db.models import Prefetch

from kyodo_portal.common.japanese.dates import fiscal_label
from projects.cycles.models import Cycle
from projects.inventory.models import InventoryRound

from .models import OldList, PublishedYear, Snapshot

SHOWN = 20  # old tables that were begun and not taken in


class Year(NamedTuple):
    """One 年度: the version that stands, how many matters it counts, whether everybody reads it."""

    label: str
    snapshot: Snapshot
    count: int
    is_public: bool


def years():
    """[Year], the newest first. Two queries."""
    public = set(PublishedYear.objects.values_list("fiscal_year", flat=True))
    newest = Snapshot.objects.newest().order_by("-fiscal_year")
    return [Year(fiscal_label(one.fiscal_year), one, one.summary.get("count", 0), one.fiscal_year in public) for one in newest]


def counting():
    """The InventoryRound that is under way, the newest one of several, or None. One query."""
    return InventoryRound.objects.exclude(status__in=InventoryRound.process.ends).order_by("-fiscal_year").first()


def begun(user):
    """The OldList that somebody of the secretariat began and nobody has taken in. One query."""
    lists = (
        OldList.objects.visible_to(user).filter(snapshot__isnull=True).select_related("by").defer("sheets", "words", "columns")
    )
    return list(lists.order_by("-at", "-pk")[:SHOWN])


def versions(year):
    """Every version of a year with who made it, the newest first. One query."""
    return list(Snapshot.objects.filter(fiscal_year=year).select_related("by").prefetch_related(_OLD).defer("summary"))


_OLD = Prefetch("old_list", OldList.objects.defer("sheets", "words", "columns"))


def years_in_ledger(year):
    """How many matters of the ledger have this 年度. One query."""
    return Cycle.objects.filter(fiscal_year=year).count()
