"""Proposals that wait for a person, for マイページ: the group's drafts and corrections, what staff have to do next."""

from django.urls import reverse

from kyodo_portal.common.todo import Todo
from partners.directory.access import offices_of

from .access import proposal_desks
from .asked import asked_to_talk
from .conflicts.access import desks_substituted_by, substituted_desks
from .joint.models import JointGroup
from .models import Proposal
from .workflow import PROPOSAL

SHOWN = 20  # of the staff's; the admin's lists hold them all


def proposals_todo(user):
    """Drafts that can still be sent, and what staff asked to put right; the due day is the deadline or the earliest correction's."""
    proposals = Proposal.objects.waiting_for(user).prefetch_related("corrections")
    return [Todo(proposal.next_task, str(proposal), proposal.task_url, proposal.due_on) for proposal in proposals]


def staff_todo(user):
    """Whose turn is the secretariat's, and the departments' own; the longest waiting first, never one's own group's (利益相反).

    Nothing and no query for whoever sits at no desk; otherwise a constant number of queries.
    """
    desks = proposal_desks(user)
    if not desks | (acting := desks_substituted_by(user)):
        return []
    proposals = Proposal.objects.visible_to(user).open_to(user).filter(status__in=PROPOSAL.turn_of(*desks, *acting))
    proposals = proposals.select_related("call").order_by("status_since", "pk")
    mine = [proposal for proposal in PROPOSAL.mark_done(proposals) if _is_turn_of(user, desks, proposal)]
    return [
        Todo(proposal.next_task, str(proposal), reverse("admin:projects_proposal_change", args=[proposal.pk]), proposal.due_on)
        for proposal in mine[:SHOWN]
    ]


def _is_turn_of(user, desks, proposal):
    turns = {*proposal.responsible}
    if turns & substituted_desks(user, proposal):
        return True
    turns &= desks
    own = proposal.department_id in offices_of(user) or asked_to_talk(user).get(proposal.pk) is False
    return "secretariat" in turns or ("department" in turns and own)


def joint_todo(user):
    """Groups of the user's that were asked to propose together; the last day is the call's while the proposal is not sent."""
    rows = JointGroup.objects.waiting_for(user)
    return [Todo("いっしょに提案するか返事をする", row.matter, row.get_absolute_url(), row.due) for row in rows]
