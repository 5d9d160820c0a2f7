"""The ledger's entries as cards: what its list, the home page and a partner's page show. Nothing here writes."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Count, DateField, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Greatest, Least
from django.urls import reverse
from django.utils import timezone

from guidelines.library.models.forms import public_title
from guidelines.models import CollaborationForm
from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.lists.beside import Beside
from kyodo_portal.common.lists.put_together import once_a_day
from kyodo_portal.process.photos import Shown, photos_beside, shown_of
from partners.directory.models import name_for_all
from partners.models import Area, Field, Partner
from projects.cycles.models import STOPPED, Cycle
from projects.cycles.summary import track_phase
from projects.cycles.told import told_entries
from projects.cycles.workflow import CYCLE
from projects.entries.models import Participation, Project

from .photos import PROJECT, picture_among

NOT_ENDED = tuple(row.code for row in CYCLE.states if not row.is_end)
SIDES = Participation.Side
# How a state's dot looks, by the phase of its year.
STATE_TONES = {"plan": "next", "do": "", "check": "check", "act": "check", "ended": "done"}
OF_PARTNER = 50  # cards on a partner's page
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
    """What `name_for_all` asks of a partner; as JSON has it (`Beside`)."""

    name: str
    kind: str
    name_consent: bool
    taken_down_at: str | None


# What a card shows of an entry itself.
ON_CARDS = ("pk", "number", "title", "summary", "is_sample", "form__title", "form__code", "form__guideline__published_at")
PARTS = Participation.objects.filter(project=OuterRef("pk")).order_by("-is_lead", "pk")
DRAWN_BY = Project.fields.through.objects.filter(project=OuterRef("pk")).order_by("field__number")


def for_cards(projects=None, year=None):
    """A query for `cards_of`, of these entries or of all: with its current year, or with that of the 年度 `year`, whatever became of
    it later. Beside each stand who takes part, its photograph, and the fields by which it is drawn where it has none.

    With `year` for entries that have that year and let everybody read it: `ProjectFilter.by_year`.
    """
    if year is None:
        return _all_cards() if projects is None else _with_current(projects, timezone.localdate())
    rows, columns = _beside(Project.objects if projects is None else projects, _day_of(year))
    status = Cycle.objects.filter(project=OuterRef("pk"), fiscal_year=year).values("status")[:1]
    return rows.values_list(*columns, Subquery(status), Value(year))


def _day_of(year):
    """The day that says who takes part in a year of an entry (`Cycle.people_on`), beside one of its PARTS."""
    today = Value(timezone.localdate(), output_field=DateField())
    cycles = Cycle.objects.filter(project=OuterRef("project"), fiscal_year=year).order_by()
    return Subquery(cycles.values_list(Least("ends_on", Greatest("starts_on", today)))[:1])


@once_a_day
def _all_cards(day):
    return _with_current(Project.objects, day)


def _with_current(projects, day):
    rows, columns = _beside(projects, day)
    return rows.values_list(*columns, "current_cycle__status", "current_cycle__fiscal_year")


def _beside(projects, day):
    """(these entries with what stands beside each on a day, the columns that every card shows)."""
    rows = projects.annotate(
        who=Beside(PARTS.valid(day), "side", *(f"partner__{name}" for name in Named._fields)),
        photographs=photos_beside(PROJECT.key),
        drawn_by=Beside(DRAWN_BY, "field__number"),
    )
    return rows, (*ON_CARDS, "who", "photographs", "drawn_by")


def cards_of(rows, *, asked=False):
    """[Card] of rows that come from `for_cards`; with `asked` where it was given a year.

    No query of its own but those of `told_entries`.
    """
    told = told_entries()
    return [_card(_as_told(row, told.get(row[0]), asked), asked) for row in rows]


def _as_told(row, told, asked):
    """The same row with the stage that everybody was told of."""
    year = told and (told.of(row[-1]) if asked else told.current)
    return (*row[:-2], year.status, year.fiscal_year) if year else row


def tone_of(status):
    """How the dot of a year's state looks: "" where it is carried out, "done" where it is over or rests. See {% state %}."""
    return "done" if status in STOPPED else STATE_TONES.get(track_phase(status), "next")


def _card(row, asked):
    pk, number, title, summary, is_sample, form, code, guideline_published_at, who, photographs, drawn_by, status, year = row
    people = {side: [] for side in SIDES}
    for side, *partner in who or ():
        people[side].append(Named(*partner))
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
        picture=picture_among(shown_of(photographs), [number for (number,) in drawn_by or ()]),
    )


def running_projects(limit=3):
    """Cards of published projects that are under way, the latest moved first; for the home page. One query."""
    projects = in_states(Project.objects.published(), NOT_ENDED).order_by("-updated_at", "-pk")
    return cards_of(for_cards(projects)[:limit])


def in_states(projects, states, told=None):
    """Of the entries `projects` those whose current year stands in one of these states, as everybody was told of it.

    told: the `told_entries`, where they were read already.
    """
    told = told_entries() if told is None else told
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


class PartnerCards(NamedTuple):
    """The first [Card] of a partner, how many projects there are in all, and where the others stand ("" where there are none)."""

    cards: list
    count: int
    rest_url: str


def partner_projects(partner):
    """The PartnerCards of the published projects in which a partner takes or took part, the latest moved first. One query, one more
    where there are more than the page shows."""
    theirs = Participation.objects.filter(partner=partner).values("project")
    projects = Project.objects.published().filter(pk__in=theirs).order_by("-updated_at", "-pk")
    cards = cards_of(for_cards(projects)[: OF_PARTNER + 1])
    if len(cards) <= OF_PARTNER:
        return PartnerCards(cards, len(cards), "")
    asked = urlencode([("department", partner.pk) if partner.is_city else ("q", partner.name)])
    return PartnerCards(cards[:OF_PARTNER], projects.order_by().count(), f"{reverse('projects')}?{asked}")


def choices():
    """{name: [(id, label)]} for the list's filters, asked in one query: forms, fields, areas, departments."""
    forms = CollaborationForm.objects.own().published().order_by().values_list(Value("form"), "pk", "title", "order")
    choices = {name: [] for name in ("form", "field", "area", "department")}
    for name, pk, label, order in forms.union(*OFFERED, all=True):
        choices[name].append((order, label if name == "department" else "", pk, label))
    return {name: [(str(pk), label) for _, _, pk, label in sorted(options)] for name, options in choices.items()}
