"""What stands in a frozen list is taken out of the ledger only as a correction, and the round's page says that one is due."""

import pytest
from django.core.exceptions import ValidationError

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.pages.invariants import chains, decisions_are_recorded
from projects.inventory.accept_actions import accept_all
from projects.models import Cycle, FormSpec, Improvement, InventorySheet, Project
from projects.snapshots.actions import newest
from tests import build
from tests.projects.inventory.build import YEAR, go, laid, round_now, say, sheet_of
from tests.projects.ledger.test_steps import hidden

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def frozen(lay):
    """令和7年度 is frozen with 防災訓練 and 見守り配達."""

    def make():
        city, _ = laid()
        sheet = sheet_of(city.office)
        answers = {"防災訓練": {"answer": "same"}, "花いっぱい運動": {"answer": "ended"}, "見守り配達": {"answer": "same"}}
        say(sheet, city.clerk, **answers)
        go(sheet_of(city.office), "hand_in", by=city.clerk)
        go(sheet_of(city.elsewhere), "nothing", by=city.outsider)
        go(sheet_of(city.centre), "nothing", by=city.chief)
        go(round_now(), "close", by=city.chief)
        accept_all(round_now(), {sheet.office_id: sheet.version for sheet in InventorySheet.objects.all()}, by=city.chief)
        go(round_now(), "freeze", by=city.chief)
        return city

    return lay(make)


def test_every_year_that_an_acceptance_made_stands_in_the_trail(frozen):
    made = Project.objects.get(title="防災訓練").cycles.get(fiscal_year=YEAR)
    event = AuditEvent.objects.get(act="step", target_type="projects.cycle", target_id=str(made.pk))
    assert event.by == frozen.chief and list(decisions_are_recorded()) == list(chains()) == []


def entry(title):
    return Project.objects.get(title=title)


def test_an_entry_of_a_frozen_year_is_cancelled_as_a_correction_which_is_then_due(frozen, client_for):
    city, gone = frozen, entry("防災訓練")
    desk, round_page = client_for(city.chief), round_now().get_absolute_url()
    address = f"/admin/projects/project/{gone.pk}/step/cancel/"
    assert "合いません" not in build.read(desk, round_page)
    assert "令和7年度の確定した一覧に入っています" in build.read(desk, address)
    asked = {**hidden(desk, address), "reason": "2度入れたためです。"}
    assert desk.post(address, asked).status_code == 200 and entry("防災訓練").status == "active"
    with pytest.raises(ValidationError, match="令和7年度の確定した一覧に、この1件が入っています"):
        go(gone, "cancel_own", by=city.clerk, reason="2度入れたためです。")
    assert desk.post(address, {**asked, "amends": "on"}).status_code == 302
    change = gone.changes.latest("version")
    assert (change.step, change.details) == ("cancel", {"amends": [2025]})
    told = city.clerk.notices.latest("pk")
    assert "2度入れたためです。\n令和7年度の確定した一覧も、訂正版で直します。" in told.body
    said = build.read(desk, round_page)
    assert "確定した一覧と、いまの台帳が合いません" in said and f"{gone.number} 防災訓練" in said
    assert "合いません" not in build.read(client_for(city.clerk), round_page)  # who puts it right is the secretariat
    go(round_now(), "correct", by=city.chief, reason="2度入れていました。")
    assert "合いません" not in build.read(desk, round_page)
    assert [row.title for row in newest(YEAR).rows.all()] == ["見守り配達"]
    go(gone, "restore", by=city.chief, reason="別の1件でした。")
    assert "台帳にもどりましたが、一覧にありません" in build.read(desk, round_page)


def test_what_no_frozen_list_names_is_cancelled_as_ever_and_a_merge_asks_too(frozen, client_for):
    city, into, gone = frozen, entry("見守り配達"), entry("防災訓練")
    other = entry("花いっぱい運動")  # it ended the year before
    desk, address = client_for(city.chief), f"/admin/projects/project/{other.pk}/step/cancel/"
    assert "訂正する" not in build.read(desk, address)
    assert desk.post(address, {**hidden(desk, address), "reason": "まちがいでした。"}).status_code == 302
    with pytest.raises(ValidationError, match="令和7年度の確定した一覧"):
        go(gone, "merge", by=city.chief, into=into, reason="同じものです。")
    go(gone, "merge", by=city.chief, into=into, amends=[2025], reason="同じものです。")
    assert f"{gone.number} 防災訓練" in build.read(desk, round_now().get_absolute_url())


def test_a_year_whose_list_is_frozen_is_reviewed_anew_as_a_correction(frozen, client_for):
    year = entry("見守り配達").cycles.get(fiscal_year=YEAR)
    Cycle.objects.filter(pk=year.pk).update(status="closed", only_record=False, spec=FormSpec.objects.filter(way="full").first())
    Improvement.objects.create(cycle=year, outcome="continue", why="続ける。", by=frozen.chief)
    desk, address = client_for(frozen.chief), f"/admin/projects/cycle/{year.pk}/step/reopen/"
    assert "令和7年度の確定した一覧に入っています" in build.read(desk, address)
    asked = {**hidden(desk, address), "reason": "決めかたをまちがえました。"}
    assert desk.post(address, asked).status_code == 200 and not Cycle.objects.filter(pk=year.pk, status="improving").exists()
    assert desk.post(address, {**asked, "amends": "on"}).status_code == 302
    change = year.changes.latest("version")
    assert (change.step, change.details) == ("reopen", {"amends": [2025]})
