"""Everything that writes in this app."""

from .files import add_file, drop_file, handed_out
from .members import end_membership, join, leave, membership_entered
from .partners import edit_partner, entered_by_city, looked_at_contact, refresh_search, set_consents
from .reference import load_reference
from .registration import discard, open_registration, save_page, start, start_again

__all__ = [
    "add_file",
    "discard",
    "drop_file",
    "edit_partner",
    "end_membership",
    "entered_by_city",
    "handed_out",
    "join",
    "leave",
    "load_reference",
    "looked_at_contact",
    "membership_entered",
    "open_registration",
    "refresh_search",
    "save_page",
    "set_consents",
    "start",
    "start_again",
]
