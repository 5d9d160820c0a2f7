"""What residents read of a call's results."""

from .models import Proposal


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
