"""Who has to do what in a year of a collaboration: both sides, each without whoever also belongs to the other, and who accompanies."""

import datetime

from django.utils import timezone

from kyodo_portal.common.lists.keyed import of_each
from kyodo_portal.common.lists.together import together
from kyodo_portal.process.task_rows import TaskFacts
from projects.entries.models import Participation
from projects.entries.window_models import ContactWindow

from .act.carried import tasks_of_decisions, waiting_decisions
from .progress import mark_active

Side = Participation.Side


def tasks_of(cycles):
    """[TaskFacts] of these years, which know their project and its form. One query, one more where one of them goes on now, one
    more where something was decided that is still to be done.

    None for an entry out of a published source, which tells of its time, nor for one that was cancelled or merged, nor where nobody
    has to act (`rests_as`).
    """
    cycles = [cycle for cycle in cycles if not cycle.project.source_note and cycle.project.stands and not cycle.rests_as]
    sides, turns = {}, {}
    projects = [*{cycle.project_id for cycle in cycles}]
    taking_part, windows, waiting = together(*(of_each(build, projects) for build in (_taking_part, _windows, waiting_decisions)))
    for row in taking_part:
        if row.holds():
            sides.setdefault((row.project_id, row.side), []).append(row.partner)
        turns.setdefault(row.project_id, []).extend(_turns_of(row))
    mark_active([cycle for cycle in cycles if cycle.state.active])
    decided, named = tasks_of_decisions(cycles, sides, waiting), _named(sides, windows)
    return [
        _facts(
            cycle,
            sides.get((cycle.project_id, Side.GROUP), []),
            sides.get((cycle.project_id, Side.CITY), []),
            min(turns.get(cycle.project_id, []), default=None),
            own=decided.get(cycle.pk, []),
            named=named.get(cycle.project_id, {}),
        )
        for cycle in cycles
    ]


def _turns_of(row):
    """The days to come on which this row begins to hold, or holds no more."""
    days = [row.since, row.until and row.until + datetime.timedelta(days=1)]
    return [day for day in days if day is not None and day > timezone.localdate()]


def _taking_part(projects):
    return Participation.objects.filter(project__in=projects).select_related("partner").order_by("-is_lead", "pk")


def _windows(projects):
    windows = ContactWindow.objects.open().filter(project__in=projects, main__isnull=False).order_by()
    return windows.values_list("project", "side", "main")


def _named(sides, windows):
    """{project: {party: key of the person whom its side has named as 連絡窓口}}."""
    named = {}
    for project, side, main in windows:
        named.setdefault(project, {}).update({f"p{body.pk}": main for body in sides.get((project, side), ())})
    return named


def _facts(cycle, groups, offices, turns_on, *, own, named):
    theirs = [f"p{body.pk}" for body in groups]
    for task in own:
        task.holder = named.get(task.party)
    return TaskFacts(
        cycle,
        cycle.project.title,
        {
            "applicant": theirs,
            "department": [f"p{body.pk}" for body in offices],
            "secretariat": ["s"],
            "coordinator": [f"c{body.pk}" for body in groups],
        },
        people="・".join(body.public_name for body in groups),
        offices="・".join(body.name for body in offices),
        involved=(*(f"g{body.pk}" for body in groups), *(f"o{body.pk}" for body in offices)),
        # Whoever belongs to both sides stands with the group (entries/access.py).
        not_for=dict.fromkeys(("department", "secretariat", "coordinator"), {*theirs}),
        holders=named,
        own=own,
        public_url=cycle.project.get_absolute_url() if cycle.project.is_published else "",
        is_sample=cycle.project.is_sample,
        turns_on=turns_on,
    )
