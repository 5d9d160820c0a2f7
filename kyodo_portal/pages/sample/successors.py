"""The sample's people who come and go: a chair who hands on, one who stays, who only reads, who is invited, who claims to belong."""

import uuid

from django.utils import timezone

from kyodo_portal.accounts.invitation_actions import invite
from kyodo_portal.accounts.models import Invitation
from kyodo_portal.process.once import create_once
from partners.models import Membership, Takeover
from partners.registration.claim_actions import claim
from partners.takeover.actions import enter_takeover, keep_representative, name_successor
from partners.takeover.table_presenters import turn_of_the_year

from .people import belongs, person

MEMO = "鍵は集会所の棚にあります。街灯の当番表は、書記の人が持っています。（見本）"


def settle(cast):
    """本町: the chair has named who comes. 山手: the same goes on. 栄町: entered by the city. Somebody claims to belong to 栄町."""
    Part, today = Membership.Part, timezone.localdate()
    belongs(person("etsuran", "見本 監事"), cast["honcho"], Part.VIEWER)
    said = {
        "to_name": "見本 次期会長",
        "to_email": "jiki-kaicho@example.jp",
        "starts_on": turn_of_the_year().replace(year=today.year + 1),
    }
    _once("honcho", lambda key: name_successor(partner=cast["honcho"], by=cast["honcho_leader"], memo=MEMO, form_key=key, **said))
    _once(
        "yamate",
        lambda key: keep_representative(
            partner=cast["yamate"], by=cast["yamate_leader"], starts_on=turn_of_the_year(), form_key=key
        ),
    )
    paper = {"to_name": "見本 新会長", "starts_on": today, "why": "11月に届いた役員の変更届（見本）"}
    _once("sakaemachi", lambda key: enter_takeover(partner=cast["sakaemachi"], by=cast["jimukyoku"], form_key=key, **paper))
    _invite("member", cast["honcho"], "kaikei@example.jp", Part.MEMBER, cast["honcho_leader"])
    claim(partner=cast["sakaemachi"], by=person("nanori", "見本 名乗り"), form_key=_key("claim"))


def _key(name):
    return uuid.uuid5(uuid.NAMESPACE_URL, f"sample:successors:{name}")


def _once(name, make):
    create_once(Takeover, _key(name), lambda: make(_key(name)))


def _invite(kind, partner, email, part, by):
    values = {"email": email, "part": part, "since": timezone.localdate(), "form_key": _key(email)}
    create_once(Invitation, _key(email), lambda: invite(kind=kind, target=str(partner.pk), by=by, **values))
