"""Who may do what with calls, and who sits on their panels. The docstring is the rule."""

from kyodo_portal.accounts.registers import Register, read_of
from kyodo_portal.common.lists.keyed import keyed
from partners.directory.access import is_secretariat

from .panel_models import PanelSeat


@keyed
def _seats_of(user):
    return PanelSeat.objects.valid().filter(user=user).order_by().values_list("call_id", flat=True)


SEATS = Register("seats", lambda user: _seats_of(user.pk), set)


def calls_judged_by(user):
    """The ids of the calls on whose panels somebody sits today; asked once per request, however many proposals are looked at."""
    return read_of(user, SEATS)


def has_seat(user, call):
    """Sits on the call's panel today."""
    return user.is_authenticated and call.pk in calls_judged_by(user)


def can_see_ranking(user):
    """The whole call's scores side by side: the secretariat."""
    return user.is_authenticated and is_secretariat(user)


def can_see_calls_in_admin(user):
    """City staff look at calls."""
    return user.is_authenticated and user.is_staff


def can_edit_calls(user, call=None):
    """The secretariat opens and changes calls."""
    return is_secretariat(user)
