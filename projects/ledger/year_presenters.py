"""The years of an entry beside each other: a ladder of what was aimed at and what came of it, and goals beside the year before."""

from typing import NamedTuple

from django.db.models import prefetch_related_objects

from kyodo_portal.common.drawing.charts import Ring
from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.phases import PHASES
from projects.cycles.models import Cycle, Disclosure
from projects.cycles.summary import bar

from .list_presenters import tone_of

PLACES = {"": -1, **{phase: place for place, phase in enumerate(PHASES)}, "ended": len(PHASES)}


class Year(NamedTuple):
    """A rung of the ladder. `outcome` and `next_plan`: what 見直し decided, "" where nothing was yet or is said."""

    cycle: Cycle
    is_shown: bool
    outcome: str
    next_plan: str
    tone: str


def with_goals(cycles):
    """The same years with their goals and indicators at hand. Two queries, however many years."""
    prefetch_related_objects(cycles, "goals__indicators")
    return cycles


def says_why(cycle):
    """Whether everybody reads why it goes on as it does: not where a side wants nothing of the evaluation published."""
    return not cycle.has_talk or cycle.disclosed != Disclosure.NONE


def improvement_of(cycle):
    """The 見直し that everybody reads, or None: one that was taken back, or that nobody was told of yet, is none. No query."""
    return getattr(cycle, "improvement", None) if cycle.state.is_end else None


def years_of(cycles, shown):
    """[Year], the oldest first; `cycles`: those that everybody reads, the newest first. No query."""
    rungs = []
    for cycle in reversed(cycles):
        improvement = improvement_of(cycle)
        outcome = improvement.get_outcome_display() if improvement else ""
        next_plan = improvement.next_plan if improvement and says_why(cycle) else ""
        rungs.append(Year(cycle, cycle == shown, outcome, next_plan, tone_of(cycle.status)))
    return rungs


def rings_of(cycles):
    """[Ring] of the same years, the oldest first. Their words: the first indicator that at least two of the years have in common."""
    common = _common_indicator(cycles)
    return [
        Ring(fiscal_label(cycle.fiscal_year)[len("令和") :], _figure(cycle, common), PLACES[cycle.phase])
        for cycle in reversed(cycles)
    ]


def _indicators(cycle):
    return [indicator for goal in cycle.goals.all() for indicator in goal.indicators.all()]


def _common_indicator(cycles):
    if len(cycles) < 2:
        return None
    older = {(row.name, row.unit) for cycle in cycles[1:] for row in _indicators(cycle)}
    return next(((row.name, row.unit) for row in _indicators(cycles[0]) if (row.name, row.unit) in older), None)


def _figure(cycle, common):
    """「41軒」 where it was measured and is public, 「45軒へ」 where it is aimed at, "" otherwise."""
    row = next((row for row in _indicators(cycle) if (row.name, row.unit) == common), None)
    if row is None:
        return ""
    if cycle.answers_are_open:
        return "" if row.actual is None else f"{row.actual:,}{row.unit}"
    return f"{row.target:,}{row.unit}へ"


def goals_of(cycle, before):
    """[(Goal, [Bar])] of a year. `before`: the year before it, None for the first; what was measured in it stands beside. No query."""
    known = _indicators(before) if before is not None and before.answers_are_open else []
    former = {(row.name, row.unit): row.actual for row in known}
    return [
        (
            goal,
            [bar(row, measured=cycle.answers_are_open, former=former.get((row.name, row.unit))) for row in goal.indicators.all()],
        )
        for goal in cycle.goals.all()
    ]
