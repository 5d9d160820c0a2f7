"""What the rows of the access table speak of where people change: tanto's 引継ぎ, a day of moves, an invitation that waits."""

from kyodo_portal.accounts.invitation_actions import hash_of
from kyodo_portal.accounts.models import Invitation
from partners.models import Membership
from projects.handover.actions import membership_ends
from tests import build

from .world import group_of, own_group


def _entry(who):
    return build.cycle(own_group(who), group_of(who["tanto"]), who["tanto"])


def _handover(who):
    _entry(who)
    row = Membership.objects.select_related("user", "partner").get(user=who["tanto"])
    row.until = build.days(9)
    row.save()
    return membership_ends(row, by=who["jimukyoku"])


def handover_of_tanto(who):
    return [_handover(who).pk]


def sheet_of_tanto(who):
    made = _handover(who)
    return [made.pk, made.sheets.get().project_id]


def naming_of_tanto(who):
    return [_handover(who).pk, "name"]


def moves(who):
    return [build.days(20)]


def unheld(who):
    return [_entry(who).project_id]


def _invitation(who):
    return Invitation.objects.create(
        kind="staff", target=str(group_of(who["tanto"]).pk), email="shinjin@example.jp", part="member", since=build.days(0),
        by=who["jimukyoku"], token_hash=hash_of("kagi"), expires_at=build.timezone.now() + build.timedelta(days=1),
    )  # fmt: skip


def waiting_invitation(who):
    return [_invitation(who).pk]


def token_of_an_invitation(who):
    _invitation(who)
    return ["kagi"]


def no_token(who):
    return ["nai"]
