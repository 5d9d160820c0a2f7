"""Who prints what. The docstring is the rule."""

from projects.calls.access import can_see_ranking
from projects.proposals.access import COMPARING, proposal_roles
from projects.proposals.conflicts.access import is_excluded
from projects.proposals.joint.models import JOINT_GROUPS
from projects.proposals.models import Proposal
from projects.reviews.access import can_see_scores


def can_print(user, proposal):
    """Whoever reads the whole proposal: its group, who handles it, the assigned coordinator. The panel reads it where it judges."""
    return bool(proposal_roles(user, proposal) & COMPARING)


def printable(user, call):
    """[Proposal] of a call that somebody prints in one job: what came to their desk, unless a 除斥 keeps them away; by number."""
    rows = Proposal.objects.at_desk_of(user).filter(call=call).sent().select_related("call", "partner", "department")
    rows = rows.prefetch_related(JOINT_GROUPS, "exclusions").order_by("number", "pk")
    return [proposal for proposal in rows if not is_excluded(proposal, user.pk, set())]


def can_write_approval(user, proposal):
    """起案用紙 of one proposal: who sees its scores."""
    return can_see_scores(user, proposal)


def can_write_approvals(user):
    """起案用紙 of a round: who sees the whole call's scores."""
    return can_see_ranking(user)
