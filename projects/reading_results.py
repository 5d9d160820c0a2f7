"""Results as others may read them: nothing before they are told."""

from .access import is_of_group, proposal_roles
from .models import Proposal
from .scoring import points_by_criterion
from .workflow import ProposalStatus as S


def results_of(call):
    """The call's told results for residents, adopted ones first: Proposals with `decision` and `partner`, one query.

    Declined ones only where the call publishes them; 継続協議 is never published.
    """
    rows = Proposal.objects.published().filter(call=call, decision__released_at__isnull=False)
    return sorted(
        rows.select_related("decision__form", "partner", "project"),
        key=lambda one: (one.status == S.DECLINED, one.number or "", one.pk),
    )


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
