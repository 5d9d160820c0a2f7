"""The ledger as people read it: what the list, one entry's page, the home page and a partner's page show. Nothing here writes."""

import datetime
from typing import NamedTuple

from django.db.models import Count, OuterRef, Prefetch, Q, Subquery, Value
from django.utils import timezone

from guidelines.models import CollaborationForm
from partners.models import Area, Field, Partner
from projects.cycles.models import Cycle
from projects.cycles.summary import bar, side_by_side, track_phase
from projects.cycles.workflow import CYCLE
from projects.entries.models import Participation, Project

ENDS = tuple(CYCLE.ends)
SIDES = Participation.Side


def with_current(projects):
    """Annotate each project with its latest cycle's status, year, and id."""
    latest = Cycle.objects.filter(project=OuterRef("pk")).order_by("-fiscal_year")
    return projects.annotate(
        current_status=Subquery(latest.values("status")[:1]),
        current_year=Subquery(latest.values("fiscal_year")[:1]),
        current_pk=Subquery(latest.values("pk")[:1]),
    )


def cards(projects):
    """Projects ready to be drawn as cards: two queries however many there are."""
    rows = with_current(projects).select_related("form")
    return rows.prefetch_related(Prefetch("participations", Participation.objects.select_related("partner")))


class Card(NamedTuple):
    """One entry on a card: its latest year's phase (as track_phase), that state's chip, the 年度, and who takes part."""

    project: Project
    phase: str
    tone: str
    status_label: str
    year: int | None
    groups: list[Partner]
    offices: list[Partner]


def card_of(project):
    """The Card of a project that comes from `cards`."""
    status = project.current_status
    return Card(
        project,
        phase=track_phase(status),
        tone=track_phase(status) if status and status not in ENDS else "quiet",
        status_label=CYCLE.label_of(status) if status else "",
        year=project.current_year,
        groups=[row.partner for row in project.participations.all() if row.side == SIDES.GROUP],
        offices=[row.partner for row in project.participations.all() if row.side == SIDES.CITY],
    )


def running_projects(limit=3):
    """Cards of published projects that are under way, the latest moved first; for the home page. Two queries."""
    rows = cards(Project.objects.published()).exclude(current_status__in=ENDS).order_by("-updated_at", "-pk")
    return [card_of(project) for project in rows[:limit]]


class LedgerNumbers(NamedTuple):
    """How much the published ledger holds: entries, those in 実施, groups and departments that take part."""

    entries: int
    running: int
    partners: int
    departments: int


def ledger_numbers():
    """The LedgerNumbers for the home page. One query."""
    rows = with_current(Project.objects.published())
    group, city = Q(participations__side=SIDES.GROUP), Q(participations__side=SIDES.CITY)
    counted = rows.aggregate(
        entries=Count("pk", distinct=True),
        running=Count("pk", distinct=True, filter=Q(current_status__in=CYCLE.at("do"))),
        partners=Count("participations__partner", distinct=True, filter=group),
        departments=Count("participations__partner", distinct=True, filter=city),
    )
    return LedgerNumbers(**counted)


def partner_projects(partner):
    """Cards of the published projects in which a partner takes part, the latest moved first. Two queries."""
    rows = cards(Project.objects.published().filter(participations__partner=partner)).order_by("-updated_at", "-pk")
    return [card_of(project) for project in rows[:50]]


def choices():
    """{name: [(id, label)]} for the list's filters, asked in one query: forms, fields, areas, departments."""
    offices = (Partner.Office.DEPARTMENT, Partner.Office.SECRETARIAT)
    parts = [
        CollaborationForm.objects.own().order_by().values_list(Value("form"), "pk", "title", "order"),
        Field.objects.order_by().values_list(Value("field"), "pk", "short", "number"),
        Area.objects.order_by().values_list(Value("area"), "pk", "name", "order"),
        Partner.objects.filter(office__in=offices).order_by().values_list(Value("department"), "pk", "name", Value(0)),
    ]
    choices = {name: [] for name in ("form", "field", "area", "department")}
    for name, pk, label, order in parts[0].union(*parts[1:], all=True):
        choices[name].append((order, label if name == "department" else "", pk, label))
    return {name: [(str(pk), label) for _, _, pk, label in sorted(rows)] for name, rows in choices.items()}


def shown_cycle(cycles, year):
    """The cycle that a page shows: that of the year asked for, otherwise the latest."""
    wanted = next((cycle for cycle in cycles if str(cycle.fiscal_year) == str(year)), None)
    return wanted or (cycles[0] if cycles else None)


def page_of_project(project, year=""):
    """Everything the public page of one entry shows, in at most twelve queries. `year`: text from the address."""
    cycles = list(
        project.cycles.select_related("report", "improvement", "agreement", "evaluation_talk", "project__form").order_by(
            "-fiscal_year"
        )
    )
    cycle = shown_cycle(cycles, year)
    people = list(project.participations.select_related("partner"))
    context = {
        "project": project,
        "cycle": cycle,
        "is_current": bool(cycles) and cycle == cycles[0],
        "past": [one for one in cycles if one != cycle],
        "groups": [row.partner for row in people if row.side == SIDES.GROUP],
        "offices": [row.partner for row in people if row.side == SIDES.CITY],
        "fields": list(project.fields.all()),
        "areas": list(project.areas.all()),
        "from_source": bool(project.source_note),
    }
    return {**context, **(about_cycle(cycle) if cycle else {})}


def about_cycle(cycle):
    """What everybody may read of one year: plan, bars, timeline, and, once open, evaluation and talk."""
    changes = list(cycle.changes.all())
    return {
        "phase": track_phase(cycle.status),
        "texts": track_texts(cycle, changes),
        "roles": list(cycle.role_shares.all()),
        "goals": [(goal, [bar(row) for row in goal.indicators.all()]) for goal in cycle.goals.prefetch_related("indicators")],
        "timeline": timeline(list(cycle.updates.published()), changes),
        "evaluation": side_by_side(cycle),
        "talk": getattr(cycle, "evaluation_talk", None),
        "gaps": list(cycle.evaluation_talk.gaps.select_related("item")) if hasattr(cycle, "evaluation_talk") else [],
        "report": cycle.report if hasattr(cycle, "report") and cycle.answers_are_open else None,
        "improvement": getattr(cycle, "improvement", None),
        "agreement": getattr(cycle, "agreement", None),
    }


def track_texts(cycle, changes):
    """One sentence under each phase: what was or will be done, with its date."""
    said = {
        "plan": _on("{}に合意しました。", getattr(getattr(cycle, "agreement", None), "agreed_on", None))
        or "目標と役割を話し合って決めます。",
        "do": f"{_day(cycle.starts_on)}から{_day(cycle.ends_on)}まで行います。",
        "check": "双方がそれぞれ評価し、食い違いを話し合います。",
        "act": "続け方を決めて、公開します。",
    }
    for change in changes:
        if began := CYCLE.began(change.to_state):
            said[CYCLE.stage_of(change.from_state)] = began.format(day=_day(change.at))
    if cycle.project.form.small:
        said |= {"plan": "手続きの短い形態です。", "check": "手続きの短い形態のため、双方の評価はありません。"}
    return said


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
    events = [Event(one.happened_on, one.title, one.body, one.people, one.created_at) for one in updates]
    table = {step.name: step for step in CYCLE.steps}
    for change in changes:
        row = table.get(change.step)
        if row and row.is_inside:
            continue
        title = row.public if row else change.label
        events.append(Event(timezone.localdate(change.at), title, body="", people=None, at=change.at))
    return sorted(events, key=lambda event: (event.on, event.at), reverse=True)
