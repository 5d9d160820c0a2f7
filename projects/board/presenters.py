"""The board: every submitted matter by stage, how long it has stood there, who holds it, what is late. No texts, no contact data."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.utils import timezone

from kyodo_portal.common.workflow import ROLES
from partners.directory.access import accompanied_by, is_secretariat, partners_of
from projects.entries.models import Participation

from .rows import ORDER, SIDES, OpenProposals, OpenYears

KINDS = {"proposal": OpenProposals, "cycle": OpenYears}
# Every state that the board shows, in the order of the two tables.
STAGES = [(kind, state) for kind, rows in KINDS.items() for state in rows.states()]
SHOWN = 50  # in one section; the table view pages through the rest


def stage_label(kind, state):
    """提案：受付済 / 実施：評価中."""
    return f"{'提案' if kind == 'proposal' else '協働'}：{KINDS[kind].process.state(state).label}"


@dataclass(frozen=True)
class Matter:
    """One row of the board: an open proposal or the open year of a collaboration.

    `url` is "" for whoever may not open it. `responsible`: roles of the table; `holder`: the same in names.
    `days`: how long it has been in its state. `is_mine`: the reader accompanies one of its groups.
    """

    kind: str
    status: str
    title: str
    url: str
    partner: str
    holder: str
    days: int
    due: datetime.date | None
    is_late: bool
    next: str
    is_sample: bool
    is_mine: bool

    @property
    def stage(self):
        return stage_label(self.kind, self.status)


class Reader:
    """Who looks at the board, and what that opens: the secretariat all rows, a department those in which it has a part, a
    coordinator those that are assigned. One query, two where the user's memberships were not asked yet.
    """

    def __init__(self, user):
        self.accompanied = accompanied_by(user)
        self.all_open, self.own, self.today = is_secretariat(user), partners_of(user), timezone.localdate()

    def may_open(self, groups, offices):
        """groups, offices: {partner's id: name}."""
        return self.all_open or bool(self.accompanied & groups.keys() or self.own & (groups.keys() | offices.keys()))


def _matter(rows, subject, reader, *, of, groups, offices, published=""):
    """`of`: what carries the sample mark, the call of a proposal or the project of a year. `published`: the page for everybody."""
    today, due = reader.today, subject.due_on
    names = dict(zip(("applicant", "department"), ("・".join(bodies.values()) for bodies in (groups, offices)), strict=True))
    return Matter(
        rows.kind,
        subject.status,
        title=subject.title if rows.kind == "proposal" else of.title,
        url=subject.get_absolute_url() if reader.may_open(groups, offices) else published,
        partner=names["applicant"],
        holder="・".join(names.get(who) or ROLES[who] for who in subject.responsible),
        days=(today - timezone.localdate(subject.status_since)).days,
        due=due,
        is_late=due is not None and due < today,
        next=subject.next_task,
        is_sample=of.is_sample,
        is_mine=bool(reader.accompanied & groups.keys()),
    )


def _proposals(rows, found, reader):
    """[(Proposal, Matter)] of these proposals. Eight queries."""
    columns = ("title", "status", "status_since", "partner__name", "department__name", "call__is_sample", "call__result_on")
    found = found.select_related("partner", "department", "call").only(*columns)
    for proposal in rows.process.mark_done(found):
        groups = {proposal.partner_id: proposal.partner.name}
        offices = {proposal.department_id: proposal.department.name} if proposal.department else {}
        yield proposal, _matter(rows, proposal, reader, of=proposal.call, groups=groups, offices=offices)


def _years(rows, found, reader):
    """[(Cycle, Matter)] of these years. Four queries."""
    columns = ("status", "status_since", "starts_on", "ends_on", "fiscal_year")
    of_project = ("project__title", "project__is_sample", "project__published_at")
    cycles = rows.process.mark_done(rows.with_work(found).select_related("project").only(*columns, *of_project))
    bodies = {}
    taking_part = Participation.objects.filter(project__in=[cycle.project_id for cycle in cycles]).order_by("-is_lead", "pk")
    for project, side, partner, name in taking_part.values_list("project", "side", "partner", "partner__name"):
        bodies.setdefault((project, side), {})[partner] = name
    for cycle in cycles:
        groups, offices = (bodies.get((cycle.project_id, side), {}) for side in (SIDES.GROUP, SIDES.CITY))
        published = cycle.project.get_absolute_url() if cycle.project.published_at else ""
        yield cycle, _matter(rows, cycle, reader, of=cycle.project, groups=groups, offices=offices, published=published)


DRAWN = {"proposal": _proposals, "cycle": _years}


class Section(NamedTuple):
    """One stage of the board: how many matters stand in it and are late, the first of them, and how many more there are."""

    key: str
    label: str
    size: int
    late: int
    matters: list[Matter]

    @property
    def more(self):
        return self.size - len(self.matters)


class Board:
    """All that is open and that the conditions of the form keep, the longest waiting first within each kind.

    It is counted in the database; rows are read for what is shown. As a sequence it is what the table view pages through.
    """

    def __init__(self, user, *, mine=False, **asked):
        self.reader = Reader(user)
        self.kinds = [rows() for rows in KINDS.values()]
        for rows in self.kinds:
            rows.narrow(mine=self.reader.accompanied if mine else None, **asked)

    @cached_property
    def counts(self):
        """{(kind, state): (how many, how many of them late)}. Two queries, none after `sections`."""
        return {(rows.kind, state): pair for rows in self.kinds for state, pair in rows.counts().items()}

    def __len__(self):
        return sum(size for size, _ in self.counts.values())

    @property
    def late(self):
        """How many are late."""
        return sum(late for _, late in self.counts.values())

    def __getitem__(self, page):
        """[Matter] of one page of the table: proposals, then years. `page` is a slice with both ends."""
        shown, passed = [], 0
        for rows in self.kinds:
            size = sum(size for (kind, _), (size, _) in self.counts.items() if kind == rows.kind)
            start, stop = max(0, page.start - passed), min(size, page.stop - passed)
            if start < stop:
                here = DRAWN[rows.kind](rows, rows.found.order_by(*ORDER)[start:stop], self.reader)
                shown += [matter for _, matter in here]
            passed += size
        return shown

    @cached_property
    def sections(self):
        """[Section] for every stage that has something, in the order of the two tables."""
        shown, self.counts = {}, {}
        for rows in self.kinds:
            for subject, matter in DRAWN[rows.kind](rows, rows.first(SHOWN).order_by(*ORDER), self.reader):
                shown.setdefault((rows.kind, subject.status), []).append(matter)
                self.counts[rows.kind, subject.status] = (subject.size, subject.late_here)
        return [
            Section(f"{kind}-{state}", stage_label(kind, state), *self.counts[kind, state], shown[kind, state])
            for kind, state in STAGES
            if (kind, state) in shown
        ]
