"""The round's own steps: what the offices answered is frozen, corrected, published, and what of it the list keeps."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from guidelines.models import CollaborationForm, Guideline
from kyodo_portal.common.japanese.dates import fiscal_year
from projects.inventory.accept_actions import accept_all
from projects.models import FormField, FormSpec, InventorySheet, Snapshot
from projects.snapshots.actions import newest
from tests import build
from tests.projects.inventory.build import YEAR, a_round, go, laid, matter, round_now, say, sheet_of
from tests.projects.ledger.build import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered():
    """A round whose three offices have answered: one matter goes on, one ended, one is new and is of a private person."""
    city, _ = laid()
    FormSpec.objects.update(counted="support")
    FormField.objects.create(spec=sheet_of(city.office).lines.first().form.specs.get(), key="venue", label="会場", public=True)
    sheet = sheet_of(city.office)
    form = sheet.lines.first().form
    new = {
        "answer": "new", "title": "読み聞かせ", "partner_name": "見本 花子", "partner_kind": "citizen", "form_id": form.title,
        "people": "12", "city_cost": "8000", "next_year": "stop",
    }  # fmt: skip
    say(
        sheet,
        city.clerk,
        防災訓練={"answer": "same"},
        花いっぱい運動={"answer": "ended"},
        見守り配達={"answer": "same"},
        読み聞かせ=new,
    )
    go(sheet_of(city.office), "hand_in", by=city.clerk)
    go(sheet_of(city.elsewhere), "nothing", by=city.outsider)
    go(sheet_of(city.centre), "nothing", by=city.chief)
    go(round_now(), "close", by=city.chief)
    accept_all(round_now(), {sheet.office_id: sheet.version for sheet in InventorySheet.objects.all()}, by=city.chief)
    return city


def test_a_round_is_frozen_corrected_published_and_taken_back(answered):
    city = answered
    go(round_now(), "freeze", by=city.chief)
    made = newest(YEAR)
    rows = {row.title: row for row in made.rows.all()}
    assert sorted(rows) == ["見守り配達", "読み聞かせ", "防災訓練"]
    new = rows["読み聞かせ"]
    assert (new.partners, new.partner_kinds, new.people, new.city_cost) == ("市民（個人）", ["citizen"], 12, 8_000)
    assert (new.source, new.counted, new.is_last, new.office) == ("record", "support", True, city.office.name)
    assert (made.summary["count"], made.summary["counted"]["support"]) == (0, 3)
    visitor, address = Client(), f"/report/{YEAR}/list/"
    assert visitor.get(address).status_code == 404
    go(round_now(), "publish", by=city.chief)
    assert "読み聞かせ" in build.read(visitor, address) and "見本 花子" not in build.read(visitor, address)
    with pytest.raises(ValidationError, match="最後の版と同じです"):
        go(round_now(), "correct", by=city.chief, reason="会場が抜けていました。")
    new.project.cycles.update(extra={"venue": "図書館"})
    go(round_now(), "correct", by=city.chief, reason="会場が抜けていました。")
    page = build.read(visitor, address)
    assert "会場：図書館" in page and "会場が抜けていました。" in page
    go(round_now(), "unpublish", by=city.chief, reason="名前の確認")
    assert visitor.get(address).status_code == 404 and Snapshot.objects.filter(fiscal_year=YEAR).count() == 2


def test_next_year_knows_what_is_new_and_what_went_on(answered):
    city = answered
    go(round_now(), "freeze", by=city.chief)
    from projects.snapshots.actions import freeze_year

    again = newest(YEAR).rows.get(title="防災訓練").project
    FormSpec.objects.update(counted="matter")
    matter(city, "新しい朝市", year=YEAR + 1)
    from projects.cycles.creation import new_cycle

    new_cycle(again, YEAR + 1, only_record=True)
    again.cycles.filter(fiscal_year=YEAR + 1).update(status="closed")
    made = freeze_year(YEAR + 1, by=city.chief)
    assert {row.title: row.is_new for row in made.rows.all()} == {"防災訓練": False, "新しい朝市": True}
    # Last year's rows were support, not matters: nothing to go on from.
    assert (made.summary["flow"]["before_count"], made.summary["flow"]["rate"], made.summary["flow"]["new"]) == (0, None, 1)


def test_whoever_freezes_a_year_that_goes_on_is_told_that_it_does():
    city, this = World(), fiscal_year(timezone.localdate())
    said = f"この年度は、まだ終わっていません（{this + 1}年3月31日"
    for year, is_said in ((this, True), (this - 1, False)):
        round = a_round(city, fiscal_year=year)
        go(round, "close", by=city.chief)
        for sheet in InventorySheet.objects.filter(round=round):
            go(sheet, "excuse", by=city.chief, reason="答えがない")
        client = Client()
        client.force_login(city.chief)
        page = build.read(client, f"{round.get_absolute_url()}step/freeze/")
        assert "一覧として確定します。" in page and (said in page) == is_said


def test_what_a_form_asks_stands_in_the_list_as_people_read_it(answered):
    spec = FormField.objects.get(key="venue").spec
    for key, label, kind in (
        ("fee", "参加費", "yen"),
        ("award", "賞状を出す", "yesno"),
        ("held", "開いた日", "date"),
        ("name", "名義", "choices"),
    ):
        FormField.objects.create(
            spec=spec, key=key, label=label, kind=kind, public=True, options="市\n教育委員会" if key == "name" else ""
        )
    said = {"fee": 1300, "award": True, "held": "2025-10-05", "name": ["市", "教育委員会"]}
    spec.cycles.filter(fiscal_year=YEAR, project__title="読み聞かせ").update(extra=said)
    go(round_now(), "freeze", by=answered.chief)
    go(round_now(), "publish", by=answered.chief)
    page = build.read(Client(), f"/report/{YEAR}/list/")
    for words in ("参加費：1,300円", "賞状を出す：はい", "開いた日：2025年10月5日（日）", "名義：市・教育委員会"):
        assert words in page, words


def test_a_form_of_the_citys_own_is_found_by_its_name_in_the_list_of_the_year(answered):
    """Counted as support, with no matter of its kind: the list can be narrowed to it, and nowhere is it only その他."""
    title = "活動支援"
    lines = sheet_of(answered.office).lines.filter(answer="same")
    CollaborationForm.objects.filter(pk__in=lines.values("form")).update(code="other", title=title)
    Guideline.objects.update(published_at=timezone.now())
    for step in ("freeze", "publish"):
        go(round_now(), step, by=answered.chief)
    address = f"/report/{YEAR}/list/"
    page = build.markup(Client().get(address))
    assert "その他（活動支援）" in page and title in page.partition("<table")[2] and ">その他<" not in page
    assert "件が見つかりました" in (found := build.read(Client(), f"{address}?form=other")) and "見守り配達" in found
    assert title in Client().get(f"/report/{YEAR}/list.csv").getvalue().decode("utf-8-sig")
