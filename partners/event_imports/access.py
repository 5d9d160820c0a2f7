"""Who takes lists of events in."""

from partners.directory.access import is_secretariat


def can_import_events(user):
    """The secretariat takes lists of events in and takes them back."""
    return is_secretariat(user)
