"""What the rows of the access table speak of where people of dantai's group change, and where jumin claims to be one of them."""

import datetime

from django.utils import timezone

from kyodo_portal.accounts.invitation_actions import hash_of
from kyodo_portal.accounts.models import Invitation
from partners.models import Registration, Takeover
from partners.registration.actions import start_registration
from partners.registration.claim_actions import claim
from projects.models import Committee, CommitteeSeat
from tests import build

from .world import own_group


def member_of_dantai(who):
    return ["member", str(own_group(who).pk)]


def seat_of_a_call(who):
    return ["seat", str(build.call().pk)]


def seat_of_a_committee(who):
    committee = Committee.objects.create(name="見本の委員会")
    seat = CommitteeSeat.objects.create(committee=committee, name="見本 委員", category="open", since=build.days(0))
    return ["committee", str(seat.pk)]


def no_kind(who):
    return ["nai", "1"]


def invited_member(who):
    group = own_group(who)
    row = Invitation.objects.create(
        kind="member", target=str(group.pk), email="shinjin@example.jp", part="member", since=build.days(0), by=who["dantai"],
        token_hash=hash_of("kagi"), expires_at=timezone.now() + datetime.timedelta(days=1),
    )  # fmt: skip
    return ["member", str(group.pk), row.pk]


def _takeover(who, **values):
    fixed = {"way": "mail", "to_email": "tsugi@example.jp", "starts_on": build.days(9), "by": who["dantai"]}
    return Takeover.objects.create(pk=1, partner=own_group(who), from_user=who["dantai"], **{**fixed, **values})


def group_that_waits(who):
    return [_takeover(who).partner_id]


def takeover_by_the_city(who):
    city = {"by": who["jimukyoku"], "by_city": True, "why": "届け", "objections_until": build.days(5)}
    row = _takeover(who, **city)
    return [row.partner_id, row.pk]


def doubted_takeover(who):
    takeover_by_the_city(who)
    Takeover.objects.update(objected_by=who["dantai"], objected_at=timezone.now(), objection="違います")
    return [1]


def reopened_takeover(who):
    doubted_takeover(who)
    Takeover.objects.update(reopened_at=timezone.now())
    return [1]


def draft_of_dantai(who):
    return [start_registration(by=who["dantai"], **build.start.NPO, name="見守りの会", form_key=build.uuid4()).pk]


def claim_of_jumin(who):
    row = claim(partner=own_group(who), by=who["jumin"], form_key=build.uuid4())
    return [Registration.objects.get(pk=row.pk).pk]
