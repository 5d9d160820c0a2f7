"""Who keeps the lists of the years: the secretariat. What is published everybody reads."""

from partners.directory.access import is_secretariat


def can_keep_lists(user):
    """Freeze, correct and publish a year, take in an old list."""
    return is_secretariat(user)


def can_read_list(user, snapshot, is_published):
    """A published list everybody; before that the city's offices, for whom it was made."""
    return is_published or can_keep_lists(user) or (user.is_authenticated and user.is_staff)
