"""Whether who goes can still write: whoever has left without handing over is no longer waited for."""

from partners.models import Membership


def mark_done(handovers):
    """Set `done_by` of those that wait for a giver who has left the body: it falls to whom the table says next. One query."""
    come = [handover for handover in handovers if handover.state.then and handover.has_come]
    if not come:
        return
    places = Membership.objects.valid().filter(
        user__in={row.giver_id for row in come}, partner__in={row.partner_id for row in come}
    )
    there = set(places.values_list("user", "partner"))
    for handover in come:
        if (handover.giver_id, handover.partner_id) not in there:
            handover.done_by = ("giver",)
