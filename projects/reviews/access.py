"""Who judges, and who sees what the panel wrote. The docstring is the rule."""

from projects.proposals.access import proposal_roles


def can_review(user, proposal):
    """Writes a score sheet: has a seat on the call's panel today and does not belong to the proposing group."""
    return "panel" in proposal_roles(user, proposal)


def can_see_scores(user, proposal):
    """All sheets with names: the secretariat alone; never the group, nor a department."""
    return "secretariat" in proposal_roles(user, proposal)


def can_see_mean(user, proposal):
    """The mean of all sheets, once the result was told: the department in charge of this proposal."""
    return "department" in proposal_roles(user, proposal)
