"""What can be waited for by an invitation: each kind of place says what it is called, who may give it, and what accepting makes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class InvitationKind:
    """One entry of settings.KYODO_INVITATIONS.

    words(invitation) → str: the place with its day; "" where it is gone; may_invite(user, target) → bool;
    accept(invitation, user): makes it, in the transaction in which the invitation is used.
    """

    words: object
    may_invite: object
    accept: object
