"""Who judges, and who sees what the panel wrote. The docstring is the rule."""

from projects.proposals.access import proposal_roles


def can_review(user, proposal):
    """Writes a score sheet: has a seat on the call's panel today and does not belong to the proposing group."""
    return "panel" in proposal_roles(user, proposal)


def can_see_scores(user, proposal):
    """All sheets with names: the secretariat, and the department in charge of this proposal; never the group."""
    return bool({"secretariat", "department"} & proposal_roles(user, proposal))


def can_give_back(user, proposal):
    """A sheet is given back by the secretariat, or by whoever acts in its place for this proposal."""
    return "secretariat" in proposal_roles(user, proposal)
