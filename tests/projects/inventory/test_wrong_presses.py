"""A day of wrong presses on a round of the inventory, and on the sheet of one office."""

import datetime

import pytest
from django.utils import timezone

from kyodo_portal.process.task_checks import wrong_tasks
from projects.inventory.workflow import ROUND, SHEET
from tests.projects.inventory.build import laid, say, sheet_of
from tests.wrong_presses import Day, undoes_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_minutes")]


def people_of(city):
    return {"department": city.clerk, "secretariat": city.chief}


def test_every_wrong_press_on_a_round_can_be_taken_back():
    city, round = laid(opened=False)
    later = {"closes_on": timezone.localdate() + datetime.timedelta(days=9)}
    day = Day(round, people_of(city), {"extend": later, "reopen": later})
    day.walk("open", "extend", "close", "reopen")
    assert day.seen == undoes_of(ROUND) - {"undo_close_whole"}
    assert list(wrong_tasks()) == []


def test_every_wrong_press_on_a_sheet_can_be_taken_back():
    city, _ = laid()
    empty = Day(sheet_of(city.elsewhere), {"department": city.outsider, "secretariat": city.chief}, {})
    empty.wrong_presses()
    day = Day(sheet_of(city.office), people_of(city), {})
    for title in ("防災訓練", "花いっぱい運動", "見守り配達"):
        say(sheet_of(city.office), city.clerk, **{title: {"answer": "same"}})
    day.walk("hand_in", "send_back", "hand_in", "accept", "reopen")
    assert day.seen | empty.seen == undoes_of(SHEET)
    assert list(wrong_tasks()) == []
