"""The board: every submitted matter by stage, how long it has stood there, who holds it, what is late. No texts, no contact data."""

from django.db.models import OuterRef, Prefetch, Subquery
from django.utils import timezone

from kyodo_portal.common.lists.search import fold, words
from kyodo_portal.common.workflow import ROLES
from partners.models import Assignment
from projects.cycles.models import Cycle
from projects.cycles.workflow import CYCLE
from projects.entries.models import Participation
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
    rows = Proposal.objects.filter(status__in=[state for kind, state in STAGES if kind == "proposal"]).select_related(
        "partner", "department", "call"
    )
    return rows.annotate(correct_by=Subquery(due)).order_by("status_since", "pk")


def _cycles():
    people = Prefetch("project__participations", Participation.objects.select_related("partner"))
    return (
        Cycle.objects.unfinished()
        .select_related("project__form")
        .prefetch_related(people, "evaluations", "confirmations")
        .order_by("status_since", "pk")
    )


def _item(kind, subject, *, groups, offices, due, title, url):
    today = timezone.localdate()
    names = {"applicant": "・".join(group.name for group in groups), "department": "・".join(office.name for office in offices)}
    holders = subject.responsible
    return {
        "kind": kind,
        "status": subject.status,
        "stage": stage_label(kind, subject.status),
        "title": title,
        "url": url,
        "partner": names["applicant"],
        "group_ids": {group.pk for group in groups},
        "office_ids": {office.pk for office in offices},
        "offices": [(str(office.pk), office.name) for office in offices],
        "responsible": set(holders),
        "holder": "・".join(names.get(who) or ROLES[who] for who in holders),
        "days": (today - timezone.localdate(subject.status_since)).days,
        "due": due,
        "is_late": due is not None and due < today,
        "next": subject.next_task,
        "is_sample": subject.call.is_sample if kind == "proposal" else subject.project.is_sample,
    }


def matters(user):
    """All open matters as plain rows, the longest waiting first within each stage. Twelve queries, thirteen for a coordinator.

    A matter is a link only for whoever may open it: city staff all of them, a coordinator those that are assigned.
    """
    mine = set() if user.is_staff else set(Assignment.objects.valid().filter(user=user).values_list("partner_id", flat=True))
    found = []
    for proposal in PROPOSAL.mark_done(_proposals()):
        open_to = user.is_staff or proposal.partner_id in mine
        found.append(
            _item(
                "proposal",
                proposal,
                groups=[proposal.partner],
                offices=[proposal.department] if proposal.department else [],
                due=proposal.due_on,
                title=proposal.title,
                url=proposal.get_absolute_url() if open_to else "",
            )
        )
    for cycle in _cycles():
        people = cycle.project.participations.all()
        groups = [row.partner for row in people if row.side == SIDES.GROUP]
        offices = [row.partner for row in people if row.side == SIDES.CITY]
        open_to = user.is_staff or bool(mine & {group.pk for group in groups})
        url = cycle.get_absolute_url() if open_to else cycle.project.get_absolute_url()
        found.append(_item("cycle", cycle, groups=groups, offices=offices, due=cycle.due_on, title=cycle.project.title, url=url))
    for one in found:
        one["is_mine"] = bool(mine & one["group_ids"])
    return found


def narrowed(rows, *, q="", department="", mine=False, late=False, holder="", stage=""):
    """The rows that every condition keeps."""
    asked = words(q)
    return [
        row
        for row in rows
        if all(word in fold(f"{row['title']} {row['partner']}") for word in asked)
        and (not department or int(department) in row["office_ids"])
        and (not mine or row["is_mine"])
        and (not late or row["is_late"])
        and (not holder or holder in row["responsible"])
        and (not stage or stage == f"{row['kind']}-{row['status']}")
    ]


def sections(rows):
    """[{key, label, count, items, more}] for every stage that has something, in the order of the two tables."""
    made = []
    for kind, state in STAGES:
        here = [row for row in rows if row["kind"] == kind and row["status"] == state]
        if here:
            made.append(
                {
                    "key": f"{kind}-{state}",
                    "label": stage_label(kind, state),
                    "count": len(here),
                    "late": sum(row["is_late"] for row in here),
                    "items": here[:SHOWN],
                    "more": max(0, len(here) - SHOWN),
                }
            )
    return made


def departments(rows):
    """[(id, name)] of the departments that hold or share any of the rows, by name."""
    return sorted({pair for row in rows for pair in row["offices"]}, key=lambda pair: pair[1])
