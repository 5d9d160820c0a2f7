"""Two at the same moment on one 引継ぎ: one of them writes, the other is told. On PostgreSQL only."""

from kyodo_portal.process.actions import take_step
from projects.models import ContactWindow, Handover
from tests import build
from tests.races import ON_POSTGRESQL, ends

from .build import handed

pytestmark = ON_POSTGRESQL


def pressing(row, name, by, **answers):
    return lambda: take_step(row, name, by=by, version=row.version, **answers)


def given():
    """(world, its Handover that was handed to world.next)."""
    world, row = handed()
    row = pressing(row, "name", world.chief, taker=world.next)()
    return world, pressing(row, "hand", world.clerk)()


def test_two_presses_take_it_over_once():
    world, row = given()
    take = pressing(row, "take", world.next, met_on=build.days(0))
    assert ends(take, take) == ["Stale", "done"]
    assert Handover.objects.get().changes.filter(step="take").count() == 1


def test_it_is_taken_or_asked_back_and_never_both():
    world, row = given()
    works = [pressing(row, "take", world.next, met_on=build.days(0)), pressing(row, "ask", world.next, reason="券はどこですか")]
    assert ends(*works) == ["Stale", "done"]
    assert ContactWindow.objects.open().filter(side="city").count() == 1


def test_two_name_somebody_else_at_once_and_one_of_them_comes():
    world, row = handed()
    works = [pressing(row, "name", world.chief, taker=taker) for taker in (world.next, world.head)]
    assert ends(*works) == ["Stale", "done"]
    assert Handover.objects.get().taker in (world.next, world.head)
