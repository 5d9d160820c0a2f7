"""A day of wrong presses on a round of the inventory, and on the sheet of one office."""

import datetime

import pytest
from django.utils import timezone

from kyodo_portal.process.task_checks import wrong_tasks
from projects.inventory.line_actions import say_the_same
from projects.inventory.workflow import ROUND, SHEET
from projects.models import InventoryLine
from tests.projects.inventory.build import YEAR, go, matter, say, sheet_of
from tests.sent import text_of
from tests.wrong_presses import Day, undoes_of

pytestmark = pytest.mark.usefixtures("ten_minutes")


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


def test_a_line_tied_to_a_wrong_matter_is_new_again(world, client_for):
    """Until its sheet is accepted; what was laid out with its matter stays that matter's."""
    city, chief = world[0], client_for(world[0].chief)
    url, known = f"/ledger/inventory/{YEAR}/", matter(city, "夜まわり", year=YEAR - 3)
    say(sheet_of(city.office), city.clerk, 夜まわり={"title": "夜まわり", "partner_name": "北町内会", "form_id": "協定"})
    say_the_same(sheet_of(city.office), by=city.clerk)
    go(sheet_of(city.office), "hand_in", by=city.clerk)
    line, laid_out = InventoryLine.objects.get(title="夜まわり"), InventoryLine.objects.get(title="防災訓練")
    back = {"mark": line.mark, "undo": "1"}
    assert chief.post(f"{url}tie/", {"mark": line.mark, "project": known.pk}).status_code == 302
    assert "別のものにもどす" in text_of(chief.post(f"{url}accept/", {"office": city.office.pk}))
    assert client_for(city.clerk).post(f"{url}tie/", back).status_code == 403
    for _ in range(2):
        assert chief.post(f"{url}tie/", back).status_code == 302
    line.refresh_from_db()
    assert (line.project_id, line.answer) == (None, "new")
    chief.post(f"{url}tie/", {"mark": laid_out.mark, "undo": "1"})
    assert InventoryLine.objects.get(pk=laid_out.pk).project_id == laid_out.project_id
