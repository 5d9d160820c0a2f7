"""The successor of a representative is invited by mail; accepting writes both memberships in one moment."""

from kyodo_portal.accounts.invitation_actions import Gone
from kyodo_portal.accounts.invitations import InvitationKind
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.templatetags.kyodo import jdate
from partners.directory.access import can_name_people

from .actions import complete
from .models import Takeover


def _takeover_of(target):
    return Takeover.objects.select_related("partner").filter(pk=small_int(target) or 0).first()


def _words(invitation):
    row = _takeover_of(invitation.target)
    if row is None or row.is_doubted:
        return ""
    if row.is_waiting:  # who invited may have left the group since
        return (
            f"「{row.partner}」の代表の引継ぎ（{jdate(row.first_day)}から）"
            if can_name_people(invitation.by, row.partner)
            else ""
        )
    mine = row.to_user_id is not None and row.to_user_id == invitation.accepted_by_id
    return f"「{row.partner}」の代表の引継ぎ（{jdate(row.starts_on)}から）" if mine else ""


def _may_invite(user, target):
    row = _takeover_of(target)
    return row is not None and row.is_waiting and can_name_people(user, row.partner)


def _accept(invitation, user):
    if complete(_takeover_of(invitation.target), by=invitation.by, user=user) is None:
        raise Gone


TAKEOVER = InvitationKind(_words, _may_invite, _accept)
