"""What happened in an entry, and when: the words of the four stages, and everything as one timeline. Nothing here writes."""

import datetime
from typing import NamedTuple

from django.utils import timezone

from kyodo_portal.process.models import standing
from kyodo_portal.process.waiting import told_changes
from projects.cycles.models import CycleChange
from projects.cycles.workflow import CYCLE


def changes_of(cycles):
    """{cycle's pk: its changes that stand and of which its people were told, the oldest first}. One query."""
    years = {cycle.pk: cycle for cycle in cycles}
    changes = {pk: [] for pk in years}
    for change in CycleChange.objects.filter(subject__in=list(years)).order_by("subject_id", "version"):
        change.subject = years[change.subject_id]  # at hand: a change asks its year which step it was
        changes[change.subject_id].append(change)
    return {pk: standing(told_changes(years[pk], rows)) for pk, rows in changes.items()}


def track_texts(cycle, changes):
    """A few words under each phase: what was or will be, with its day. They have room for about 15 characters."""
    agreed_on = getattr(getattr(cycle, "agreement", None), "agreed_on", None)
    said = {
        "plan": f"{_short(agreed_on)}に合意" if agreed_on else "",
        "do": when_short(cycle, changes),
    }
    for change in changes:
        if began := CYCLE.began(change.to_state):
            said[CYCLE.stage_of(change.from_state)] = began.format(day=_short(change.at))
    if not cycle.is_planned:
        said |= {"plan": "記録だけ" if cycle.is_record else "短い手続き"}
    if not cycle.is_evaluated:
        said |= {"check": "双方の評価はありません"}
    return said


def when_short(cycle, changes):
    """「3月31日まで」 while it goes on, 「4月1日から」 before, 「3月20日まで」 with the day on which it really ended."""
    if cycle.is_stopped:
        return cycle.status_label
    if cycle.is_past_its_time:
        return "始まらずに終わりました"
    began, ended = _days_of_work(changes)
    if ended and cycle.phase not in ("plan", "do"):
        return f"{_short(ended)}まで"
    return f"{_short(cycle.ends_on)}まで" if began or cycle.phase != "plan" else f"{_short(cycle.starts_on)}から"


def as_it_went(cycle, changes):
    """When the year was really carried out, as a sentence; "" where it went as planned or nobody knows."""
    planned = f"{_day(cycle.starts_on)}から{_day(cycle.ends_on)}まで"
    start, end = _days_of_work(changes)
    start = start or cycle.starts_on
    is_early = start < cycle.starts_on
    if not end or cycle.phase in ("plan", "do"):
        return f"{_day(start)}に始めました。予定は{planned}です。" if is_early else ""
    if is_early or end < cycle.starts_on:
        return f"{_day(start)}に始めて、{_day(end)}に終えました。予定は{planned}でした。"
    return "" if end >= cycle.ends_on else f"{_day(cycle.starts_on)}から行い、{_day(end)}に終えました。"


def _days_of_work(changes):
    """(first day, last day) of 実施 as the steps say; None for what has not come, or is not known."""
    stage = CYCLE.stage_of
    began = [change.at for change in changes if (stage(change.from_state), stage(change.to_state)) == ("plan", "do")]
    over = [
        change.at for change in changes if (stage(change.from_state), stage(change.to_state)) in (("do", "check"), ("do", "act"))
    ]
    return timezone.localdate(began[0]) if began else None, timezone.localdate(over[-1]) if over else None


def _day(value):
    return f"{value.year}年{value.month}月{value.day}日"


def _short(value):
    day = timezone.localdate(value) if hasattr(value, "hour") else value
    return f"{day.month}月{day.day}日"


class Event(NamedTuple):
    """Something that happened: the day, the words, how many people came (None: nobody counted), when it was entered.

    `is_activity`: somebody wrote it down, with `photos` ([Shown]); otherwise a step of the procedure.
    """

    on: datetime.date
    title: str
    body: str
    people: int | None
    at: datetime.datetime
    is_activity: bool = False
    photos: tuple = ()


def timeline(updates, photos, changes):
    """[Event] of updates with their `photos` ({pk: [Shown]}) and stage changes, the newest first; changes in the table's own words."""
    events = [
        Event(
            update.happened_on,
            update.title,
            body=update.body,
            people=update.people,
            at=update.created_at,
            is_activity=True,
            photos=tuple(photos.get(update.pk, ())),
        )
        for update in updates
    ]
    table = {step.name: step for step in CYCLE.steps}
    for change in changes:
        step = table.get(change.step)
        if step and step.is_inside:
            continue
        title = step.public if step else change.label
        events.append(Event(timezone.localdate(change.at), title, body="", people=None, at=change.at))
    return sorted(events, key=lambda event: (event.on, event.at), reverse=True)
