"""Whoever sits in a committee gets an account for their seat by mail; and all kinds of invitations (settings.KYODO_INVITATIONS)."""

from django.urls import reverse
from django.utils import timezone

from kyodo_portal.accounts.invitation_actions import Gone
from kyodo_portal.accounts.invitations import InvitationKind, InvitingPage
from kyodo_portal.common.japanese.numbers import small_int
from partners.directory.access import is_secretariat
from partners.directory.staff_invitations import STAFF
from partners.takeover.member_invitations import MEMBER
from partners.takeover.successor_invitations import TAKEOVER
from projects.calls.seat_invitations import SEAT

from .models import CommitteeSeat
from .seat_actions import give_account

LEAD = "席は、もうあります。メールを受けとった本人が、そのアドレスでサインインして押すと、ポータルで意見を書けるようになります。"


def _seat_of(target):
    """The seat of an invitation, as long as its term is not over."""
    seat = CommitteeSeat.objects.select_related("committee").filter(pk=small_int(target) or 0).first()
    over = seat is not None and seat.until is not None and seat.until < timezone.localdate()
    return None if over else seat


def _words(invitation):
    seat = _seat_of(invitation.target)
    if seat is None or not is_secretariat(invitation.by) or seat.user_id not in (None, invitation.accepted_by_id):
        return ""
    return f"「{seat.committee}」の委員の席（{seat.name}さん）"


def _may_invite(user, target):
    """The secretariat, to a seat that has no account yet."""
    seat = _seat_of(target) if is_secretariat(user) else None
    return seat is not None and seat.user_id is None


def _accept(invitation, user):
    if not give_account(_seat_of(invitation.target), user=user, by=invitation.by):
        raise Gone


def _page(target, user):
    seat = _seat_of(target) if user.is_staff else None
    if seat is None:
        return None
    back, title = (
        reverse("admin:projects_committee_change", args=[seat.committee_id]),
        f"{seat.name}さんを招く（{seat.committee}）",
    )
    return InvitingPage(title, LEAD, back, "委員会へ戻る", (("seat", "委員"),))


COMMITTEE = InvitationKind(_words, _may_invite, _accept, _page)
KINDS = {"staff": STAFF, "member": MEMBER, "takeover": TAKEOVER, "seat": SEAT, "committee": COMMITTEE}
