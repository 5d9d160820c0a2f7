"""What the proposal's page in the admin shows of 除斥 and 代決."""

from typing import NamedTuple

from projects.proposals.access import proposal_roles

from .access import can_name_substitute, desks_without_people


class Conflicts(NamedTuple):
    """`exclusions`, `substitutes`: rows, [] for who has no part in the proposal; `empty_desks`: where nobody is left."""

    exclusions: list
    substitutes: list
    may_judge: bool
    empty_desks: list
    may_name: bool
    may_end: bool


def conflicts_on(user, proposal):
    """The Conflicts of a proposal as `user` sees them: the secretariat, its substitute, the administrator; nothing for others.

    The page brings exclusions and substitutes along with their names (`access.ask_at_once`).
    """
    if "secretariat" not in proposal_roles(user, proposal):
        return Conflicts([], [], may_judge=False, empty_desks=[], may_name=False, may_end=False)
    may_name = can_name_substitute(user, proposal)
    empty = desks_without_people(proposal) if may_name else []
    return Conflicts(
        list(proposal.exclusions.all()),
        list(proposal.substitutes.all()),
        may_judge=not proposal.state.is_end,
        empty_desks=empty,
        may_name=may_name and bool(empty) and not proposal.state.is_end,
        may_end=may_name,
    )
