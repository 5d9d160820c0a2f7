"""What the page of a grant shows, and what its scheme shows of it to everybody."""

from typing import NamedTuple

from django.db.models import Case, Exists, OuterRef, Q, When
from django.utils import timezone

from kyodo_portal.notices.waiting import waiting_time
from kyodo_portal.process.presenters import matter_page
from partners.directory.access import is_member

from . import money
from .access import can_add_paper, can_correct, can_file, can_write_change, can_write_grant, can_write_report
from .account_models import GrantLine, GrantPaper, Payment
from .filing_models import GrantFiling
from .models import Grant, GrantChange, GrantCorrection
from .problems import application_doubts, application_problems, budget_left
from .run_actions import changes_in_words
from .sheets import KINDS


class LineRow(NamedTuple):
    """One line of the accounts: (label, yen) of its columns, None where it has none."""

    line: GrantLine
    amounts: list


class Side(NamedTuple):
    """収入 or 支出 with its lines and the sums of the columns."""

    label: str
    rows: list[LineRow]
    totals: list


COLUMNS = (("budget", "予算"), ("decided", "決定"), ("wanted", "変更後"), ("actual", "実績"), ("confirmed", "確定"))


class Accounts(NamedTuple):
    """The accounts as a table: the labels of the columns that hold anything, and both sides."""

    labels: list[str]
    sides: list[Side]


def accounts_of(grant):
    """The Accounts of a grant whose lines are at hand. No query then."""
    rows = grant.all_lines
    shown = [(name, label) for name, label in COLUMNS if any(getattr(row, name) is not None for row in rows)]
    sides = []
    for side in GrantLine.Side:
        own = [row for row in rows if row.side == side]
        lines = [LineRow(row, [(label, getattr(row, name)) for name, label in shown]) for row in own]
        sides.append(Side(side.label, lines, [(label, sum(getattr(row, name) or 0 for row in own)) for name, label in shown]))
    return Accounts([label for _, label in shown], sides)


class Entering(NamedTuple):
    """What came on paper and is being entered now, and the page on which that is done."""

    filing: GrantFiling
    url: str


class GrantPage(NamedTuple):
    """What templates/projects/grants/grant.html shows besides the matter (MatterPage)."""

    accounts: Accounts
    computed: money.Computed
    papers: list[GrantPaper]
    withdrawn: list[GrantPaper]  # which whoever withdrew them may put back
    payments: list[Payment]
    may_write: bool
    may_change: bool
    may_report: bool
    may_add: bool
    may_file: bool
    may_correct: bool
    corrections: list[GrantCorrection]
    waiting: list[GrantCorrection]
    own: bool
    pays: bool  # whether an advance was asked for that this reader's office pays
    changes: list[tuple[str, str]]
    filings: list[GrantFiling]
    entering: Entering | None
    left: int | None
    sheets: list[tuple[str, str]]


# Where the group's step is written; the others are asked on their own page.
PAGES = {"submit": "grant-edit", "correct": "grant-correct", "ask_change": "grant-change", "report": "grant-report"}


def page_for(grant, what):
    """The address on which the group would do this (a key of WHATS)."""
    return grant.page_url(PAGES[what]) if what in PAGES else grant.step_url(grant.process.step(what))


def grant_page(grant, user):
    """(MatterPage, GrantPage). Queries: those of matter_page, the lines, papers, payments, filings, corrections, and the rest of the budget for the city."""
    is_city = may_file = can_file(user, grant)
    corrections, papers, may_add = list(grant.corrections.all()), list(grant.papers.all()), can_add_paper(user, grant)
    page = GrantPage(
        accounts_of(grant),
        grant.computed(_newest(grant), grant.decided),
        [row for row in papers if row.removed_at is None],
        [row for row in papers if row.removed_at and row.kind != GrantPaper.Kind.FILED] if may_add else [],
        list(grant.payments.all()),
        may_write=can_write_grant(user, grant),
        may_change=can_write_change(user, grant),
        may_report=can_write_report(user, grant),
        may_add=may_add,
        may_file=may_file and grant.open_filing is None and bool(grant.may_come),
        may_correct=can_correct(user, grant),
        corrections=corrections,
        waiting=[row for row in corrections if row.is_open and grant.may("correct")],
        own=is_member(user, grant.partner),
        pays=grant.awaits_advance and "department" in grant.process.roles_of(user, grant),
        changes=changes_in_words(grant),
        filings=grant.all_filings,
        entering=Entering(grant.open_filing, page_for(grant, grant.open_filing.what)) if may_file and grant.open_filing else None,
        left=budget_left(grant.rule, without=grant) if is_city else None,
        sheets=list(KINDS.items()),
    )
    return matter_page(grant, user, names=is_city), page


def _newest(grant):
    """The column of the accounts that the sum is worked out from now."""
    columns = ("confirmed", "actual", "decided", "budget")
    return next((name for name in columns if any(getattr(row, name) is not None for row in grant.all_lines)), "budget")


class Check(NamedTuple):
    """What stands on the page before an application is sent: `problems` stop it, `doubts` have to be explained."""

    computed: money.Computed
    asked: int
    problems: list[str]
    doubts: list[str]


def check_of(grant):
    """The Check of an application. Three queries at most."""
    return Check(grant.computed("budget"), grant.wanted_amount, application_problems(grant), application_doubts(grant))


class PastGrant(NamedTuple):
    """One grant as everybody reads of it. decided, confirmed: yen; confirmed only once its group was told of it."""

    title: str
    group: str
    year: int
    decided: int
    confirmed: int | None


def _told(*steps):
    """The Q of a grant that took one of these steps, of which its people know by now."""
    taken = GrantChange.objects.filter(subject=OuterRef("pk"), step__in=steps)
    stands = Exists(taken.filter(at__gte=OuterRef("status_since")))
    return Q(Exists(taken)) & (Q(status_since__lte=timezone.now() - waiting_time()) | ~stands)


def past_grants(scheme):
    """[PastGrant] of all years of a scheme of whose decision the group was told, the newest first, at most a hundred. One query.

    What a step made of it is read once its people were told, as everywhere by `status_since`; once it moved on, they were.
    """
    rows = Grant.objects.published().filter(_told("decide"), rule__scheme=scheme).select_related("rule", "partner")
    rows = rows.annotate(told=Case(When(_told("confirm", "revoke_paid"), then=True), default=False))
    return [
        PastGrant(row.title, row.partner.public_name, row.rule.fiscal_year, row.decided, row.confirmed if row.told else None)
        for row in rows.order_by("-rule__fiscal_year", "-decided", "pk")[:100]
    ]
