"""What residents read of a call's results."""

from django.db.models import Sum

from .models import Proposal
from .querysets import public_now
from .workflow import ADOPTED
from .workflow import ProposalStatus as S


def results_of(call):
    """The call's told results for residents, adopted ones first: Proposals with `decision`, `partner`, and `public_url`. One query.

    Declined ones only where the call publishes them; 継続協議 is never published.
    """
    published = Proposal.objects.published().filter(call=call, decision__released_at__isnull=False)
    results = sorted(
        published.select_related("decision__form", "partner", "project"),
        key=lambda proposal: (not proposal.stands_in_ledger, proposal.number or "", proposal.pk),
    )
    for proposal in results:
        proposal.public_url = public_url(proposal)
    return results


def public_url(proposal):
    """Where a told result leads: to the project that came of it, once that is published; before that to the proposal."""
    project = getattr(proposal, "project", None)
    return (project if project and project.is_published else proposal).get_absolute_url()


def left_of(call, *, untold=False):
    """What of the call's budget is left, in yen; None where it has none, below zero where more was decided. At most one query.

    Taken off is what the city bears of adopted proposals whose group knows it; with `untold` also what is only recorded.
    """
    if call.budget is None:
        return None
    decided = call.proposals.filter(decision__amount__isnull=False, decision__taken_back_at__isnull=True)
    counted = (
        decided.filter(status__in=(S.DECIDED, *ADOPTED)) if untold else decided.filter(status__in=ADOPTED).filter(public_now())
    )
    return call.budget - (counted.aggregate(total=Sum("decision__amount"))["total"] or 0)
