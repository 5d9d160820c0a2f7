"""Staff are prepared before they have an account: an invitation to a city office makes a dated membership (people of the room)."""

from django.utils import timezone

from kyodo_portal.accounts.invitations import InvitationKind
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.templatetags.kyodo import jdate

from .access import is_city_reader, is_secretariat
from .member_actions import join, tell_of
from .membership import Membership
from .models import Partner


def offices():
    """The QuerySet of the city's offices, by reading."""
    return Partner.objects.filter(office__in=(Partner.Office.DEPARTMENT, Partner.Office.SECRETARIAT)).order_by("kana_key", "pk")


def offices_today():
    """Those of them that are not over (改組): where somebody can be placed, and what can be led to."""
    return Partner.objects.city_offices().order_by("kana_key", "pk")


def office_of(target):
    """The city office of an invitation; None where it is none any more."""
    return offices_today().filter(pk=small_int(target) or 0).first()


def _words(invitation):
    office = office_of(invitation.target)
    # Whoever invited may sit in another office since (人事異動); who left the city hall prepares no places in it any more.
    if office is None or not is_city_reader(invitation.by) or (invitation.until and invitation.until < timezone.localdate()):
        return ""
    until = f"{jdate(invitation.until)}まで" if invitation.until else ""
    return f"{office.name}の{Membership.Part(invitation.part).label}（{jdate(invitation.since)}から{until}）"


def _may_invite(user, target):
    """The secretariat prepares places in the city's offices."""
    return is_secretariat(user) and office_of(target) is not None


def _accept(invitation, user):
    """A membership from the day that was said, never from a day before it was accepted; none beside one that stands."""
    office = office_of(invitation.target)
    since = max(invitation.since, timezone.localdate())
    if Membership.objects.filter(user=user, partner=office, until__isnull=True).exists():
        return
    row = join(user=user, partner=office, by=invitation.by, part=invitation.part, since=since, until=invitation.until)
    tell_of(row, by=invitation.by, pressed_by=user)


STAFF = InvitationKind(_words, _may_invite, _accept)
