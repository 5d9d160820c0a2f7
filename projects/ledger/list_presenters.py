"""The ledger's entries as cards: what its list, the home page and a partner's page show. Nothing here writes."""

import datetime
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.utils import timezone

from guidelines.library.models.forms import public_title
from guidelines.models import CollaborationForm
from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.process.photos import Shown
from partners.directory.models import name_for_all
from partners.models import Area, Field, Partner
from projects.cycles.models import STOPPED, Cycle
from projects.cycles.summary import track_phase
from projects.cycles.told import told_entries
from projects.cycles.workflow import CYCLE
from projects.entries.models import ON_CARDS, Participation, Project

from .photos import pictures_of

NOT_ENDED = tuple(row.code for row in CYCLE.states if not row.is_end)
SIDES = Participation.Side
# How a state's dot looks, by the phase of its year.
STATE_TONES = {"plan": "next", "do": "", "check": "check", "act": "check", "ended": "done"}
OFFICES = (Partner.Office.DEPARTMENT, Partner.Office.SECRETARIAT)
# The parts of `choices` that are always asked in the same way, put together once.
OFFERED = (
    Field.objects.order_by().values_list(Value("field"), "pk", "short", "number"),
    Area.objects.order_by().values_list(Value("area"), "pk", "name", "order"),
    Partner.objects.filter(office__in=OFFICES).order_by().values_list(Value("department"), "pk", "name", Value(0)),
)


class Card(NamedTuple):
    """Everything that a card says of one entry, as plain values: the phase of the year that it shows (as track_phase), how that
    state's dot looks, the 年度, and the names of who takes part. `is_asked`: it shows the year that was asked for, and leads to it.
    """

    pk: int
    number: str
    title: str
    summary: str
    form: str
    is_sample: bool
    phase: str
    tone: str
    status_label: str
    year: int | None
    groups: tuple[str, ...]
    offices: tuple[str, ...]
    is_asked: bool = False
    picture: Shown | None = None

    @property
    def stage(self):
        """Where its year stands, in words: 「実施中・2026年度」."""
        label = self.status_label or "準備"
        return f"{label}・{fiscal_label(self.year)}" if self.year else label


class Named(NamedTuple):
    """What `name_for_all` asks of a partner."""

    name: str
    kind: str
    name_consent: bool
    taken_down_at: datetime.datetime | None


def card_rows(year=None):
    """A query for `cards_of`: every entry with its current year, or with that of the 年度 `year`, whatever became of it later.

    For entries that have that year and let everybody read it: `ProjectFilter.by_year`.
    """
    if year is None:
        return Project.objects.for_cards()
    status = Cycle.objects.filter(project=OuterRef("pk"), fiscal_year=year).values("status")[:1]
    return Project.objects.values_list(*ON_CARDS[:-2], Subquery(status), Value(year))


def cards_of(rows, *, asked=False):
    """[Card] of rows that come from `for_cards()`, or from `card_rows(year)` with `asked`.

    Three queries: who takes part, and the pictures; and those of `told_entries`.
    """
    told = told_entries()
    rows = [_as_told(row, told.get(row[0]), asked) for row in rows]
    people = {row[0]: {side: [] for side in SIDES} for row in rows}
    columns = (f"partner__{name}" for name in Named._fields)
    parts = Participation.objects.valid().filter(project__in=list(people)).order_by("project_id", "-is_lead", "pk")
    for pk, side, *partner in parts.values_list("project_id", "side", *columns):
        people[pk][side].append(Named(*partner))
    pictures = pictures_of(people)
    return [_card(row, people[row[0]], asked, pictures[row[0]]) for row in rows]


def _as_told(row, told, asked):
    """The same row with the stage that everybody was told of."""
    year = told and (told.of(row[-1]) if asked else told.current)
    return (*row[:-2], year.status, year.fiscal_year) if year else row


def tone_of(status):
    """How the dot of a year's state looks: "" where it is carried out, "done" where it is over or rests. See {% state %}."""
    return "done" if status in STOPPED else STATE_TONES.get(track_phase(status), "next")


def _card(row, people, asked, picture):
    pk, number, title, summary, is_sample, form, code, guideline_published_at, status, year = row
    return Card(
        pk,
        number=number,
        title=title,
        summary=summary,
        form=public_title(form, code, guideline_published_at),
        is_sample=is_sample,
        phase=track_phase(status),
        tone=tone_of(status),
        status_label=CYCLE.label_of(status) if status else "",
        year=year,
        groups=tuple(name_for_all(group) for group in people[SIDES.GROUP]),
        offices=tuple(office.name for office in people[SIDES.CITY]),
        is_asked=asked,
        picture=picture,
    )


def running_projects(limit=3):
    """Cards of published projects that are under way, the latest moved first; for the home page. Four queries."""
    projects = in_states(Project.objects.published(), NOT_ENDED).order_by("-updated_at", "-pk")
    return cards_of(projects.for_cards()[:limit])


def in_states(projects, states):
    """Of the entries `projects` those whose current year stands in one of these states, as everybody was told of it."""
    told = told_entries()
    stands = Q(current_cycle__status__in=states)
    if told:
        stands = stands & ~Q(pk__in=told) | Q(pk__in=[pk for pk, entry in told.items() if entry.current.status in states])
    return projects.filter(stands)


class LedgerNumbers(NamedTuple):
    """How much the published ledger holds: entries, those in 実施, departments that take part."""

    entries: int = 0
    running: int = 0
    departments: int = 0


def ledger_numbers():
    """The LedgerNumbers for the home page. One query of three counts, each out of an index of its own, and those of `told_entries`.

    No row of numbers is kept: every step of every entry would wait for it, and two that wait for each other would be lost.
    """
    public = Project.objects.published()
    told = told_entries()
    shown = public.filter(current_cycle=OuterRef("pk"))
    public_ones = {"project__published_at__lte": timezone.now()}
    for_city = Participation.objects.valid().filter(partner=OuterRef("pk"), side=SIDES.CITY, **public_ones)
    running = Cycle.objects.filter(Exists(shown), status__in=CYCLE.at("do")).exclude(project__in=told)
    departments = Partner.objects.filter(Exists(for_city))
    counted = _count("entries", public).union(_count("running", running), _count("departments", departments), all=True)
    numbers = LedgerNumbers(**dict(counted))
    return numbers._replace(running=numbers.running + sum(entry.current.status in CYCLE.at("do") for entry in told.values()))


def _count(name, rows):
    """(name, how many) as a query of one row."""
    named = rows.order_by().annotate(counted=Value(name)).values("counted")
    return named.annotate(many=Count("pk")).values_list("counted", "many")


def partner_projects(partner):
    """Cards of the published projects in which a partner takes or took part, the latest moved first. Four queries."""
    theirs = Participation.objects.filter(partner=partner).values("project")
    projects = Project.objects.published().filter(pk__in=theirs).order_by("-updated_at", "-pk")
    return cards_of(projects.for_cards()[:50])


def choices():
    """{name: [(id, label)]} for the list's filters, asked in one query: forms, fields, areas, departments."""
    forms = CollaborationForm.objects.own().published().order_by().values_list(Value("form"), "pk", "title", "order")
    choices = {name: [] for name in ("form", "field", "area", "department")}
    for name, pk, label, order in forms.union(*OFFERED, all=True):
        choices[name].append((order, label if name == "department" else "", pk, label))
    return {name: [(str(pk), label) for _, _, pk, label in sorted(options)] for name, options in choices.items()}
