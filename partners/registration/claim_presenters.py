"""What the page of a claim shows, and to whom: the claimant never reads who belongs to the body, nor what speaks against the claim."""

from typing import NamedTuple

from partners.directory.access import is_member, is_secretariat

from .access import can_see_files, can_send_letter
from .claim_models import ClaimLetter


class ClaimPage(NamedTuple):
    """own: it is the reader's claim. who: the name that the claimant gave, for the body and the secretariat. letter: sent and not over.
    judges: the reader is of the secretariat, and it is not decided yet.
    now: what the claimant can do after the end."""

    own: bool
    who: str
    of_body: bool
    judges: bool
    letter: ClaimLetter | None
    files: list
    sees_files: bool
    declined_because: str
    now: str


def claim_of(registration, user):
    """The ClaimPage for this reader. At most four queries."""
    own = registration.created_by_id == user.pk
    of_body, sees_files = is_member(user, registration.partner), can_see_files(user, registration)
    declined = registration.changes.filter(step="refuse").last()
    return ClaimPage(
        own=own,
        who=_name(registration.created_by) if not own and (of_body or is_secretariat(user)) else "",
        of_body=not own and of_body,
        judges=can_send_letter(user, registration),
        letter=ClaimLetter.objects.filter(registration=registration).first(),
        files=list(registration.files.standing()) if sees_files else [],
        sees_files=sees_files,
        declined_because=declined.reason if declined is not None and registration.state.is_end else "",
        now=registration.in_its_words(registration.state.now) if own and registration.state.is_end else "",
    )


def _name(person):
    return person.name or "（名前を入れていません）"
