"""What the pages of asks show. Nothing here writes."""

import datetime
from typing import NamedTuple

from kyodo_portal.process.models import Task
from kyodo_portal.process.waiting import untold_matters
from partners.models import Partner

from .access import can_read_words
from .loads import Load, letters_of, load_of, meetings_of, seats_of, tasks_of, with_loads, years_of
from .models import AskedGroup
from .told_actions import heard_of

NO_DAY = "期限のないもの"


def asked_of(partners, year):
    """{partner: [AskedGroup]} of what stands in this 年度, in the order of days. One query."""
    found = {}
    rows = AskedGroup.objects.standing().filter(partner__in=partners, ask__fiscal_year=year).select_related("ask__office")
    for row in sorted(rows, key=_day):
        found.setdefault(row.partner_id, []).append(row)
    return found


def _day(row):
    return row.ask.due_on or datetime.date.max, row.pk


class Already(NamedTuple):
    """One group before it is asked once more: its numbers, and what it is asked already. `is_most`: nobody of these is asked more."""

    group: Partner
    load: Load
    asked: list[AskedGroup]
    is_most: bool


def before_asking(groups, year):
    """[Already] of these groups, whoever is asked most first. Two queries."""
    rows = list(with_loads(Partner.objects.filter(pk__in=[group.pk for group in groups]), year))
    asked = asked_of([row.pk for row in rows], year)
    most = max((row.load for row in rows), default=0)
    rows.sort(key=lambda row: (-row.load, row.kana_key, row.pk))
    return [Already(row, load_of(row), asked.get(row.pk, []), len(rows) > 1 and 0 < row.load == most) for row in rows]


class Month(NamedTuple):
    """The asks that are due in one month, 「10月」; those without a last day stand under NO_DAY, at the end."""

    label: str
    rows: list[AskedGroup]


class GroupYear(NamedTuple):
    """What the city asks of one group in a 年度. `years`: the years of which there are asks, this one among them.

    Each AskedGroup has `words`: what the group said beside its answer, "" where this reader may not read it. `open`: how many wait for an
    answer; `next_day`: the nearest last day of those, None where none has one.
    """

    year: int
    load: Load
    open: int
    next_day: datetime.date | None
    months: list[Month]
    withdrawn: list[AskedGroup]
    letters: list
    tasks: list[Task]
    seats: list
    meetings: list
    works: list
    years: list[int]


def group_year(partner, year, *, user):
    """The GroupYear of one group. Eight queries; for whoever is not of the city what nobody was told stays out: one more, and one where
    something was withdrawn."""
    rows = list(AskedGroup.objects.filter(partner=partner, ask__fiscal_year=year).select_related("ask__office", "partner"))
    for row in rows:
        row.words = row.why if can_read_words(user, row) else ""
    waiting = [row for row in rows if row.stands and not row.answer]
    withdrawn = [row for row in rows if not row.stands]
    waits = set() if user.is_staff else untold_matters()
    tasks = tasks_of(f"p{partner.pk}", f"r{partner.pk}").by_day()
    tasks = [task for task in tasks if (task.process, str(task.subject_id)) not in waits]
    years = set(AskedGroup.objects.filter(partner=partner).order_by().values_list("ask__fiscal_year", flat=True))
    return GroupYear(
        year=year,
        load=load_of(with_loads(Partner.objects.filter(pk=partner.pk), year).get()),
        open=len(waiting),
        next_day=min((row.ask.due_on for row in waiting if row.ask.due_on), default=None),
        months=_months(row for row in sorted(rows, key=_day) if row.stands),
        withdrawn=withdrawn if user.is_staff else heard_of(withdrawn),
        letters=list(letters_of(partner, year).select_related("from_partner").order_by("sent_at", "pk")),
        tasks=tasks,
        seats=list(seats_of(partner.name, partner).select_related("committee")),
        meetings=list(meetings_of(partner, year).select_related("cycle__project").order_by("on", "pk")),
        works=list(years_of(partner, year).select_related("project").order_by("project__kana", "pk")),
        years=sorted(years | {year}),
    )


def _months(rows):
    found = {}
    for row in rows:
        found.setdefault(f"{row.ask.due_on.month}月" if row.ask.due_on else NO_DAY, []).append(row)
    return [Month(label, group) for label, group in found.items()]
