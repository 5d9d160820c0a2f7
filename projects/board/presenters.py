"""The board: every submitted matter by stage, how long it has stood there, who holds it, what is late. No texts, no contact data."""

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from kyodo_portal.common.lists.search import fold, words
from kyodo_portal.common.workflow import ROLES
from partners.directory.access import accompanied_by, is_secretariat, partners_of
from projects.cycles.models import Cycle
from projects.cycles.workflow import CYCLE
from projects.entries.models import Participation, participations_with_partner
from projects.proposals.models import Proposal, ProposalCorrection
from projects.proposals.workflow import PROPOSAL

SIDES = Participation.Side
PROCESSES = {"proposal": PROPOSAL, "cycle": CYCLE}
# Every state in which somebody has something to do and the city finds the matter, in the order of the two tables.
STAGES = [(kind, row.code) for kind, process in PROCESSES.items() for row in process.open if "city" in row.readers]
SHOWN = 50  # in one section; the table view pages through the rest


def stage_label(kind, state):
    """提案：受付済 / 実施：評価中."""
    return f"{'提案' if kind == 'proposal' else '協働'}：{PROCESSES[kind].state(state).label}"


def _proposals():
    due = ProposalCorrection.objects.filter(subject=OuterRef("pk"), resolved_at__isnull=True).order_by("due").values("due")[:1]
    proposals = Proposal.objects.filter(status__in=[state for kind, state in STAGES if kind == "proposal"]).select_related(
        "partner", "department", "call"
    )
    return proposals.annotate(correct_by=Subquery(due)).order_by("status_since", "pk")


def _cycles():
    return (
        Cycle.objects.unfinished()
        .select_related("project__form")
        .prefetch_related(participations_with_partner("project__"), "evaluations", "confirmations")
        .order_by("status_since", "pk")
    )


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
    offices: list[tuple[str, str]]
    responsible: tuple[str, ...]
    holder: str
    days: int
    due: datetime.date | None
    is_late: bool
    next: str
    is_sample: bool
    is_mine: bool

    @property
    def key(self):
        """proposal-received, cycle-running: what the filter by stage calls it."""
        return f"{self.kind}-{self.status}"

    @property
    def stage(self):
        return stage_label(self.kind, self.status)


def _matter(kind, subject, *, of, groups, offices, url, mine):
    """`of`: what carries the sample mark, the call of a proposal or the project of a year."""
    today, due = timezone.localdate(), subject.due_on
    names = {role: "・".join(body.name for body in bodies) for role, bodies in (("applicant", groups), ("department", offices))}
    return Matter(
        kind,
        subject.status,
        title=subject.title if kind == "proposal" else of.title,
        url=url,
        partner=names["applicant"],
        offices=[(str(office.pk), office.name) for office in offices],
        responsible=tuple(subject.responsible),
        holder="・".join(names.get(who) or ROLES[who] for who in subject.responsible),
        days=(today - timezone.localdate(subject.status_since)).days,
        due=due,
        is_late=due is not None and due < today,
        next=subject.next_task,
        is_sample=of.is_sample,
        is_mine=not mine.isdisjoint(group.pk for group in groups),
    )


def _includes(ids, partners):
    return any(partner.pk in ids for partner in partners)


def matters(user):
    """[Matter] of all that is open, the longest waiting first within each stage. Twelve queries, thirteen for a coordinator.

    A matter is a link only for whoever may open it: the secretariat all of them, a department those in which it has a part,
    a coordinator those that are assigned.
    """
    mine = accompanied_by(user)
    all_open, own = is_secretariat(user), partners_of(user)
    open_matters = []
    for proposal in PROPOSAL.mark_done(_proposals()):
        offices = [proposal.department] if proposal.department else []
        groups = [proposal.partner]
        open_to = all_open or proposal.partner_id in mine or _includes(own, [*groups, *offices])
        url = proposal.get_absolute_url() if open_to else ""
        open_matters.append(_matter("proposal", proposal, of=proposal.call, groups=groups, offices=offices, url=url, mine=mine))
    for cycle in _cycles():
        people = cycle.project.participations.all()
        groups = [participation.partner for participation in people if participation.side == SIDES.GROUP]
        offices = [participation.partner for participation in people if participation.side == SIDES.CITY]
        open_to = all_open or _includes(mine, groups) or _includes(own, [*groups, *offices])
        published = cycle.project.get_absolute_url() if cycle.project.published_at else ""
        url = cycle.get_absolute_url() if open_to else published
        open_matters.append(_matter("cycle", cycle, of=cycle.project, groups=groups, offices=offices, url=url, mine=mine))
    return open_matters


def narrowed(open_matters, *, q="", department="", mine=False, late=False, holder="", stage=""):
    """The rows that every condition keeps."""
    asked = words(q)
    return [
        matter
        for matter in open_matters
        if all(word in fold(f"{matter.title} {matter.partner}") for word in asked)
        and (not department or department in dict(matter.offices))
        and (not mine or matter.is_mine)
        and (not late or matter.is_late)
        and (not holder or holder in matter.responsible)
        and (not stage or stage == matter.key)
    ]


class Section(NamedTuple):
    """One stage of the board: how many matters stand in it and are late, the first of them, and how many more there are."""

    key: str
    label: str
    size: int
    late: int
    matters: list[Matter]
    more: int


def sections(open_matters):
    """[Section] for every stage that has something, in the order of the two tables."""
    made = []
    for kind, state in STAGES:
        here = [matter for matter in open_matters if (matter.kind, matter.status) == (kind, state)]
        if here:
            late = sum(matter.is_late for matter in here)
            more = max(0, len(here) - SHOWN)
            made.append(Section(here[0].key, here[0].stage, len(here), late, here[:SHOWN], more))
    return made


def departments(open_matters):
    """[(id, name)] of the departments that hold or share any of the rows, by name."""
    return sorted({pair for matter in open_matters for pair in matter.offices}, key=lambda pair: pair[1])
