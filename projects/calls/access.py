"""Who may do what with calls, and who sits on their panels. The docstring is the rule."""

from partners.directory.access import is_secretariat

from .models import PanelSeat


def has_seat(user, call):
    """Sits on the call's panel today."""
    return user.is_authenticated and PanelSeat.objects.valid().filter(call=call, user=user).exists()


def can_see_ranking(user):
    """The whole call's scores side by side: the secretariat."""
    return user.is_authenticated and is_secretariat(user)


def can_see_calls_in_admin(user):
    """City staff look at calls."""
    return user.is_authenticated and user.is_staff


def can_edit_calls(user, call=None):
    """The secretariat opens and changes calls."""
    return is_secretariat(user)
