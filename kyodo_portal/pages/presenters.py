"""What the overarching pages read, out of every app, in a constant number of queries."""

from typing import NamedTuple
from urllib.parse import quote

from django.db.models import Exists, OuterRef
from django.urls import NoReverseMatch, reverse

from guidelines.library.naming import address_of, city_of
from guidelines.models import CaseStudy, Chapter, CollaborationForm, Guideline, Principle, Trouble
from guidelines.terms.presenters import found_terms
from kyodo_portal.common.lists.paging import COUNT_CAP
from kyodo_portal.common.lists.search import found, matching, words
from kyodo_portal.common.text.markdown import plain_text
from kyodo_portal.common.upwards import parties_of
from kyodo_portal.process.models import Task
from partners.models import Membership, Partner, Registration
from projects.ledger.list_presenters import Card, LedgerNumbers, ledger_numbers, running_projects
from projects.models import Call, Cycle, Participation, Project, Proposal, Update
from projects.proposals.workflow import PROPOSAL

TODOS = 50  # of マイページ
SHOWN = 5  # hits of each kind on the search page
FOLDED = 95  # further ones below a fold, of the kinds that have no list of their own
LIBRARY = {"困りごとの相談先": Trouble, "事例": CaseStudy, "協働の形態": CollaborationForm, "原則": Principle}
BY_CITY = ("-guideline__municipality__is_own", "guideline__municipality__code", "guideline")
HEAVY = ("easy", "search_text", "guideline__preface", "guideline__easy", "chapter__body", "chapter__easy", "chapter__search_text")


class Home(NamedTuple):
    """What goes on: open calls by deadline, running projects, numbers, the newest public updates."""

    calls: list[Call]
    projects: list[Card]
    numbers: LedgerNumbers
    partner_count: int
    updates: list[Update]


def home():
    """The Home of this moment."""
    # Asked of each update, the newest first, so that the database reads five of them and not all.
    public = Project.objects.published().filter(cycles=OuterRef("cycle"))
    updates = Update.objects.published().filter(Exists(public))
    return Home(
        calls=list(Call.objects.open_now().order_by("closes_at", "pk")[:3]),
        projects=running_projects(3),
        numbers=ledger_numbers(),
        partner_count=Partner.objects.published().count(),
        updates=list(updates.select_related("cycle__project").order_by("-happened_on", "-pk")[:5]),
    )


class Group(NamedTuple):
    """The hits of one kind: how many there are (「件」, or 「件以上」 behind the number that a list counts to), [(url, title, text)] of
    the first and of those below a fold.

    `more`: the address of the list of all; None where there is none, or where all of them stand here.
    """

    label: str
    total: int
    unit: str
    hits: list[tuple[str, str, str]]
    rest: list[tuple[str, str, str]]
    more: str | None


def search_groups(query, user):
    """[Group] of what a search finds, kinds without a hit left out."""
    if not words(query):
        return []
    q = f"?q={query}"
    chapters = Chapter.objects.filter(guideline__in=Guideline.objects.published()).select_related("guideline__municipality")
    chapters = chapters.defer("body", "easy", "search_text", "guideline__preface", "guideline__easy", "guideline__source_note")
    kinds = [
        ("ガイドライン", matching(chapters, query).order_by(*BY_CITY, "number"), _chapter, None),
        (
            "団体",
            matching(Partner.objects.published(), query).order_by("kana_key", "pk"),
            lambda row: (row.name, row.pr),
            reverse("partners") + q,
        ),
        (
            "プロジェクト",
            matching(Project.objects.published(), query).order_by("-updated_at", "-pk"),
            lambda row: (row.title, row.summary),
            reverse("projects") + q,
        ),
    ]
    groups = []
    for label, matches, say, more in kinds:
        there = found(matches, COUNT_CAP)
        count, most = there.count, SHOWN if more else SHOWN + FOLDED
        if count:
            shown = there.rows(most)[:most]
            hits = [(row.get_absolute_url(), say(row)[0], plain_text(say(row)[1])) for row in shown]
            groups.append(_group(label, count, hits, more))
    from_library = [_terms(query), *(_items(label, model, query) for label, model in LIBRARY.items())]
    at = 1 if groups and groups[0].label == "ガイドライン" else 0
    groups[at:at] = [group for group in from_library if group]
    return groups


def _group(label, count, hits, more):
    total, unit = (COUNT_CAP - 1, "件以上") if count >= COUNT_CAP else (count, "件")
    return Group(label, total, unit, hits[:SHOWN], hits[SHOWN:], more if count > SHOWN else None)


def _chapter(row):
    return f"{row.number} {row.title}（{city_of(row.guideline)}）", row.lead


def _terms(query):
    """The words of the library that hold the query, each once, however many cities explain it."""
    count, entries = found_terms(query, SHOWN)
    if not count:
        return None
    hits = [
        (entry.first.get_absolute_url(), f"{entry.first.title}（{'、'.join(entry.cities)}）", plain_text(entry.first.body))
        for entry in entries
    ]
    return _group("ことば", count, hits, f"{reverse('guideline-terms')}?q={quote(query)}")


def _items(label, model, query):
    """What published guidelines say of one kind: the title with its city."""
    items = model.objects.published().select_related("guideline__municipality", "chapter").defer(*HEAVY)
    items = matching(items, query).order_by(*BY_CITY, "order", "pk")
    count = items.count()
    if not count:
        return None
    hits = [
        (_address_of_hit(row), f"{row.title}（{city_of(row.guideline)}）", plain_text(row.body))
        for row in items[: SHOWN + FOLDED]
    ]
    return _group(label, count, hits, None)


def _address_of_hit(item):
    """The item's own page where it has one, otherwise where it can be read."""
    try:
        return item.get_absolute_url()
    except (AttributeError, NoReverseMatch):
        return address_of(item)


class Todos(NamedTuple):
    """What waits for a person: the first rows by day, and how many more there are."""

    rows: list[Task]
    more: int

    @property
    def total(self):
        return len(self.rows) + self.more


def todos(user):
    """The Todos of a person: every task that one of the parties holds that this person is today. One query, two beyond a page."""
    tasks = Task.objects.open().held_by(parties_of(user)).by_day()
    rows = list(tasks[: TODOS + 1])
    return Todos(rows[:TODOS], tasks.count() - TODOS if len(rows) > TODOS else 0)


class Belongings(NamedTuple):
    """My groups and offices, my applications, my proposals, the years I take part in. `is_group`: one of them is no office."""

    memberships: list[Membership]
    is_group: bool
    registrations: list[Registration]
    proposals: list[Proposal]
    cycles: list[Cycle]


def belongings(user):
    """The Belongings of a person."""
    memberships = list(Membership.objects.valid().filter(user=user).select_related("partner").order_by("partner__kana_key", "pk"))
    mine = [row.partner_id for row in memberships]
    cycles = (
        Cycle.objects.current()
        .with_days()
        .filter(project__in=Participation.objects.filter(partner__in=mine).values("project"))
        .select_related("project__form")
        .prefetch_related("evaluations", "confirmations")
        .order_by("-fiscal_year", "-pk")[:50]
    )
    return Belongings(
        memberships,
        is_group=any(row.partner.office == Partner.Office.NONE for row in memberships),
        registrations=list(Registration.objects.filter(partner__in=mine).select_related("partner").order_by("-pk")[:20]),
        proposals=PROPOSAL.mark_done(Proposal.objects.of_own_groups(user)[:50]),
        cycles=list(cycles),
    )
