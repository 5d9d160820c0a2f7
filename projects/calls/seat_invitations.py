"""Members of a panel are prepared before they have an account: an invitation to a call makes their seat."""

from django.urls import reverse
from django.utils import timezone

from kyodo_portal.accounts.invitation_actions import Gone
from kyodo_portal.accounts.invitations import InvitationKind, InvitingPage
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.templatetags.kyodo import jdate
from partners.directory.access import is_secretariat

from .models import Call
from .seat_actions import give_seat

LEAD = (
    "席は、メールを受けとった本人が、そのアドレスでサインインして押したときにできます。席のある人は、審査の画面だけが開きます。"
)


def _call_of(target):
    return Call.objects.filter(pk=small_int(target) or 0).first()


def _words(invitation):
    call = _call_of(invitation.target)
    if call is None or not is_secretariat(invitation.by) or (invitation.until and invitation.until < timezone.localdate()):
        return ""
    until = f"{jdate(invitation.until)}まで" if invitation.until else ""
    return f"「{call}」の審査委員の席（{jdate(invitation.since)}から{until}）"


def _may_invite(user, target):
    """The secretariat gives the seats of a panel."""
    return is_secretariat(user) and _call_of(target) is not None


def _accept(invitation, user):
    days = {"since": invitation.since, "until": invitation.until}
    if not give_seat(_call_of(invitation.target), user=user, by=invitation.by, **days):
        raise Gone


def _page(target, user):
    call = _call_of(target) if user.is_staff else None
    if call is None:
        return None
    back = reverse("admin:projects_call_change", args=[call.pk])
    return InvitingPage(f"「{call}」の審査委員を招く", LEAD, back, "募集回へ戻る", (("seat", "審査委員"),), asks_days=True)


SEAT = InvitationKind(_words, _may_invite, _accept, _page)
