"""The ledger by years: how much was done together in each of the last 年度, and how many people took part."""

from collections import Counter
from typing import NamedTuple

from django.db.models import Count, Sum
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_year
from projects.cycles.do.models import Update
from projects.cycles.models import Cycle
from projects.cycles.told import told_entries

YEARS = 5


class Year(NamedTuple):
    """One 年度: the published entries with an agreed year in it; the people that its public updates counted."""

    fiscal_year: int
    entries: int = 0
    people: int = 0


def last_years():
    """[Year] of the 年度 of today and those before, five at most, beginning with the first in which there was anything. Two queries,
    and those of `told_entries`.
    """
    now = fiscal_year(timezone.localdate())
    asked = {"fiscal_year__gt": now - YEARS, "fiscal_year__lte": now}
    # An entry has one row a year.
    agreed = Cycle.objects.agreed().filter(project__published_at__lte=timezone.now(), **asked).order_by()
    moved = told_entries()
    entries = Counter(dict(agreed.exclude(project__in=moved).values_list("fiscal_year").annotate(Count("pk"))))
    for entry in moved.values():
        entries.update(year.fiscal_year for year in entry.years if year.is_agreed and now - YEARS < year.fiscal_year <= now)
    told = Update.objects.published().filter(cycle__project__published_at__lte=timezone.now()).order_by()
    told = told.filter(**{f"cycle__{name}": value for name, value in asked.items()})
    people = dict(told.values_list("cycle__fiscal_year").annotate(Sum("people")))
    first = min((*entries, *people), default=now)
    return [Year(year, entries.get(year, 0), people.get(year) or 0) for year in range(first, now + 1)]
