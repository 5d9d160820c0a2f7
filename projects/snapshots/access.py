"""Who keeps the lists of the years: the secretariat. What is published everybody reads."""

from partners.directory.access import is_secretariat


def can_keep_lists(user):
    """Freeze, correct and publish a year, take in an old list."""
    return is_secretariat(user)


def can_see_lists(user):
    """The versions of every year, published or not: the city's offices, who answered for them."""
    return can_keep_lists(user) or user.is_staff
