"""過去の一覧を読み込む: a list of 109 collaborations of 令和5年度, from the file to the page that everybody reads, and back."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from projects.models import OldList, PublishedYear, Snapshot
from projects.snapshots.actions import freeze_year, newest
from tests import build

pytestmark = pytest.mark.django_db
LIST = Path(__file__).parent / "old_list.csv"  # made up; in the letters of Japanese Windows


@pytest.fixture
def office(client):
    _, staff = build.office("secretariat")
    client.force_login(staff)
    client.staff = staff
    return client


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]


def begin(client, content, file_name="一覧.csv", year="令和5年度", **more):
    page = client.get("/report/lists/read/").content.decode()
    said = {"fiscal_year": year, "name": "令和6年5月 協働事業一覧", "form_key": hidden(page, "form_key"), **more}
    if content is not None:
        said["table"] = SimpleUploadedFile(file_name, content)
    return client.post("/report/lists/read/", said)


def chosen(page):
    """What a browser would send of a page's selects and ticks as they stand."""
    said = {"version": hidden(page, "version")}
    for name, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', page, re.DOTALL):
        found = re.search(r'<option value="([^"]*)" selected', options)
        said[name] = found[1] if found else ""
    said["left_out"] = re.findall(r'name="left_out" value="(\d+)"[^>]*checked', page)
    if head := re.search(r'name="head" value="(\d+)"[^>]*checked', page):
        said["head"] = head[1]
    return said


def walk(client, address, upto="check", **changes):
    """Press on from page to page with what stands there; returns the last page asked for, before it is sent."""
    while True:
        page = client.get(address).content.decode()
        if address.endswith(f"/{upto}/"):
            return address, page
        answer = client.post(address, {**chosen(page), **changes})
        assert answer.status_code == 302, answer.content.decode()
        address = answer.url


def test_a_list_of_109_is_taken_in_looked_at_published_and_withdrawn(office):
    answer = begin(office, LIST.read_bytes())
    assert answer.status_code == 302
    address, page = walk(office, answer.url, "columns")
    assert "人のことなので読みません" in page and "見本 太郎" not in page
    assert '<option value="city_cost_k" selected' in page and '<option value="number" selected' in page
    address, page = walk(office, address, "words")
    assert re.search(r"<th[^>]*>後援</th>\s*<td[^>]*>45</td>", page)
    # This city leaves 後援 out of its numbers.
    counted = re.search(r'<label[^>]*for="id_(counted\d+)">形態「後援」の数え方', page)[1]
    address, page = walk(office, address, **{counted: "no"})
    for words in (
        "<dd>110行</dd>",
        "<dd>106行</dd>",
        "<dd>3行</dd>",
        "<dd>1行</dd>",
        "合計の行です",
        "数として読めません",
        "相手がありません",
    ):
        assert words in page
    assert "人の名のようなので" in page and "見本 花子" not in page
    answer = office.post(address, chosen(page))
    assert (answer.status_code, answer.url) == (302, "/report/lists/2023/")
    made = newest(2023)
    assert (made.source, made.version, made.row_count, made.name) == ("list", 1, 109, "令和6年5月 協働事業一覧")
    summary = made.summary
    assert summary["counted"] == {"matter": 64, "support": 0, "no": 45} and summary["count"] == 64
    assert summary["money"]["city"]["sum"] == 87_390_000 and summary["flow"]["new"] is None
    assert made.rows.filter(partners="市民（個人）", partner_kinds=["citizen"]).count() == 1
    old = OldList.objects.get()
    assert (old.snapshot, old.sheets) == (made, [])  # no cell of the old table is kept
    visitor = office.__class__()
    assert visitor.get("/report/2023/list/").status_code == 404
    page = build.read(office, "/report/lists/2023/")
    assert office.post("/report/lists/2023/", {"publish": "1", "version": "1"}).status_code == 302
    page = build.read(visitor, "/report/2023/list/?form=joint_host")
    assert "令和5年度の協働の一覧" in page and "22件が見つかりました" in page
    answer = office.post("/report/lists/2023/", {"withdraw": "1", "version": "1", "why": ""})
    assert answer.status_code == 200 and newest(2023) == made
    assert office.post("/report/lists/2023/", {"withdraw": "1", "version": "0", "why": "誤り"}).status_code == 409
    assert office.post("/report/lists/2023/", {"withdraw": "1", "version": "1", "why": "年度の誤り"}).status_code == 302
    assert newest(2023) is None and visitor.get("/report/2023/list/").status_code == 404
    last = Snapshot.objects.get(fiscal_year=2023, version=2)
    assert (last.source, last.why, last.row_count) == ("withdrawn", "年度の誤り", 0)
    assert "年度の誤り" in build.read(office, "/report/lists/2023/")
    assert not OldList.objects.filter(snapshot__isnull=True).exists() and PublishedYear.objects.count() == 1


def test_a_workbook_with_merged_cells_sheets_and_formulas_is_read_and_its_words_are_remembered(office):
    def book(year):
        made = openpyxl.Workbook()
        sheet = made.active
        sheet.title = "表紙"
        sheet["A1"] = "協働の一覧"
        table = made.create_sheet("一覧")
        for row in (
            ["所管課", "取組", "相手方", "手法", "後援", "市の負担"],
            ["市民協働課", "朝市", "朝市の会", "いっしょに", "", 12000],
            [None, "夜市", "山田 太郎", "謎", "○", "=1+1"],
        ):
            table.append(row)
        table.merge_cells("A2:A3")
        out = io.BytesIO()
        made.save(out)
        return begin(office, out.getvalue(), "一覧.xlsx", year=year).url

    address = book("令和4年度")
    page = office.get(f"{address}?sheet=1").content.decode()
    answer = office.post(f"{address}?sheet=1", {**chosen(page), "head": "0"})
    address, page = walk(office, answer.url, "words")
    unknown = dict.fromkeys(re.findall(r'id="id_(form\d+)"', page), "")
    answer = office.post(address, {**chosen(page), **unknown})
    assert answer.status_code == 200 and "形態「いっしょに」を選んでください" in answer.content.decode()
    said = {
        name: "joint_host" if "いっしょに" in label else "other"
        for name, label in re.findall(r'for="id_(form\d+)">(形態「[^」]+」)<', page)
    }
    said[re.search(r'for="id_(form\d+)">形態「後援」<', page)[1]] = "nominal"
    address, page = walk(office, address, **said)
    assert office.post(address, chosen(page)).status_code == 302
    first, second = newest(2022).rows.order_by("order")
    assert (first.office, first.form_code, first.form_words, first.city_cost) == (
        "市民協働課",
        "joint_host",
        "いっしょに",
        12_000,
    )
    # What stands in merged cells is meant for each row; a formula that nobody worked out is no number; ○ marks a further form.
    assert (second.office, second.partners, second.city_cost) == ("市民協働課", "市民（個人）", None)
    assert second.form_codes == ["nominal", "other"]
    # The next year's table has the same words, and is asked for nothing any more.
    address = book("令和5年度")
    page = office.get(f"{address}?sheet=1").content.decode()
    answer = office.post(f"{address}?sheet=1", {**chosen(page), "head": "0"})
    address, page = walk(office, answer.url)
    office.post(address, {**chosen(page), "is_public": "on"})
    flow = newest(2023).summary["flow"]
    assert (flow["before_count"], flow["continued"], flow["rate"], flow["new"]) == (2, 2, 100.0, 0)
    assert PublishedYear.objects.get().fiscal_year == 2023
    # A second list of the year is its next version; withdrawn, the first stands again.
    answer = begin(office, None, pasted="事業名\t形態\t相手\n昼市\t共催\t昼市の会\n昼市\t共催\t昼市の会\n")
    address, page = walk(office, answer.url)
    assert "2行目と同じ行です" in page and chosen(page)["left_out"] == ["2"]
    office.post(address, chosen(page))
    assert (newest(2023).version, newest(2023).row_count) == (2, 1)
    office.post("/report/lists/2023/", {"withdraw": "1", "version": "2", "why": "ちがう表"})
    assert (newest(2023).version, newest(2023).row_count, newest(2023).source) == (3, 2, "list")


@pytest.mark.parametrize(
    ("content", "file_name", "says"),
    [
        (b"PK\x03\x04broken", "a.xlsx", "ファイルは"),
        (b"\x00\x01\x02", "a.csv", "見出し"),
        (b"\n\n\n", "a.csv", "読める行がありません"),
        (b"\x81", "a.csv", "文字が読めませんでした"),
        (("名前\n" + "朝市\n" * 10_001).encode(), "a.csv", "10,000行"),
        ((",".join("a" * 61) + "\n").encode(), "a.csv", "60列"),
    ],
)
def test_what_is_no_table_or_too_large_is_refused_with_what_to_do(office, content, file_name, says):
    answer = begin(office, content, file_name)
    assert answer.status_code == 200 and says in answer.content.decode()
    assert not OldList.objects.exists()


def test_a_page_that_is_too_late_changes_nothing_and_a_frozen_year_takes_no_list(office):
    pasted = "事業名\t形態\n朝市\t共催\n"
    answer = begin(office, None, pasted=pasted)
    address, page = walk(office, answer.url, "columns")
    said = chosen(page)
    assert office.post(address, {**said, "c0": ""}).status_code == 200  # no column holds the name
    assert office.post(address, said).status_code == 302
    answer = office.post(address, {**said, "c1": ""})
    assert answer.status_code == 409 and "直されました" in answer.content.decode()
    freeze_year(2023, by=office.staff)
    answer = begin(office, None, pasted=pasted)
    assert answer.status_code == 200 and "もう確定しています" in answer.content.decode()
    address, page = walk(office, address)
    answer = office.post(address, chosen(page))
    assert answer.status_code == 200 and "もう確定しています" in answer.content.decode()
    _, official = build.office("department")
    office.force_login(official)
    assert [office.get(path).status_code for path in ("/report/lists/read/", address)] == [403, 403]
