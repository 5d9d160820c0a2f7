"""The papers of a year as both sides see them, and those that everybody reads."""

from typing import NamedTuple

from projects.cycles.access import plan_side
from projects.specs.models import PaperAsk

from .asked import asks_of
from .models import Paper


class PaperRow(NamedTuple):
    """A paper that holds; `edit`: where this person changes it, "" for whoever may not. `former`: its older versions, the newest first."""

    paper: Paper
    url: str
    edit: str
    former: list


class Papers(NamedTuple):
    """What was handed in with a year: what holds, what was withdrawn, what its form asks for and is not there yet."""

    rows: list[PaperRow]
    withdrawn: list[PaperRow]
    missing: list[PaperAsk]
    may_add: bool


def papers_of(cycle, user):
    """The Papers of a year for whoever works on it. Two queries."""
    papers = list(Paper.objects.of_year(cycle).select_related("uploaded_by", "removed_by", "meeting").order_by("kind", "pk"))
    side, former = plan_side(user, cycle), {paper.pk: paper for paper in papers}
    replaced = {paper.replaces_id for paper in papers}
    rows = [_row(paper, cycle, side, former) for paper in papers if paper.pk not in replaced]
    standing = [row for row in rows if row.paper.removed_at is None]
    there = {row.paper.kind for row in standing}
    missing = [ask for ask in asks_of(cycle) if ask.kind not in there]
    return Papers(standing, [row for row in rows if row.paper.removed_at], missing, side is not None)


def _row(paper, cycle, side, former):
    older, before = [], former.get(paper.replaces_id)
    while before is not None:
        older.append((before, cycle.page_url("paper-file", before.pk)))
        before = former.get(before.replaces_id)
    may = paper.removed_at is None and side == paper.side
    edit = cycle.page_url("paper", paper.pk) if may else ""
    return PaperRow(paper, cycle.page_url("paper-file", paper.pk), edit, older)


def public_papers_of(years):
    """[(Paper, address)] that everybody reads of these agreed years of a published entry, the newest year first. One query."""
    known = {year.pk: year for year in years}
    rows = list(Paper.objects.standing().filter(is_public=True, cycle__in=list(known)).order_by("kind", "-pk")) if known else []
    for paper in rows:
        paper.cycle = known[paper.cycle_id]
    rows.sort(key=lambda paper: -paper.cycle.fiscal_year)  # the order within a year stays
    return [(paper, paper.cycle.page_url("paper-file", paper.pk)) for paper in rows]
