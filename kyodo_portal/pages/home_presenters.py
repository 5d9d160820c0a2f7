"""What the home page and the two pages behind its doors say: what is open, what goes on, how much, whose turn it is."""

import datetime
from itertools import islice
from typing import NamedTuple

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from guidelines.library.presenters import Kyodo, what_is_kyodo
from kyodo_portal.process.photos import Shown
from partners.directory.faces import face_of
from partners.directory.list_presenters import things_of
from partners.directory.offer_models import Offer
from partners.directory.photos import with_photos
from partners.events.texts import hours
from partners.models import Event, Partner
from partners.offers.presenters import ICONS
from projects.ledger.activity_presenters import Told, recent_updates
from projects.ledger.list_presenters import Card, LedgerNumbers, ledger_numbers, running_projects
from projects.ledger.photos import pictures_of
from projects.ledger.yearly import last_years
from projects.models import Call, OpinionRound, SeatCall, YearReport
from projects.voices.presenters import BecameStory, became_lately

from .kept import kept_by_mark
from .presenters import MyTurn, Todos, belongings, todos, turns

OPEN = 4  # rows of what is open on the home page
PROJECTS = 4
EVENTS = 20  # of those that come, on まちの動き
TURNS = 3  # of one's own tasks on the home page
ELSEWHERE = 5
SEEKERS = 4


class OpenThing(NamedTuple):
    """Something that takes an answer until a moment: what kind it is, with its icon, where it stands; `word`: what that moment is."""

    until: datetime.datetime
    icon: str
    kind: str
    title: str
    text: str
    url: str
    is_sample: bool
    word: str = "しめきり"


def open_calls():
    """[OpenThing] of the calls that take proposals at this moment. One query."""
    return [
        OpenThing(call.closes_at, "pen", "企画の募集", call.title, call.summary, call.get_absolute_url(), call.is_sample)
        for call in Call.objects.open_now().order_by("closes_at", "pk")
    ]


def days_of_help():
    """[OpenThing] of the days for which somebody seeks help; of several days the first that is still to come. One query."""
    today = timezone.localdate()
    sought = Offer.objects.sought().filter(form=Offer.Form.ONEDAY).select_related("partner")
    return [
        OpenThing(
            timezone.make_aware(datetime.datetime.combine(max(row.since, today), datetime.time.max)),
            ICONS[row.kind], "手伝い募集", row.title, row.text, row.get_absolute_url(), row.partner.is_sample, "その日",
        )
        for row in sought.order_by("since", "pk")
    ]  # fmt: skip


def open_rounds():
    """[OpenThing] of the plans of which the city asks what people think. One query."""
    return [
        OpenThing(
            round.ends_at - datetime.timedelta(seconds=1), "mail", "意見の募集", round.title, round.what, round.get_absolute_url(),
            round.is_sample,
        )
        for round in OpinionRound.objects.open_now().order_by("closes_on", "pk")
    ]  # fmt: skip


def coming_events():
    """[OpenThing] of the events that come next and take place. One query."""
    coming = Event.objects.open_to_all().standing().coming().filter(starts_at__gte=timezone.now()).select_related("host")
    return [
        OpenThing(
            row.starts_at, "calendar", row.get_kind_display(), row.title, f"{hours(row.starts_at, row.ends_at)}、{row.place}。{row.text}",
            row.get_absolute_url(), row.host.is_sample, "その日",
        )
        for row in coming[:EVENTS]
    ]  # fmt: skip


def open_seats():
    """[OpenThing] of the seats of committees for which everybody may apply. One query."""
    return [
        OpenThing(
            timezone.make_aware(datetime.datetime.combine(call.offer.until, datetime.time.max)),
            "people", "委員の公募", call.offer.title, call.committee.purpose, call.offer.get_absolute_url(), call.committee.is_sample,
        )
        for call in SeatCall.objects.running().select_related("offer", "committee").order_by("offer__until", "pk")
    ]  # fmt: skip


# Every function that says what is open; what comes to the portal later is one line more.
SOURCES = (open_calls, days_of_help, coming_events, open_seats, open_rounds)


def open_things():
    """[OpenThing] of everything, the nearest deadline first."""
    return sorted((thing for source in SOURCES for thing in source()), key=lambda thing: thing.until)


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
    """What goes on: open things by deadline and how many there are, running projects, numbers, the newest public updates, what a voice
    became, with the picture of its project; and what the own city's guideline says 協働 is.
    """

    kyodo: Kyodo | None
    open_things: list[OpenThing]
    open_count: int
    projects: list[Card]
    numbers: LedgerNumbers
    yearly: Yearly
    partner_count: int
    updates: list[Told]
    became: BecameStory | None
    became_picture: Shown | None
    report: YearReport | None


@kept_by_mark
def home():
    """The Home of this moment. One query where it was made before, otherwise twenty and those of `told_entries`."""
    things, became = open_things(), became_lately()
    project = became and became.topic.project_id
    return Home(
        kyodo=what_is_kyodo(),
        open_things=things[:OPEN],
        open_count=len(things),
        projects=running_projects(PROJECTS),
        numbers=ledger_numbers(),
        yearly=yearly(),
        partner_count=Partner.objects.published().count(),
        updates=recent_updates(3),
        became=became,
        became_picture=pictures_of([project])[project] if project else None,
        report=YearReport.objects.published().newest_first().first(),
    )


class WhatsOn(NamedTuple):
    """まちの動き: everything that is open, what goes on and how much of it there is, what was done lately."""

    open_things: list[OpenThing]
    projects: list[Card]
    updates: list[Told]
    entries: int


def whats_on():
    """The WhatsOn of this moment. Nine queries."""
    return WhatsOn(
        open_things=open_things(),
        projects=running_projects(6),
        updates=recent_updates(6),
        entries=ledger_numbers().entries,
    )


class Seeker(NamedTuple):
    """A body of the directory that looks for somebody or something."""

    pk: int
    name: str
    kind: str
    needs: str
    face: str  # markup: photograph or mark


def seekers():
    """[Seeker]: who of the directory confirmed last what it looks for. Three queries."""
    sought = Offer.objects.live().filter(side=Offer.Side.SEEK, partner=OuterRef("pk")).order_by("-confirmed_on")
    partners = Partner.objects.published().annotate(sought_on=Subquery(sought.values("confirmed_on")[:1]))
    partners = with_photos(partners.filter(sought_on__isnull=False).order_by("-sought_on", "-pk")[:SEEKERS])
    things = things_of(partner.pk for partner in partners)
    return [
        Seeker(partner.pk, partner.name, partner.get_kind_display(), things[partner.pk][Offer.Side.SEEK], face_of(partner))
        for partner in partners
    ]


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
    acts_for: str
    elsewhere: list[Elsewhere]


def turn(user):
    """The Turn of a person."""
    waiting, mine = todos(user), belongings(user)
    own = {(task.process, task.subject_id) for task in waiting.rows}
    matters = [*mine.registrations, *mine.proposals, *mine.cycles]
    elsewhere = (
        Elsewhere(str(matter), matter.get_absolute_url(), holder, getattr(matter, "task_due", None))
        for matter in matters
        if (matter.process.key, matter.pk) not in own and (holder := matter.responsible_label)
    )
    acts_for = "、".join(f"{row.partner}の{row.get_part_display()}" for row in mine.memberships)
    return Turn(waiting, turns(waiting, TURNS), acts_for, [*islice(elsewhere, ELSEWHERE)])
