"""The ledger's entries as cards: what its list, the home page and a partner's page show. Nothing here writes."""

from typing import NamedTuple

from django.db.models import Count, Q, Value

from guidelines.models import CollaborationForm
from partners.models import Area, Field, Partner
from projects.cycles.summary import track_phase
from projects.cycles.workflow import CYCLE
from projects.entries.models import Participation, Project

ENDS = tuple(CYCLE.ends)
SIDES = Participation.Side


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
    """The Card of a project that comes from `for_cards()`."""
    status = project.current_status
    return Card(
        project,
        phase=track_phase(status),
        tone=track_phase(status) if status and status not in ENDS else "quiet",
        status_label=CYCLE.label_of(status) if status else "",
        year=project.current_year,
        groups=[participation.partner for participation in project.participations.all() if participation.side == SIDES.GROUP],
        offices=[participation.partner for participation in project.participations.all() if participation.side == SIDES.CITY],
    )


def running_projects(limit=3):
    """Cards of published projects that are under way, the latest moved first; for the home page. Two queries."""
    projects = Project.objects.published().for_cards().exclude(current_status__in=ENDS).order_by("-updated_at", "-pk")
    return [card_of(project) for project in projects[:limit]]


class LedgerNumbers(NamedTuple):
    """How much the published ledger holds: entries, those in 実施, groups and departments that take part."""

    entries: int
    running: int
    partners: int
    departments: int


def ledger_numbers():
    """The LedgerNumbers for the home page. One query."""
    projects = Project.objects.published().with_current_cycle()
    group, city = Q(participations__side=SIDES.GROUP), Q(participations__side=SIDES.CITY)
    counted = projects.aggregate(
        entries=Count("pk", distinct=True),
        running=Count("pk", distinct=True, filter=Q(current_status__in=CYCLE.at("do"))),
        partners=Count("participations__partner", distinct=True, filter=group),
        departments=Count("participations__partner", distinct=True, filter=city),
    )
    return LedgerNumbers(**counted)


def partner_projects(partner):
    """Cards of the published projects in which a partner takes part, the latest moved first. Two queries."""
    projects = Project.objects.published().filter(participations__partner=partner).for_cards().order_by("-updated_at", "-pk")
    return [card_of(project) for project in projects[:50]]


def choices():
    """{name: [(id, label)]} for the list's filters, asked in one query: forms, fields, areas, departments."""
    offices = (Partner.Office.DEPARTMENT, Partner.Office.SECRETARIAT)
    parts = [
        CollaborationForm.objects.own().published().order_by().values_list(Value("form"), "pk", "title", "order"),
        Field.objects.order_by().values_list(Value("field"), "pk", "short", "number"),
        Area.objects.order_by().values_list(Value("area"), "pk", "name", "order"),
        Partner.objects.filter(office__in=offices).order_by().values_list(Value("department"), "pk", "name", Value(0)),
    ]
    choices = {name: [] for name in ("form", "field", "area", "department")}
    for name, pk, label, order in parts[0].union(*parts[1:], all=True):
        choices[name].append((order, label if name == "department" else "", pk, label))
    return {name: [(str(pk), label) for _, _, pk, label in sorted(options)] for name, options in choices.items()}
