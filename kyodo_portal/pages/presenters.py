"""What the overarching pages read, out of every app, in a constant number of queries."""

from typing import NamedTuple

from django.core.paginator import Page
from django.utils import timezone

from kyodo_portal.common.lists.paging import get_page
from kyodo_portal.common.lists.together import together
from kyodo_portal.common.own_words import own_words
from kyodo_portal.process.models import Task, mark_turns
from kyodo_portal.process.waiting import as_told_to
from partners.models import Membership, Partner, Registration
from projects.cycles.my_tasks import named_in, open_tasks_of
from projects.entries.workflow import LEDGER
from projects.models import Cycle, Proposal

TODOS, BELONGINGS = 20, 20  # of マイページ: tasks; proposals, and years
# Icon and words for the process of a task; what is none of these is called 手続き.
KINDS = {
    "registration": ("people", "団体の登録"),
    "proposal": ("pen", "企画の提案"),
    "application": ("pen", "後援などの申請"),
    "grant": ("yen", "補助金"),
    "cycle": ("track", "いっしょの仕事"),
    "publication": ("book", "ガイドラインの改稿"),
    "year_report": ("book", "年のまとめ"),
    "ask": ("flag", own_words("市からのお願い")),
}


class Todos(NamedTuple):
    """What waits for a person: rows by day, and how many others there are. `named`: {key of the task: who else it falls to}; `page`: of
    which page they are, where pages are asked for."""

    rows: list[Task]
    more: int
    named: dict = {}
    page: Page | None = None

    @property
    def total(self):
        return len(self.rows) + self.more


def todos(user, request=None):
    """The Todos of a person: every task that one of the parties holds that this person is today, the first of them or those of the page
    that `request` asks for. One query, two beyond a page and for a page, one more where a task falls to somebody else of the same party.

    What came of a step that the person was not told of yet is not there before. One query for each process, while notices wait.
    """
    tasks = open_tasks_of(user).select_related("holder")
    if request is not None:
        page = get_page(tasks, request, TODOS)
        rows = list(page)
        return Todos(rows, page.paginator.count - len(rows), named_in(rows, user), page)
    rows = list(tasks[: TODOS + 1])
    return Todos(rows[:TODOS], tasks.count() - TODOS if len(rows) > TODOS else 0, named_in(rows[:TODOS], user))


class MyTurn(NamedTuple):
    """One task as 「あなたの番」 shows it: of which kind of matter it is, with its icon, and to whom of the reader's side it falls."""

    task: Task
    icon: str
    kind: str
    falls_to: str


def turns(waiting, most=TODOS):
    """[MyTurn] of the first tasks of a Todos, in their order."""
    return [
        MyTurn(task, *KINDS.get(task.process, ("flag", "手続き")), waiting.named.get(task.pk, "")) for task in waiting.rows[:most]
    ]


def _now_and_later(rows):
    today, now, later = timezone.localdate(), [], []
    for row in rows:
        (now if row.since <= today else later).append(row)
    return now, later


class Belongings(NamedTuple):
    """My groups and offices, my applications, my proposals, the years I take part in. `is_group`: one of them is no office; `coming`: where
    I belong from a later day on; `years`: of which page the years are, where pages are asked for.
    """

    memberships: list[Membership]
    coming: list[Membership]
    is_group: bool
    registrations: list[Registration]
    proposals: list[Proposal]
    cycles: list[Cycle]
    years: Page | None = None


def belongings(user, request=None):
    """The Belongings of a person, the first years or those of the page that `request` asks for. One query for who belongs nowhere, as most
    residents do."""
    rows = Membership.objects.not_over().filter(user=user).select_related("partner").order_by("partner__kana_key", "pk")
    memberships, coming = _now_and_later(rows)
    if not memberships:
        return Belongings([], coming, is_group=False, registrations=[], proposals=[], cycles=[])
    mine = [row.partner_id for row in memberships]
    cycles = (
        Cycle.objects.current()
        .with_days()
        .of_own_bodies(user)
        .filter(project__status=LEDGER.start)
        .select_related("project__form", "spec")
        .order_by("-fiscal_year", "-pk")
    )
    years = get_page(cycles, request, BELONGINGS, parameter="years") if request is not None else None
    registrations, proposals, cycles = together(
        Registration.objects.filter(partner__in=mine).select_related("partner").order_by("-pk")[:20],
        Proposal.objects.of_own_groups(user)[:BELONGINGS],
        cycles[:BELONGINGS] if years is None else years.object_list,
    )
    return Belongings(
        memberships,
        coming,
        is_group=any(row.partner.office == Partner.Office.NONE for row in memberships),
        registrations=mark_turns(as_told_to(row, user) for row in registrations),
        proposals=mark_turns(as_told_to(row, user) for row in proposals),
        cycles=mark_turns(cycles),
        years=years,
    )
