"""A round that was prepared with a wrong year or day is put right, or taken away, before anybody was told of it."""

import pytest

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.process.models import Task
from projects.inventory.models import InventoryRound
from tests import build
from tests.sent import opened

from .build import a_round, go

pytestmark = pytest.mark.django_db
PAGE = "/ledger/inventory/2024/"


@pytest.fixture
def prepared(city):
    return a_round(city, opened=False, fiscal_year=2024)


def test_a_wrong_year_and_day_are_put_right_and_its_address_goes_along(city, client_for, prepared):
    chief = client_for(city.chief)
    assert "用意した内容を直す" in build.read(chief, PAGE)
    answer = chief.post(f"{PAGE}edit/", opened(chief, f"{PAGE}edit/", fiscal_year="令和5年度", closes_on="令和81年6月30日"))
    assert answer.status_code == 302 and answer["Location"] == "/ledger/inventory/2023/#main"
    prepared.refresh_from_db()
    assert (prepared.fiscal_year, str(prepared.closes_on), prepared.status) == (2023, "2099-06-30", "preparing")
    assert Task.objects.open().get(process="inventory", subject_id=prepared.pk).matter == "令和5年度の棚卸し"


def test_what_two_people_put_right_stands_side_by_side(city, client_for, prepared):
    first, second = client_for(city.chief), client_for(city.chief)
    late = opened(second, f"{PAGE}edit/", closes_on="令和81年7月1日")
    assert first.post(f"{PAGE}edit/", opened(first, f"{PAGE}edit/", closes_on="令和81年6月30日")).status_code == 302
    answer = second.post(f"{PAGE}edit/", late)
    assert answer.status_code == 409 and "いまの内容：2099年6月30日" in build.markup(answer)
    prepared.refresh_from_db()
    assert str(prepared.closes_on) == "2099-06-30"


def test_a_year_that_has_a_round_is_refused(city, client_for, prepared):
    a_round(city, opened=False, fiscal_year=2023)
    chief = client_for(city.chief)
    answer = chief.post(f"{PAGE}edit/", opened(chief, f"{PAGE}edit/", fiscal_year="令和5年度", closes_on="令和81年6月30日"))
    assert "この年度の棚卸しは、もうあります。" in build.markup(answer)
    prepared.refresh_from_db()
    assert prepared.fiscal_year == 2024


def test_one_that_never_began_goes_with_its_task_and_can_be_prepared_anew(city, client_for, prepared):
    chief = client_for(city.chief)
    assert "まだだれにも知らせていません" in build.read(chief, f"{PAGE}drop/")
    assert chief.post(f"{PAGE}drop/", opened(chief, f"{PAGE}drop/")).status_code == 302
    assert not InventoryRound.objects.filter(fiscal_year=2024).exists()
    assert not Task.objects.open().filter(process="inventory", subject_id=prepared.pk).exists()
    assert AuditEvent.objects.filter(act="delete", note="用意の取りやめ").exists()
    assert a_round(city, opened=False, fiscal_year=2024).is_prepared


def test_once_begun_neither_page_opens_and_an_old_tab_says_so(city, client_for, prepared):
    chief, official = client_for(city.chief), client_for(city.clerk)
    assert official.get(f"{PAGE}edit/").status_code == official.get(f"{PAGE}drop/").status_code == 403
    old = opened(chief, f"{PAGE}drop/")
    go(prepared, "open", by=city.chief)
    assert chief.post(f"{PAGE}drop/", old).status_code == chief.get(f"{PAGE}edit/").status_code == 403
    assert "用意した内容を直す" not in build.read(chief, PAGE) and InventoryRound.objects.filter(fiscal_year=2024).exists()
    go(prepared, "undo_open", by=city.chief, reason="早すぎました。")
    assert chief.get(f"{PAGE}edit/").status_code == 200  # the offices were told: it is put right, and not gone without a word
    assert chief.get(f"{PAGE}drop/").status_code == 403
