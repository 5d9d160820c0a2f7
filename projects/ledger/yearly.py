"""The ledger by years: how much was done together in each of the last 年度, and how many people took part."""

from collections import Counter
from typing import NamedTuple

from django.db.models import Count, Sum
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_year
from projects.cycles.do.models import Update
from projects.cycles.models import Cycle
from projects.cycles.told import told_entries
from projects.entries.models import Project

YEARS = 5


class Year(NamedTuple):
    """One 年度: the published entries with an agreed year in it; the people that its public updates counted."""

    fiscal_year: int
    entries: int = 0
    people: int = 0


def last_years(after=0):
    """[Year] of the 年度 of today and those before, five at most, beginning with the first in which there was anything. Two queries,
    and those of `told_entries`. after: only those behind this 年度; what lies before is not counted.
    """
    now = fiscal_year(timezone.localdate())
    before = max(now - YEARS, after)
    asked = {"fiscal_year__gt": before, "fiscal_year__lte": now}
    # An entry has one row a year.
    kept_back = Project.objects.unpublished().order_by().values("pk")
    agreed = Cycle.objects.agreed().filter(**asked).exclude(project__in=kept_back).order_by()
    moved = told_entries()
    entries = Counter(dict(agreed.exclude(project__in=moved).values_list("fiscal_year").annotate(Count("pk"))))
    for entry in moved.values():
        entries.update(year.fiscal_year for year in entry.years if year.is_agreed and before < year.fiscal_year <= now)
    told = Update.objects.published().exclude(cycle__project__in=kept_back).order_by()
    told = told.filter(**{f"cycle__{name}": value for name, value in asked.items()})
    people = dict(told.values_list("cycle__fiscal_year").annotate(Sum("people")))
    first = min((*entries, *people), default=now)
    return [Year(year, entries.get(year, 0), people.get(year) or 0) for year in range(first, now + 1)]
