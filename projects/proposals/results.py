"""What residents read of a call's results."""

from django.db.models import Sum

from .models import Proposal
from .querysets import public_now
from .workflow import ADOPTED


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


def left_of(call):
    """What of the call's budget is left, in yen, after what the city bears of the adopted proposals whose groups know it.

    None where the call has no budget; below zero where more was decided. At most one query.
    """
    if call.budget is None:
        return None
    told = call.proposals.filter(public_now(), status__in=ADOPTED, decision__taken_back_at__isnull=True)
    return call.budget - (told.aggregate(total=Sum("decision__amount"))["total"] or 0)
