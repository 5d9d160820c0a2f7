"""A day of wrong presses on a 引継ぎ."""

import pytest

from kyodo_portal.process.task_checks import wrong_tasks
from projects.handover.workflow import HANDOVER
from tests.wrong_presses import Day, undoes_of

from .build import handed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_minutes")]


def test_every_wrong_press_can_be_taken_back():
    world, handover = handed()
    people = {"giver": world.clerk, "taker": world.next, "head": world.head, "secretariat": world.chief}
    day = Day(handover, people, {"name": {"taker": world.next}, "take": {"met_on": None}, "orally": {"met_on": None}})
    day.walk("name", "hand", "ask", "hand", "take")
    assert day.seen == undoes_of(HANDOVER)
    assert list(wrong_tasks()) == []
