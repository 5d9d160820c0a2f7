"""Results as others may read them: nothing before they are told."""

from projects.proposals.access import is_of_group, proposal_roles

from .access import can_see_scores
from .scoring import points_by_criterion, score_table


def told_decision(proposal):
    """The Decision once it was told; None before, and while the talks go on again."""
    decision = proposal.recorded_decision
    return decision if decision is not None and decision.released_at and proposal.may("result") else None


def decision_for(user, proposal):
    """What `user` reads about the result, or None.

    {"decision", "inside": whether advice and amount are shown, "points": [(criterion, average, most)] where the call tells them}.
    Residents read result, reason and conditions of what is published; group, city, panel and coordinator read it all.
    """
    decision = told_decision(proposal)
    if decision is None:
        return None
    inside = user.is_authenticated and (is_of_group(user, proposal) or bool(proposal_roles(user, proposal)))
    if not (inside or proposal.is_public):
        return None
    points = points_by_criterion(proposal) if inside and proposal.call.tell_scores else []
    return {"decision": decision, "inside": inside, "points": points}


def scores_for(user, proposal):
    """What staff see of sheets, points and the recorded decision; None before the review and for who may not see scores."""
    if not proposal.may("marks") or not can_see_scores(user, proposal):
        return None
    decision = proposal.recorded_decision
    return {
        "score_table": score_table(proposal),
        "decision": decision,
        "office": decision.department if decision and not decision.released_at else None,
        "may_give_back": proposal.may("mark") and "secretariat" in proposal_roles(user, proposal),
    }
