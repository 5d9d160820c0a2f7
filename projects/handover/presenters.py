"""What the pages of a 引継ぎ show."""

import datetime
from typing import NamedTuple

from django.db.models import Q

from kyodo_portal.process.models import Task
from partners.directory.access import is_member
from projects.cycles.models import Cycle
from projects.cycles.my_tasks import named_in, open_tasks_of
from projects.cycles.workflow import CYCLE
from projects.entries.models import Project

from .access import Side, can_note_meeting, can_write_sheets
from .actions import MET, WRITTEN
from .facts import facts_of
from .models import Handover, HandoverSheet


class Sheet(NamedTuple):
    """One 引継書 as it is read. `facts`: [[heading, [line]]]; `facts_at`: when they were kept, None while they still follow the matter."""

    row: HandoverSheet
    facts: list
    facts_at: datetime.datetime | None

    @property
    def is_written(self):
        """Somebody has written what the portal does not know."""
        return bool(self.row.advice or self.row.open_points or self.row.other_side)


def sheets_of(handover, *, only=None):
    """[Sheet] of a 引継ぎ in the order of the matters' names; facts as they were handed over, or as they stand. only: of one entry.

    Two queries, eleven more while the facts still follow the matters.
    """
    rows = handover.sheets.select_related("project__form").order_by("project__kana", "project__title", "pk")
    rows = list(rows if only is None else rows.filter(project=only))
    live = {row.project_id for row in rows if handover.may("write") or row.facts_at is None}
    facts = facts_of(Project.objects.filter(pk__in=live)) if live else {}
    for row in rows:
        row.handover = handover
    return [Sheet(row, facts.get(row.project_id, row.facts), None if row.project_id in live else row.facts_at) for row in rows]


def boxes_of(user, handover):
    """The names of what this person may write on a sheet now."""
    written = WRITTEN if can_write_sheets(user, handover) else ()
    return (*written, *(MET if can_note_meeting(user, handover) else ()))


class SheetLine(NamedTuple):
    """One line of the list of sheets."""

    project: Project
    url: str
    is_written: bool
    met_on: datetime.date | None


def lines_of(handover: Handover):
    """[SheetLine] of a 引継ぎ. One query."""
    rows = handover.sheets.select_related("project").order_by("project__kana", "project__title", "pk")
    return [
        SheetLine(row.project, row.get_absolute_url(), bool(row.advice or row.open_points or row.other_side), row.met_on)
        for row in rows
    ]


MOST_WORK = 50


class OpenWork(NamedTuple):
    """What the people of a body have to do now, as each of them reads it on マイページ; for whoever comes from elsewhere what passes to them.
    `rows`: [(Task, name of whom it falls to, "" where anybody does it)]; `more`: how many stand on マイページ only; `is_ahead`: its reader
    opens these matters from the day on which they come.
    """

    rows: list[tuple[Task, str]]
    more: int
    is_ahead: bool = False


def open_work_of(handover, user):
    """The OpenWork of the body whose person leaves, until it is handed over: for somebody of that body, and for whoever comes after, from
    another body too; None for everybody else, who reads no list of it elsewhere. Three queries at most, and one for each process, while
    notices wait.
    """
    there = is_member(user, handover.partner)
    if handover.state.is_end or not (there or user.pk == handover.taker_id):
        return None
    words = [f"{kind}{handover.partner_id}" for kind in "pr"]
    tasks = open_tasks_of(user, also=() if there else words).filter(party__in=words).select_related("holder")
    if not there and not (
        user.is_staff and handover.side == Side.CITY
    ):  # of a group, what others of it begin to write is not theirs yet
        years = Cycle.objects.filter(project__handover_sheets__handover=handover).values("pk")
        of_a_sheet = Q(process=CYCLE.key, subject_id__in=years)
        tasks = tasks.filter(Q(holder=handover.giver_id) | Q(holder=None) & of_a_sheet)
    rows = list(tasks[: MOST_WORK + 1])
    named = named_in(rows, user) | {task.pk: str(user) for task in rows if task.holder_id == user.pk}
    more = tasks.count() - MOST_WORK if len(rows) > MOST_WORK else 0
    return OpenWork([(task, named.get(task.pk, "")) for task in rows[:MOST_WORK]], more, is_ahead=not there)
