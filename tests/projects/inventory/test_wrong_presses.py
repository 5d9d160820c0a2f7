"""A day of wrong presses on a round of the inventory, and on the sheet of one office."""

import datetime

import pytest
from django.utils import timezone

from kyodo_portal.process.task_checks import wrong_tasks
from projects.inventory.line_actions import say_the_same
from projects.inventory.workflow import ROUND, SHEET
from tests.projects.inventory.build import go, laid, sheet_of
from tests.wrong_presses import Day, undoes_of

pytestmark = pytest.mark.usefixtures("ten_minutes")


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(laid)


def people_of(city):
    return {"department": city.clerk, "secretariat": city.chief}


def test_every_wrong_press_on_a_round_can_be_taken_back(world):
    city = world[0]
    round = go(world[1], "undo_open", by=city.chief, reason="はじめから")
    later = {"closes_on": timezone.localdate() + datetime.timedelta(days=9)}
    day = Day(round, people_of(city), {"extend": later, "reopen": later})
    day.walk("open", "extend", "close", "reopen")
    assert day.seen == undoes_of(ROUND) - {"undo_close_whole"}
    assert list(wrong_tasks()) == []


def test_every_wrong_press_on_a_sheet_can_be_taken_back(world):
    city, _ = world
    later = {"extend": {"later_until": timezone.localdate() + datetime.timedelta(days=9)}}
    empty = Day(sheet_of(city.elsewhere), {"department": city.outsider, "secretariat": city.chief}, later)
    empty.wrong_presses()
    day = Day(sheet_of(city.office), people_of(city), later)
    say_the_same(sheet_of(city.office), by=city.clerk)
    day.walk("hand_in", "send_back", "hand_in", "accept", "reopen")
    assert day.seen | empty.seen == undoes_of(SHEET)
    assert list(wrong_tasks()) == []
