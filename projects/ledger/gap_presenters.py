"""ここが足りません: parts of running projects that nobody has taken. Nothing here writes."""

from typing import NamedTuple

from django.utils import timezone

from kyodo_portal.notices.waiting import waiting_time
from projects.cycles.models import STOPPED, Cycle
from projects.cycles.plan.models import RoleShare
from projects.cycles.workflow import CYCLE
from projects.entries.models import Project

MOST = 6
UNDER_WAY = tuple(row.code for row in CYCLE.states if row.stage in ("plan", "do") and row.code not in STOPPED)


class Gap(NamedTuple):
    """One part that nobody has taken, and the project that it belongs to."""

    task: str
    project: int
    title: str


def gaps():
    """[Gap] of the agreed years that are under way, those that moved last first, at most MOST. One query.

    A year that has just moved waits until its people were told.
    """
    told = timezone.now() - waiting_time()
    years = Cycle.objects.agreed().filter(status__in=UNDER_WAY, status_since__lte=told, ends_on__gte=timezone.localdate())
    rows = RoleShare.objects.filter(
        group_part="", city_part="", other_part="", cycle__in=years, cycle__project__source_note="",
        cycle__project__in=Project.objects.published(),
    )  # fmt: skip
    rows = rows.order_by("-cycle__status_since", "order", "pk").values_list("task", "cycle__project", "cycle__project__title")
    return [Gap(*row) for row in rows[:MOST]]
