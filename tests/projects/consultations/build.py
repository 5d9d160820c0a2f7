"""What the tests of the coordinators' desk start from: a body with two people, a group, a city with a superuser."""

import uuid

from django.utils import timezone

from projects.consultations.actions import record_consultation
from projects.consultations.zone_actions import check_code, hand_key, make_ring, number_for, set_up
from tests import build

PASSPHRASE = "akai-ringo marui-tokei fukai-mori"
OTHER = "shiroi-uma nemui-neko hikaru-hoshi"


class Desk:
    """body with `one` (who laid out the zone) and `two`; `group`, accompanied by one; `office` and `secretariat` with `clerk`, `chief`."""

    def __init__(self, *, zone=True):
        self.body, self.one = build.office("coordinator", "こしゃる見本")
        self.two = build.join(build.user("見本 中間"), self.body).user
        self.rival, self.other = build.office("coordinator", "となりの中間支援")
        self.group, self.leader, self.member = build.group("栄町の会")
        self.office, self.clerk = build.office("department", "福祉課")
        self.secretariat, self.chief = build.office("secretariat", "市民協働課")
        build.assign(self.one, self.group)
        if zone:
            self.opened, self.code = set_up(by=self.one, passphrase=PASSPHRASE)
            check_code(self.opened.zone, by=self.one, code=self.code)
            self.zone = self.opened.zone

    def give(self, user, passphrase=OTHER):
        ring = make_ring(by=user, passphrase=passphrase)
        hand_key(self.opened, ring, by=self.one, number=number_for(self.zone, ring))

    def consult(self, *, by=None, opened=None, words=None, **more):
        said = {
            "on": timezone.localdate(), "method": "phone", "minutes": 10, "who_kind": "town", "partner_id": self.group.pk,
            "topics": ["people"], **more,
        }  # fmt: skip
        return record_consultation(
            by=by or self.one, opened=opened or (self.opened if words else None), form_key=uuid.uuid4(), words=words or {}, **said
        )


def unlock(client, passphrase=PASSPHRASE, page="/desk/zone/"):
    """Open the zone in this browser: the answer."""
    return client.post(page, {"password": passphrase})
