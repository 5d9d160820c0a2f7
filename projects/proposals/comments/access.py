"""Who invites, comments and reads. The docstring is the rule."""

from kyodo_portal.common.own_words import has_coordinator
from partners.directory.access import is_assigned
from projects.proposals.access import can_edit_proposal, is_own


def is_invited(proposal):
    """The group wants comments on this draft now. One query."""
    return proposal.is_unsent and proposal.comment_invitations.in_force().exists()


def can_invite(user, proposal):
    """Whoever writes for the group, while it is a draft."""
    return proposal.is_unsent and can_edit_proposal(user, proposal)


def can_comment(user, proposal):
    """A coordinator who accompanies the group, while the invitation holds; nobody of the group itself."""
    return is_assigned(user, proposal.partner) and not is_own(user, proposal) and is_invited(proposal)


def could_comment(user, proposal):
    """A coordinator who accompanies the group, whom it has asked once, whether or not the invitation still holds."""
    return is_assigned(user, proposal.partner) and not is_own(user, proposal) and proposal.comment_invitations.exists()


def can_read_comments(user, proposal):
    """The people of the group, also later; the coordinators who may comment. Never the city, and nobody where there are no coordinators."""
    return has_coordinator() and (is_own(user, proposal) or can_comment(user, proposal))


def has_comments_for(user, proposal):
    """Whether there are comments that this person may read, of a proposal in whatever state. One query for who may."""
    return can_read_comments(user, proposal) and proposal.draft_comments.exists()
