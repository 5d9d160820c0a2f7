"""Two at once at the coordinators' desk, on PostgreSQL only."""

import uuid

from django.utils import timezone

from projects.consultations.actions import record_consultation
from projects.consultations.sealed_part import open_part
from projects.consultations.zone_actions import hand_key, number_for, renew_key, set_up, unlock
from projects.models import Consultation, Zone, ZoneKey
from tests.races import ON_POSTGRESQL, ends, together

from .build import OTHER, PASSPHRASE, Desk

pytestmark = ON_POSTGRESQL


def test_two_colleagues_lay_out_one_zone():
    desk = Desk(zone=False)
    found = ends(lambda: set_up(by=desk.one, passphrase=PASSPHRASE), lambda: set_up(by=desk.two, passphrase=OTHER))
    zone, key = Zone.objects.get(), ZoneKey.objects.get()
    assert found == ["EditConflict", "done"] and key.user == zone.made_by
    assert unlock(zone, by=key.user, passphrase=PASSPHRASE if key.user == desk.one else OTHER)


def test_one_key_pressed_twice_at_once_records_once():
    desk, key = Desk(), uuid.uuid4()
    said = {"on": timezone.localdate(), "method": "phone", "minutes": 5, "who_kind": "town", "topics": ["people"]}

    def press():
        return record_consultation(by=desk.one, opened=desk.opened, form_key=key, words={"gist": "話"}, **said)

    first, second = together(press, press)
    assert first == second == Consultation.objects.get() and open_part(desk.opened, first).words["gist"] == "話"


def test_what_is_sealed_while_the_key_is_renewed_opens_or_is_refused():
    desk = Desk()
    results = together(
        lambda: renew_key(desk.opened, by=desk.one),
        *(lambda number=number: desk.consult(words={"gist": f"話{number}"}) for number in range(4)),
    )
    opened, _ = results[0]
    rows = list(Consultation.objects.all())
    assert len(rows) + sum(isinstance(one, Exception) for one in results[1:]) == 4
    assert all(open_part(opened, row).is_open for row in rows) and {row.generation for row in rows} <= {2}


def test_a_key_is_not_handed_on_while_it_is_renewed():
    desk = Desk()
    desk.give(desk.two)
    ring = ZoneKey.objects.get(user=desk.two) and desk.two.keyring
    number = number_for(desk.zone, ring)
    together(lambda: renew_key(desk.opened, by=desk.one), lambda: hand_key(desk.opened, ring, by=desk.one, number=number))
    assert list(ZoneKey.objects.values_list("user", "generation")) == [(desk.one.pk, 2)]
