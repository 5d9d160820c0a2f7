"""去年決めたこと: the next steps of gaps, of the 見直し and of meetings, as the year that follows meets them again."""

import datetime
import re
from typing import NamedTuple

from django.db.models import DateField, F, Q, Value
from django.db.models.functions import Cast, Coalesce

from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.process.task_rows import OwnTask
from projects.cycles.check.models import Gap
from projects.cycles.do.meeting_models import CycleMeeting
from projects.cycles.models import Cycle
from projects.cycles.workflow import CYCLE
from projects.entries.models import Participation, Project
from projects.specs.models import Way

from .models import Improvement

Side = Participation.Side
KINDS = {"gap": "食い違いの話し合い", "plan": "見直し", "meeting": "打合せ"}
ANSWER = ("carry_over__cycle", "carry_over__outcome", "carry_over__note", "carry_over__side", "carry_over__at")


class Decided(NamedTuple):
    """One thing that was decided in a year. `answered_in`: key of the year in which it was ticked, None while it is to be done.
    `entry`: the key of the entry whose year it was, `project`: of the one into which that was merged since, else the same.
    """

    kind: str
    pk: int
    project: int
    entry: int
    fiscal_year: int
    text: str
    who: str
    due: datetime.date | None
    answered_in: int | None
    outcome: str
    note: str
    side: str
    at: datetime.datetime | None

    @property
    def source(self):
        """What stands in a task's `source`."""
        return f"{self.kind}:{self.pk}"

    @property
    def key(self):
        """What stands in addresses."""
        return f"{self.kind}-{self.pk}"

    @property
    def origin(self):
        """「令和8年度の打合せ」."""
        return f"{fiscal_label(self.fiscal_year)}の{KINDS[self.kind]}"

    @property
    def is_done(self):
        return self.outcome == "done"


def decisions(projects):
    """[Decided] of all years of these entries and of those that were merged into them, the oldest first. One query."""
    return _in_order(_decisions(projects))


def waiting_decisions(projects):
    """The QuerySet of what nobody has ticked yet, for `tasks_of_decisions`."""
    return _decisions(projects, carry_over__isnull=True)


def _decisions(projects, **narrowed):
    none = Cast(Value(None), DateField())
    entries = Project.objects.filter(Q(pk__in=projects) | Q(merged_into__in=projects)).order_by().values("pk")
    gaps = Gap.objects.filter(talk__cycle__project__in=entries, talk__taken_back_at__isnull=True, **narrowed)
    plans = Improvement.objects.filter(cycle__project__in=entries, **narrowed).exclude(next_plan="")
    meetings = CycleMeeting.objects.filter(cycle__project__in=entries, **narrowed).exclude(decided="")
    return (
        gaps.order_by()
        .values_list(Value("gap"), "pk", *_where("talk__cycle"), "next_step", "who", "due", *ANSWER)
        .union(
            plans.order_by().values_list(Value("plan"), "pk", *_where("cycle"), "next_plan", Value(""), none, *ANSWER),
            meetings.order_by().values_list(Value("meeting"), "pk", *_where("cycle"), "decided", "who", "due", *ANSWER),
            all=True,
        )
    )


def _where(cycle):
    """(the entry that it belongs to now, the one whose year it was, the 年度) of what a path `cycle` leads from."""
    entry = f"{cycle}__project"
    return Coalesce(f"{entry}__merged_into", entry), F(entry), f"{cycle}__fiscal_year"


def _in_order(rows):
    return sorted((Decided(*row) for row in rows), key=lambda row: (row.fiscal_year, list(KINDS).index(row.kind), row.pk))


def meets_again(decided, years):
    """Which year holds an unanswered decision: of the open `years` (`_open_years`) of its entry the first after its own, one in which
    somebody has something to do before a mere record; what a meeting decided holds in its own year too. None where no such year is
    open.
    """
    first = decided.fiscal_year + (decided.kind != "meeting")
    return next((key for _, year, key in sorted(years) if year >= first), None)


def _open_years(projects):
    """{entry: [(whether it is a mere record, fiscal year, key)]} of the years of these entries that have not ended. One query."""
    found = {}
    rows = Cycle.objects.filter(project__in=projects).exclude(status__in=CYCLE.ends).order_by()
    for project, year, key, only_record, way in rows.values_list("project", "fiscal_year", "pk", "only_record", "spec__way"):
        found.setdefault(project, []).append((only_record or way == Way.RECORD, year, key))
    return found


def tasks_of_decisions(cycles, sides, waiting):
    """{key of the year: [OwnTask]} of what these open years have met again and nobody has ticked.

    Held by the bodies that `who` names, by all of both sides where it names none. sides: {(project, side): [Partner]}; waiting: the
    rows of `waiting_decisions`. No query where nothing was decided, one otherwise.
    """
    waiting = _in_order(waiting)
    if not waiting:
        return {}
    years = _open_years({row.project for row in waiting})
    asked, known = {}, {cycle.pk: cycle for cycle in cycles}
    for row in waiting:
        cycle = known.get(meets_again(row, years.get(row.project, ())))
        if cycle is not None:
            asked.setdefault(cycle.pk, []).extend(_tasks(row, cycle, sides))
    return asked


def _names(body):
    """How people write a body in a record: its name without what stands in brackets, of an office its last word too."""
    bare = re.sub(r"（[^（）]*）$", "", body.name)
    return {bare, re.split(r"[ \u3000]", bare)[-1]} if body.office else {bare}


def _tasks(decided, cycle, sides):
    bodies = [(side, body) for side in Side for body in sides.get((cycle.project_id, side), ())]
    named = [(side, body) for side, body in bodies if any(name in decided.who for name in _names(body))]
    groups = frozenset(f"p{body.pk}" for side, body in bodies if side == Side.GROUP)
    for side, body in named or bodies:
        yield OwnTask(
            source=decided.source,
            role="applicant" if side == Side.GROUP else "department",
            party=f"p{body.pk}",
            label=f"決めたことをする：{' '.join(decided.text.split())}",
            url=cycle.page_url("cycle-decided", decided.key),
            due_on=decided.due,
            not_for=frozenset() if side == Side.GROUP else groups,
        )


def decided_before(cycle):
    """[Decided] that this year has met again: what earlier years decided and is still to be done, and what was ticked here.

    What its own meetings decided stands with the meetings. Two queries, one where nothing was decided.
    """
    rows = [row for row in decisions([cycle.project_id]) if not _is_own(row, cycle) and row.fiscal_year <= cycle.fiscal_year]
    if not rows:
        return []
    here = _open_years([cycle.project_id]).get(cycle.project_id, ())
    return [row for row in rows if row.answered_in == cycle.pk or (not row.outcome and meets_again(row, here) == cycle.pk)]


def _is_own(decided, cycle):
    """Whether it was decided in this very year, and not in the same one of an entry that was merged into its entry."""
    return decided.fiscal_year == cycle.fiscal_year and decided.entry == cycle.project_id


def decided_in(cycle, key):
    """The Decided of this address ("gap-5") that can be ticked or was ticked in this year, or None."""
    own = [row for row in decisions([cycle.project_id]) if row.kind == "meeting" and _is_own(row, cycle)]
    return next((row for row in [*decided_before(cycle), *own] if row.key == key and row.answered_in in (None, cycle.pk)), None)
