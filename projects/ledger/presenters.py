"""One entry of the ledger as everybody reads it: its years, and of each the plan, the timeline and the evaluation. Nothing here writes."""

import datetime
from typing import NamedTuple

from django.utils import timezone

from kyodo_portal.process.models import standing
from kyodo_portal.process.waiting import as_told_to_all, told_changes
from projects.cycles.check.models import EvaluationTalk, Gap
from projects.cycles.models import Cycle, Disclosure
from projects.cycles.plan.models import Agreement, RoleShare
from projects.cycles.summary import SideBySide, SideMean, bar, means_of, side_by_side, track_phase
from projects.cycles.workflow import CYCLE

from .list_presenters import SIDES


def shown_cycle(cycles, year):
    """The cycle that a page shows: that of the year asked for, otherwise the latest. `cycles`: those that everybody reads."""
    wanted = next((cycle for cycle in cycles if str(cycle.fiscal_year) == str(year)), None)
    return wanted or (cycles[0] if cycles else None)


def page_of_project(project, year=""):
    """Everything the public page of one entry shows, in at most twelve queries. `year`: text from the address.

    The plan of a year that is not agreed stands nowhere here: the page shows the last agreed year, and of an entry without
    one the stage and the days.
    """
    related = ("report", "improvement", "agreement", "evaluation_talk", "project__form__guideline")
    every_cycle = [as_told_to_all(cycle) for cycle in project.cycles.select_related(*related).order_by("-fiscal_year")]
    cycles = [cycle for cycle in every_cycle if cycle.is_agreed] or every_cycle[:1]
    cycle = shown_cycle(cycles, year)
    people = list(project.participations.select_related("partner"))
    context = {
        "project": project,
        "cycle": cycle,
        "newest": every_cycle[0] if every_cycle else None,
        "is_current": bool(cycles) and cycle == cycles[0],
        "past": [other for other in cycles if other != cycle],
        "groups": [participation.partner for participation in people if participation.side == SIDES.GROUP],
        "offices": [participation.partner for participation in people if participation.side == SIDES.CITY],
        "fields": list(project.fields.all()),
        "areas": list(project.areas.all()),
        "from_source": bool(project.source_note),
    }
    return {**context, **(about_cycle(cycle) if cycle else {})}


def about_cycle(cycle):
    """What everybody may read of one year: the agreed plan, bars, timeline, and what both sides let be read of the evaluation."""
    changes = standing(told_changes(cycle, cycle.changes.all()))
    return {
        **(public_plan(cycle)._asdict() if cycle.is_agreed else {}),
        **public_evaluation(cycle)._asdict(),
        "phase": track_phase(cycle.status),
        "texts": track_texts(cycle, changes),
        "timeline": timeline(list(cycle.updates.published()), changes),
        "report": cycle.report if hasattr(cycle, "report") and cycle.answers_are_open else None,
        "improvement": getattr(cycle, "improvement", None) if cycle.state.is_end else None,
        # A side that wants nothing of the evaluation published: what becomes of the collaboration, without the reasons.
        "says_why": not cycle.has_talk or cycle.disclosed != Disclosure.NONE,
    }


class PublicPlan(NamedTuple):
    """The agreed plan of a year: `plan` is the cycle with its goal and money; `goals`: [(Goal, [Bar])]."""

    plan: Cycle
    roles: list[RoleShare]
    goals: list
    agreement: Agreement | None


def public_plan(cycle):
    """The PublicPlan of an agreed year. What was measured belongs to the report and shows with it. Three queries."""
    goals = cycle.goals.prefetch_related("indicators")
    return PublicPlan(
        plan=cycle,
        roles=list(cycle.role_shares.all()),
        goals=[
            (goal, [bar(indicator, measured=cycle.answers_are_open) for indicator in goal.indicators.all()]) for goal in goals
        ],
        agreement=getattr(cycle, "agreement", None),
    )


class PublicEvaluation(NamedTuple):
    """What everybody reads of a year's evaluation: the summary's means and talk; `evaluation` and the gaps' `causes` where all is."""

    evaluation: SideBySide | None = None
    means: list[SideMean] = []
    talk: EvaluationTalk | None = None
    gaps: list[Gap] = []
    causes: bool = False


def public_evaluation(cycle):
    """The PublicEvaluation of a year, as far as `disclosed` goes. No query before the talk is recorded, then four."""
    if cycle.disclosed == Disclosure.NONE:
        return PublicEvaluation()
    evaluation, is_full = side_by_side(cycle), cycle.disclosed == Disclosure.FULL
    return PublicEvaluation(
        evaluation=evaluation if is_full else None,
        means=means_of(evaluation) if evaluation else [],
        talk=cycle.talk,
        gaps=list(cycle.talk.gaps.select_related("item")),
        causes=is_full,
    )


def track_texts(cycle, changes):
    """One sentence under each phase: what was or will be done, with its date."""
    said = {
        "plan": _on("{}に合意しました。", getattr(getattr(cycle, "agreement", None), "agreed_on", None))
        or "目標と役割を話し合って決めます。",
        "do": when_done(cycle, changes),
        "check": "双方がそれぞれ評価し、食い違いを話し合います。",
        "act": "続け方を決めて、公開します。",
    }
    for change in changes:
        if began := CYCLE.began(change.to_state):
            said[CYCLE.stage_of(change.from_state)] = began.format(day=_day(change.at))
    if cycle.project.form.small:
        said |= {"plan": "手続きの短い形態です。", "check": "手続きの短い形態のため、双方の評価はありません。"}
    return said


def when_done(cycle, changes):
    """When the year is carried out: what was planned, and what really happened where that is known and was not as planned."""
    planned, stage = f"{_day(cycle.starts_on)}から{_day(cycle.ends_on)}まで", CYCLE.stage_of
    began = [change.at for change in changes if (stage(change.from_state), stage(change.to_state)) == ("plan", "do")]
    over = [
        change.at for change in changes if (stage(change.from_state), stage(change.to_state)) in (("do", "check"), ("do", "act"))
    ]
    start = timezone.localdate(began[0]) if began else cycle.starts_on
    is_early = start < cycle.starts_on
    if not over or cycle.phase in ("plan", "do"):
        return f"{_day(start)}に始めました。予定は{planned}です。" if is_early else f"{planned}行います。"
    end = timezone.localdate(over[-1])
    if is_early or end < cycle.starts_on:
        return f"{_day(start)}に始めて、{_day(end)}に終えました。予定は{planned}でした。"
    return f"{planned}行いました。" if end >= cycle.ends_on else f"{_day(cycle.starts_on)}から行い、{_day(end)}に終えました。"


def _day(value):
    day = timezone.localdate(value) if hasattr(value, "hour") else value
    return f"{day.year}年{day.month}月{day.day}日"


def _on(text, value):
    return text.format(_day(value)) if value else ""


class Event(NamedTuple):
    """Something that happened: the day, the words, how many people came (None: nobody counted), when it was entered."""

    on: datetime.date
    title: str
    body: str
    people: int | None
    at: datetime.datetime


def timeline(updates, changes):
    """[Event] of updates and stage changes, the newest first; changes in the table's own words."""
    events = [Event(update.happened_on, update.title, update.body, update.people, update.created_at) for update in updates]
    table = {step.name: step for step in CYCLE.steps}
    for change in changes:
        step = table.get(change.step)
        if step and step.is_inside:
            continue
        title = step.public if step else change.label
        events.append(Event(timezone.localdate(change.at), title, body="", people=None, at=change.at))
    return sorted(events, key=lambda event: (event.on, event.at), reverse=True)
