"""What residents read of a call's results."""

from .models import Proposal


def results_of(call):
    """The call's told results for residents, adopted ones first: Proposals with `decision` and `partner`, one query.

    Declined ones only where the call publishes them; 継続協議 is never published.
    """
    rows = Proposal.objects.published().filter(call=call, decision__released_at__isnull=False)
    return sorted(
        rows.select_related("decision__form", "partner", "project"),
        key=lambda one: (not one.stands_in_ledger, one.number or "", one.pk),
    )
