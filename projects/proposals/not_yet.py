"""What keeps a draft from being sent now, whatever it says: its call, the group's registration, the call's conditions, its own people."""

from projects.calls.eligibility import refusals_of

from .access import can_send_proposal, waiting_registration
from .consulting import consult_url_for
from .sign_off_actions import lacks_confirmation


def not_yet(proposal, user):
    """For the pages of a draft: `closed`, its call; `waiting`, the group's registration; `refusals`, the call's conditions, and
    `refused_url`, where the city is asked about it; `unconfirmed`, that nobody else of the group has confirmed what this person sends."""
    if not proposal.is_unsent:
        return {}
    refusals = refusals_of(proposal.call, proposal.partner)
    return {
        "closed": not (proposal.is_taken or proposal.came_on_paper),
        "unconfirmed": can_send_proposal(user, proposal) and lacks_confirmation(proposal, by=user),
        "waiting": waiting_registration(proposal.partner),
        "refusals": refusals,
        "refused_url": consult_url_for(proposal.call, proposal.partner_id) if refusals else "",
    }
