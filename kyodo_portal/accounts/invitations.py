"""What can be waited for by an invitation: each kind of place says what it is called, who may give it, and what accepting makes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class InvitingPage:
    """What the page says on which people are invited to one place.

    back: the address that it leads back to. parts: [(value, label)] where the place has several, otherwise the one that it has.
    asks_days: whether the place has a first and a last day. proofs: [(value, label)] of how the inviter made sure of who is invited,
    where that has to be said; () where it has not.
    """

    title: str
    lead: str
    back: str
    back_label: str
    parts: tuple
    asks_days: bool = False
    proofs: tuple = ()


@dataclass(frozen=True)
class InvitationKind:
    """One entry of settings.KYODO_INVITATIONS.

    words(invitation) → str: the place with its day; "" where it is gone; may_invite(user, target) → bool;
    accept(invitation, user): makes it, in the transaction in which the invitation is used.
    page(target, user) → the InvitingPage of a place that this person finds, or None; no page where another room invites.
    """

    words: object
    may_invite: object
    accept: object
    page: object = None
