"""The list of a year as everybody reads it and takes it out."""

import csv
import io
import json

import openpyxl
import pytest
from django.test import Client

from projects.models import SnapshotRow
from projects.snapshots import keeping_views
from projects.snapshots.actions import correct_year, freeze_year, publish_year
from projects.snapshots.models import Snapshot
from tests import build

from .test_freeze import city, ended  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(city):  # noqa: F811
    ended(city, city["group"], "見守り", city_cost=30_000)
    ended(city, build.partner("夕市商店会", kind="company"), "夕市", form=build_form("grant", "補助金"))
    freeze_year(2024, by=city["staff"])
    publish_year(2024, by=city["staff"])
    return city


def build_form(code, title):
    from tests.projects.ledger.build import form

    return form(code, title, small=True)


def test_everybody_reads_narrows_and_finds(published):
    visitor = Client()
    page = build.read(visitor, "/report/2024/list/")
    for words in (
        "令和6年度の協働の一覧",
        "すべての行（2件）",
        "見守り",
        "30,000円",
        "夕市商店会",
        "補助金",
        "のべは、形態または相手の種類",
    ):
        assert words in page
    for query, found in (("q=ゆうし", 0), ("q=夕市", 1), ("form=nominal", 1), ("kind=company", 1)):
        page = build.read(visitor, f"/report/2024/list/?{query}")
        assert f"{found}件が見つかりました" in page, query
        assert ("この条件に合うものはありません" in page) == (not found), query
    assert build.read(visitor, "/report/2024/list/?sort=cost").index("見守り</a>") < build.read(
        visitor, "/report/2024/list/?sort=cost"
    ).index("夕市</a>")
    assert visitor.get("/report/2023/list/").status_code == 404


def test_a_correction_is_seen_and_the_former_version_is_the_offices_alone(published):
    SnapshotRow.objects.get(title="見守り").project.cycles.update(city_cost=45_000)
    staff = Client()
    staff.force_login(published["staff"])
    assert "市の負担" in build.read(staff, "/report/lists/2024/").partition("訂正版を出すと変わること")[2].partition("版</h2>")[0]
    correct_year(2024, by=published["staff"], why="金額をまちがえていました。")
    visitor = Client()
    page = build.read(visitor, "/report/2024/list/?version=1")
    for words in ("第2版", "金額をまちがえていました。", "45,000円", "30,000"):
        assert words in page
    page = build.read(staff, "/report/2024/list/?version=1")
    assert "前の版です" in page and "30,000円" in page and "45,000円" not in page
    assert "いまの台帳は、この版と同じです" in build.read(staff, "/report/lists/2024/")


def test_a_long_year_is_compared_with_the_ledger_where_that_is_asked_for(published, monkeypatch):
    monkeypatch.setattr(keeping_views, "COMPARED_AT_ONCE", 1)
    SnapshotRow.objects.get(title="見守り").project.cycles.update(city_cost=45_000)
    staff = Client()
    staff.force_login(published["staff"])
    page = build.read(staff, "/report/lists/2024/")
    assert "いまの台帳とくらべる" in page and "訂正版を出すと変わること" not in page
    assert "訂正版を出すと変わること" in build.read(staff, "/report/lists/2024/", {"compare": "1"})


def test_the_list_leaves_as_csv_xlsx_and_json(published):
    visitor, columns = Client(), ["年度", "台帳番号", "名前", "相手", "相手の種類", "形態"]
    table = visitor.get("/report/2024/list.csv").getvalue().decode("utf-8-sig")
    header, first, second = csv.reader(io.StringIO(table, newline=""))
    assert header[:6] == columns and header[-1] == "内容"
    assert (first[2], first[5], first[10], first[14], first[-1]) == ("見守り", "後援", "30000", "", "見守ります。")
    book = openpyxl.load_workbook(io.BytesIO(visitor.get("/report/2024/list.xlsx").content)).active
    assert [cell.value for cell in book[3]][2:6] == ["夕市", "夕市商店会", "企業・事業者", "補助金"]
    data = json.loads(visitor.get("/report/2024/list.json").content)
    made = Snapshot.objects.get()
    assert (data["version"], data["sha256"], data["summary"]["count"]) == (1, made.sha256, 2)
    assert data["rows"][0]["form_codes"] == ["nominal"] and "gap_hundredths" not in data["rows"][0]
    assert visitor.get("/report/2024/list.pdf").status_code == 404


def test_the_page_asks_the_same_number_of_questions_however_many_rows(published, django_assert_num_queries):
    visitor = Client()
    with django_assert_num_queries(5):
        visitor.get("/report/2024/list/")
    for number in range(3):
        ended(published, published["group"], f"見守り{number}")
    correct_year(2024, by=published["staff"], why="足しました。")
    with django_assert_num_queries(5):
        visitor.get("/report/2024/list/")
