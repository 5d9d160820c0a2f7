"""Where a frozen list and the ledger do not agree any more about which entries there are: a further version puts it right."""

from typing import NamedTuple

from projects.cycles.models import Cycle
from projects.entries.models import Project

from .models import Snapshot, SnapshotRow

FROZEN = Snapshot.Source.FROZEN


class Amends(NamedTuple):
    """What the next version of a year's list leaves out ([SnapshotRow] with their `project`), and what comes back to it ([Project])."""

    gone: list
    back: list


def frozen_years(project):
    """[年度] whose newest version was frozen and names this entry, the earliest first. One query."""
    rows = SnapshotRow.objects.filter(project=project.pk, snapshot__in=Snapshot.objects.newest().filter(source=FROZEN))
    return sorted(set(rows.values_list("snapshot__fiscal_year", flat=True)))


def amends_of(year):
    """The Amends that are due for this 年度: of entries cancelled, merged, restored or parted since. Three queries, one where
    nothing is frozen.
    """
    last = Snapshot.objects.newest().filter(fiscal_year=year, source=FROZEN).first()
    if last is None:
        return Amends([], [])
    gone = last.rows.filter(project__in=Project.objects.exclude(pk__in=Project.objects.standing())).select_related("project")
    named = SnapshotRow.objects.filter(snapshot__fiscal_year=year, snapshot__source=FROZEN, project__isnull=False)
    missing = Project.objects.standing().filter(pk__in=named.values("project")).exclude(pk__in=last.rows.values("project"))
    back = missing.filter(pk__in=Cycle.objects.filter(fiscal_year=year).agreed().values("project"))
    return Amends(list(gone), list(back.order_by("pk")))
