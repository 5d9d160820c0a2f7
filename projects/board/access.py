"""Who sees the board. The docstring is the rule."""

from partners.directory.access import is_coordinator


def can_see_board(user):
    """The board is for coordinators and city staff."""
    return user.is_authenticated and (user.is_staff or is_coordinator(user))
