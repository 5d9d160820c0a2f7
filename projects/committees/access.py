"""Who may do what with committees: the secretariat keeps them, all city staff look."""

from django.contrib.auth import get_user_model
from django.utils import timezone

from partners.directory.access import is_city_staff, is_secretariat, is_writer

from .models import CommitteeSeat


def committees_of(user):
    """The ids of the committees in which the user sits today, asked once per request."""
    if not user.is_authenticated:
        return set()
    day = ("committees", timezone.localdate())
    if day not in user.rights:
        user.rights[day] = set(CommitteeSeat.objects.valid().filter(user_id=user.pk).values_list("committee_id", flat=True))
    return user.rights[day]


def members_of(committee_id):
    """The active users who sit in the committee today, and have an account."""
    seats = CommitteeSeat.objects.valid().filter(committee=committee_id, user__isnull=False)
    return list(get_user_model().objects.filter(pk__in=seats.values("user"), is_active=True).order_by("pk"))


def can_see_committees(user):
    """City staff, and whoever keeps the system, read committees and their meetings in the admin."""
    return user.is_active and (is_city_staff(user) or is_secretariat(user))


def can_edit_committees(user, committee=None):
    """The secretariat keeps the committees, their seats and their meetings."""
    return is_secretariat(user)


def can_choose(user, call):
    """Who answers letters of the office that seeks members: what people applied with is written to it."""
    return is_writer(user, call.offer.partner)


def can_see_seat_call(user, call):
    """The office that seeks members, and the secretariat: who applied, not with which words."""
    return can_choose(user, call) or is_secretariat(user)
