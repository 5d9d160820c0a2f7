"""What is written twice before anybody was told of it is told once: from what people know to what stands now."""

import pytest

from projects.models import Cycle
from tests.projects.ledger.build import World
from tests.sent import opened, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings):
    world = World()
    world.host_cycle = world.host()
    settings.KYODO_UNDO_MINUTES = 10
    return world


def write(world, client, place):
    cycle = Cycle.objects.get(pk=world.host_cycle.pk)
    address = f"{cycle.get_absolute_url()}facts/"
    answer = client.post(address, opened(client, address, place=place))
    assert answer.status_code == 302, text_of(answer)
    return Cycle.objects.get(pk=cycle.pk)


def told(world):
    return [notice.body for notice in world.representative.notices.filter(title__contains="記録が直されました").order_by("pk")]


def test_two_presses_within_ten_minutes_are_told_as_one(world, client_for):
    client = client_for(world.clerk)
    write(world, client, "公民館")
    assert "なし→公民館" in told(world)[0]
    write(world, client, "体育館")
    (body,) = told(world)
    assert "なし→体育館" in body and "公民館" not in body
    assert Cycle.objects.get(pk=world.host_cycle.pk).changes.order_by("-version").first().reason.endswith("公民館→体育館")


def test_the_second_one_taken_back_leaves_the_first_one_to_be_told(world, client_for):
    client = client_for(world.clerk)
    write(world, client, "公民館")
    cycle = write(world, client, "体育館")
    world.step(cycle, "undo_put_right", by=world.clerk, reason="まちがい")
    (body,) = told(world)
    assert "なし→公民館" in body and Cycle.objects.get(pk=cycle.pk).place == "公民館"


def test_what_was_put_back_is_told_nobody(world, client_for):
    client = client_for(world.clerk)
    write(world, client, "公民館")
    cycle = write(world, client, "")
    assert told(world) == []
    world.step(cycle, "undo_put_right", by=world.clerk, reason="まちがい")
    (body,) = told(world)
    assert "なし→公民館" in body


def test_what_was_told_is_told_from_there(world, client_for, settings):
    settings.KYODO_UNDO_MINUTES = 0
    for place in ("公民館", "体育館"):
        write(world, client_for(world.clerk), place)
    first, second = told(world)
    assert "なし→公民館" in first and "公民館→体育館" in second
