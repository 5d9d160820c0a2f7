"""What the home page and the two pages behind its doors say: what is open, what goes on, how much, whose turn it is."""

import datetime
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef

from kyodo_portal.common.japanese.dates import fiscal_label
from partners.models import Membership, Partner, PartnerKind
from projects.ledger.list_presenters import Card, LedgerNumbers, ledger_numbers, running_projects
from projects.ledger.yearly import last_years
from projects.models import Call, Project, Update

from .presenters import MyTurn, Todos, belongings, todos, turns

OPEN = 4  # rows of what is open on the home page
PROJECTS = 4
TURNS = 3  # of one's own tasks on the home page
ELSEWHERE = 5
SEEKERS = 4
TONES = {"plan": "next", "check": "check", "act": "check", "ended": "done"}  # of a stage's dot
# Which drawing shows a field (fixtures/partners/fields.json); other fields have none of their own.
SCENES = {
    1: "meal", 2: "study", 3: "talk", 4: "festival", 5: "path", 6: "festival", 7: "river", 8: "bosai", 9: "snow", 11: "voice",
    13: "study", 14: "talk", 16: "market",
}  # fmt: skip


class OpenThing(NamedTuple):
    """Something that takes an answer until a moment: what kind it is, with its icon, where it stands."""

    until: datetime.datetime
    icon: str
    kind: str
    title: str
    text: str
    url: str
    is_sample: bool


def open_calls():
    """[OpenThing] of the calls that take proposals at this moment. One query."""
    return [
        OpenThing(call.closes_at, "pen", "企画の募集", call.title, call.summary, call.get_absolute_url(), call.is_sample)
        for call in Call.objects.open_now().order_by("closes_at", "pk")
    ]


# Every function that says what is open; what comes to the portal later is one line more.
SOURCES = (open_calls,)


def open_things():
    """[OpenThing] of everything, the nearest deadline first."""
    return sorted((thing for source in SOURCES for thing in source()), key=lambda thing: thing.until)


def recent_updates(limit):
    """The newest public updates of published entries, each with its year and entry. One query."""
    # Asked of each update, the newest first, so that the database reads a few of them and not all.
    public = Project.objects.published().filter(cycles=OuterRef("cycle"))
    updates = Update.objects.published().filter(Exists(public))
    return list(updates.select_related("cycle__project").order_by("-happened_on", "-pk")[:limit])


class Pictured(NamedTuple):
    """A card or an update, with the drawing of what its entry is about."""

    row: Card | Update
    scene: str

    @property
    def stage(self):
        """Of a card: where its year stands, and which year that is."""
        label = self.row.status_label or "準備"
        return f"{label}・{fiscal_label(self.row.year)}" if self.row.year else label

    @property
    def tone(self):
        """Of a card, as {% state %} takes it."""
        return TONES.get(self.row.phase, "")


def pictured(rows, project_of=lambda card: card.pk):
    """[Pictured]: two in a row never have the same drawing where another one fits too. One query."""
    fields = {}
    through = Project.fields.through.objects.filter(project__in={project_of(row) for row in rows})
    for project, number in through.order_by("field__number").values_list("project_id", "field__number"):
        fields.setdefault(project, []).append(number)
    made, used = [], set()
    for row in rows:
        scenes = [SCENES[number] for number in fields.get(project_of(row), ()) if number in SCENES] or ["talk"]
        scene = next((scene for scene in scenes if scene not in used), scenes[0])
        used.add(scene)
        made.append(Pictured(row, f"scene-{scene}"))
    return made


class Series(NamedTuple):
    """One number of each of the last years, the oldest first, and the same in words."""

    values: list[int]
    unit: str

    @property
    def now(self):
        return self.values[-1]

    @property
    def before(self):
        """That of the year before; None in the first year."""
        return self.values[-2] if len(self.values) > 1 else None

    @property
    def label(self):
        return f"{len(self.values)}年の動き。{'、'.join(f'{value:,}' for value in self.values)}{self.unit}"


class Yearly(NamedTuple):
    """The 年度 of today, the one before where there is anything to set beside, and what the numbers of these years are."""

    year: int
    before: int | None
    entries: Series
    people: Series


def yearly():
    """The Yearly of today. Two queries."""
    years = last_years()
    now = years[-1].fiscal_year
    before = now - 1 if len(years) > 1 else None
    return Yearly(now, before, Series([year.entries for year in years], "件"), Series([year.people for year in years], "人"))


class Home(NamedTuple):
    """What goes on: open things by deadline and how many there are, running projects, numbers, the newest public updates."""

    open_things: list[OpenThing]
    open_count: int
    projects: list[Pictured]
    numbers: LedgerNumbers
    yearly: Yearly
    partner_count: int
    updates: list[Pictured]


def home():
    """The Home of this moment. Seven queries."""
    things = open_things()
    return Home(
        open_things=things[:OPEN],
        open_count=len(things),
        projects=pictured(running_projects(PROJECTS)),
        numbers=ledger_numbers(),
        yearly=yearly(),
        partner_count=Partner.objects.published().count(),
        updates=pictured(recent_updates(3), lambda update: update.cycle.project_id),
    )


class WhatsOn(NamedTuple):
    """まちの動き: everything that is open, what goes on and how much of it there is, what was done lately."""

    open_things: list[OpenThing]
    projects: list[Pictured]
    updates: list[Pictured]
    entries: int


def whats_on():
    """The WhatsOn of this moment. Seven queries."""
    return WhatsOn(
        open_things=open_things(),
        projects=pictured(running_projects(6)),
        updates=pictured(recent_updates(6), lambda update: update.cycle.project_id),
        entries=ledger_numbers().entries,
    )


class Seeker(NamedTuple):
    """A body of the directory that looks for somebody or something."""

    pk: int
    name: str
    kind: str
    needs: str


def seekers():
    """[Seeker]: who of the directory said last what it looks for. One query."""
    partners = Partner.objects.published().exclude(needs="").order_by(F("confirmed_on").desc(nulls_last=True), "-pk")
    rows = partners.values_list("pk", "name", "kind", "needs")[:SEEKERS]
    return [Seeker(pk, name, PartnerKind(kind).label, needs) for pk, name, kind, needs in rows]


class Elsewhere(NamedTuple):
    """A matter of one's own that waits for somebody else: for whom, and until when where that is known."""

    title: str
    url: str
    holder: str
    due_on: datetime.date | None


class Turn(NamedTuple):
    """What somebody finds first who is signed in: what waits for them, for whom they act, what waits for others."""

    todos: Todos
    turns: list[MyTurn]
    memberships: list[Membership]
    elsewhere: list[Elsewhere]


def turn(user):
    """The Turn of a person."""
    waiting, mine = todos(user), belongings(user)
    own = {(task.process, task.subject_id) for task in waiting.rows}
    matters = [*mine.registrations, *mine.proposals, *mine.cycles]
    elsewhere = [
        Elsewhere(str(matter), matter.get_absolute_url(), matter.responsible_label, getattr(matter, "task_due", None))
        for matter in matters
        if matter.responsible_label and (matter.process.key, matter.pk) not in own
    ]
    return Turn(waiting, turns(waiting.rows[:TURNS]), mine.memberships, elsewhere[:ELSEWHERE])
