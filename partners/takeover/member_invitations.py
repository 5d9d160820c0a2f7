"""People of a group are invited by mail, before they have an account: 代表, 担当 or 閲覧."""

from django.urls import reverse
from django.utils import timezone

from kyodo_portal.accounts.invitation_actions import Gone
from kyodo_portal.accounts.invitations import InvitationKind, InvitingPage
from kyodo_portal.common.japanese.numbers import small_int
from partners.directory.access import can_hand_on, can_name_people, takes_people
from partners.directory.member_actions import take_part, tell_of
from partners.directory.membership import Membership
from partners.directory.models import Partner
from partners.registration.models import Registration

Part = Membership.Part
PARTS = (
    (Part.MEMBER, "担当（書く。送ることと、人を招くことは、代表がする）"),
    (Part.REPRESENTATIVE, "代表（送る、取り下げる、人を招く、公開する項目を決める）"),
    (Part.VIEWER, "閲覧（読むだけ。団体あてのお知らせも届く）"),
)
LEAD = (
    "メールを受けとった本人が、そのアドレスでサインインして押すと、団体の人になります。まだ利用者登録をしていない人も招けます。"
    "もう団体の人を新しい役で招くと、本人が受けたときに、役が変わります。"
)


def group_of(target):
    """The group of an invitation; None where it is none that still takes people."""
    group = Partner.objects.filter(pk=small_int(target) or 0).first()
    return group if group is not None and takes_people(group) else None


def _may_invite(user, target):
    group = group_of(target)
    return group is not None and can_name_people(user, group)


def _words(invitation):
    group = group_of(invitation.target)
    if group is None or not can_name_people(invitation.by, group):  # whoever invited speaks for the group no more
        return ""
    return f"「{group}」の{Part(invitation.part).label}"


def _accept(invitation, user):
    """The part from today on; who is of the group already gets the new part in place of the old one, and the group is told."""
    group, there = group_of(invitation.target), Membership.objects.valid().filter(user=user)
    known = there.filter(partner=group, part=invitation.part).first()
    today = timezone.localdate()
    row = known or take_part(user=user, partner=group, part=invitation.part, since=today, by=invitation.by)
    if row is None:
        raise Gone
    if known is None:
        tell_of(row, by=invitation.by, pressed_by=user)


def _page(target, user):
    group = group_of(target)
    if group is None or not Partner.objects.visible_to(user).filter(pk=group.pk).exists():
        return None
    back = reverse("partner-members", args=[group.pk])
    proofs = (
        () if can_hand_on(user, group) else tuple(Registration.Proof.choices)
    )  # the group knows its own people; the city makes sure of them
    return InvitingPage(f"「{group}」に人を招く", LEAD, back, "メンバーへ戻る", PARTS, proofs=proofs)


MEMBER = InvitationKind(_words, _may_invite, _accept, _page)
