"""How much one person may write: new letters a day, to one group, in half an hour, in one thread; guests by address and by line."""

import copy

import pytest
from django.core.exceptions import ValidationError

from partners.models import Message, Request
from partners.requests.limits import FULL, LATER
from partners.requests.message_actions import TOO_LONG
from tests import build

from .build import World, write

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid(lay):
    def make():
        world = World()
        return world, world.send(to=world.office, kind="ask")

    return lay(make)


@pytest.fixture
def made(laid):
    return copy.deepcopy(laid)


def test_a_group_gets_thirty_new_letters_a_day_and_an_office_all(made):
    world, _ = made
    people = [build.user() for _ in range(16)]
    for number, person in enumerate(people[:15]):
        for again in "ab":
            world.send(by=person, text=f"手紙{number}{again}", read=False)
    with pytest.raises(ValidationError, match=FULL):
        world.send(by=people[15], text="31通め", read=False)
    assert world.send(by=people[15], to=world.office, text="市へ").status == "sent"
    assert Request.objects.filter(to=world.group).count() == 30


def test_twenty_letters_in_half_an_hour_and_two_hundred_in_a_thread(made):
    world, row = made
    for number in range(20):
        write(row, world.writer, f"続き{number}")
    with pytest.raises(ValidationError, match=LATER):
        write(row, world.writer, "21通め")
    Message.objects.bulk_create(
        Message(request=row, number=number, side="asker", by=world.writer, text="x", form_key=build.uuid4())
        for number in range(22, 200)
    )
    colleague = build.user()
    build.join(colleague, world.office)
    assert write(row, colleague, "メモ", is_note=True).number == 200
    with pytest.raises(ValidationError, match=TOO_LONG):
        write(row, colleague, "もう1つ", is_note=True)


def test_a_guest_writes_three_letters_of_one_address_and_twenty_of_one_line(made):
    world, _ = made
    said = [world.guest(f"質問{number}", mail="guest@example.jp", line="192.0.2.7") for number in range(3)]
    assert {row.status for row in said} == {"sent"}
    with pytest.raises(ValidationError, match="今日送れる数（3通）"):
        world.guest("4通め", mail="Guest@example.jp", line="198.51.100.4")
    for number in range(17):
        world.guest(f"また{number}", line="192.0.2.7")
    with pytest.raises(ValidationError, match="今日送れる数（20通）"):
        world.guest("21通め", line="192.0.2.7")
    assert world.guest("ほかの家から", line="192.0.2.8").status == "sent"
