"""What everybody's lists and numbers say of the entries that moved a moment ago: as their people were told last. Nothing here writes.

Such entries are few, so that they are read first and set right in Python; all others are asked for by their columns, as ever.
"""

from typing import NamedTuple

from django.utils import timezone

from kyodo_portal.notices.waiting import waiting_time
from kyodo_portal.process.models import standing
from kyodo_portal.process.waiting import as_told_to, as_told_to_all

from .models import Cycle, CycleChange
from .workflow import CYCLE, SYSTEM

RIPENED = [step for step in CYCLE.steps if step.roles == (SYSTEM,) and step.condition]  # by what both sides did


class Told(NamedTuple):
    """One entry as everybody was told of it: its years, the newest first, each standing where it stood then (as_told_to_all)."""

    years: list[Cycle]

    @property
    def current(self):
        """The year that lists show of it: `Project.current_cycle`, as it was told."""
        return next((year for year in self.years if year.is_agreed), self.years[0])

    @property
    def read_by_everybody(self):
        """The agreed years, and of an entry without one the latest."""
        return [year for year in self.years if year.is_agreed] or self.years[:1]

    def of(self, fiscal_year):
        """Its year of this 年度, or None."""
        return next((year for year in self.years if year.fiscal_year == fiscal_year), None)


def told_entries():
    """{pk of the entry: Told} of the published entries one of whose years moved and that nobody was told of yet.

    One query where there are none, three otherwise; no query where nothing waits (KYODO_UNDO_MINUTES=0).
    """
    if not waiting_time():
        return {}
    now = timezone.now()
    moved = Cycle.objects.filter(status_since__gt=now - waiting_time(), project__published_at__lte=now)
    entries = list(moved.order_by().values_list("project_id", flat=True).distinct())
    if not entries:
        return {}
    years = {}
    for year in Cycle.objects.filter(project__in=entries).select_related("agreement").order_by("project_id", "-fiscal_year"):
        years[year.pk] = year
    changes = {pk: [] for pk, year in years.items() if year.status_since > now - waiting_time()}
    for change in CycleChange.objects.filter(subject__in=list(changes)).order_by("subject_id", "version"):
        change.subject = years[change.subject_id]  # at hand: a change asks its year which step it was
        changes[change.subject_id].append(change)
    for pk, rows in changes.items():
        years[pk].__dict__["last_step"] = next(reversed(standing(rows)), None)
    found = {}
    for year in years.values():
        found.setdefault(year.project_id, []).append(as_told_to_all(year))
    return {pk: Told(rows) for pk, rows in found.items()}


def as_told_to_side(cycle, user):
    """The year for the pages of its own people: as this person was told of it. What both sides together brought about stands at once."""
    last = as_told_to(cycle, user)
    return cycle if last is not cycle and cycle.last_step.row in RIPENED else last
