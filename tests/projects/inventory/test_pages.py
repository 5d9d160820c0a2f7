"""The pages of the inventory: the office's table, the secretariat's progress, tables that go out and come back."""

import datetime
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from projects.models import Cycle, InventoryLine, InventoryRound, Possibility
from tests.projects.inventory.build import YEAR, go, matter, round_now, say, sheet_of
from tests.sent import text_of


def page_of(office):
    return f"/ledger/inventory/{YEAR}/{office.pk}/"


def typed(city, **cells):
    """What the page of the office sends: every line's version, and the cells by title: {title: {column: text}}."""
    data = {}
    for line in sheet_of(city.office).lines.all():
        data[f"{line.mark}-version"] = line.version
        for name, value in cells.get(line.title, {}).items():
            data[f"{line.mark}-{name}"] = value
    return data


def test_a_department_answers_on_one_page(city, client_for):
    clerk, url = client_for(city.clerk), page_of(city.office)
    page = text_of(clerk.get(url))
    assert "防災訓練" in page and "0 / 3" in page and "保存して、出す前に確かめる" in page
    bad = typed(city, 防災訓練={"answer": "changed", "city_cost": "たくさん"}) | {"save": "1"}
    refused = clerk.post(url, bad)
    assert refused.status_code == 200 and "たくさん" in text_of(refused) and "1か所を直してください" in text_of(refused)
    assert not InventoryLine.objects.exclude(answer="").exists()
    good = typed(city, 防災訓練={"answer": "changed", "city_cost": "20万円"})
    new = {"new1-title": "夜の自習室", "new1-partner_name": "若葉高校", "new1-form_id": "協定", "new1-version": "0"}
    assert clerk.post(url, good | new | {"save": "1"}).status_code == 302
    assert clerk.post(url, good | new | {"save": "1"}).status_code == 302  # pressed twice
    assert InventoryLine.objects.filter(title="夜の自習室").count() == 1
    assert "去年 50,000" in text_of(clerk.get(url))
    assert clerk.post(url, typed(city) | {"check": "1"}).headers["Location"].endswith("#main")
    assert clerk.post(url, typed(city) | {"same": "1"}).status_code == 302
    checked = clerk.post(url, typed(city) | {"check": "1"})
    assert checked.headers["Location"] == f"{url}step/hand_in/"
    sent = clerk.post(checked.headers["Location"], {"version": sheet_of(city.office).version})
    assert sent.status_code == 302 and sheet_of(city.office).status == "in"
    assert "保存して、出す前に確かめる" not in text_of(clerk.get(url))
    late = typed(city) | {"save": "1"}  # another tab, opened before
    assert "もう出されています" in text_of(clerk.post(url, late, follow=True))
    assert clerk.post(url, late | {"drop": InventoryLine.objects.get(title="夜の自習室").mark}).status_code == 409
    assert InventoryLine.objects.filter(title="夜の自習室").exists()


def test_an_office_finds_its_own_sheet_only_and_visitors_none(city, client_for, client):
    outsider = client_for(city.outsider)
    assert outsider.get(page_of(city.office)).status_code == 404
    progress = text_of(outsider.get(f"/ledger/inventory/{YEAR}/"))
    assert "福祉課" in progress and page_of(city.office) not in progress
    assert client_for(city.guide).get(f"/ledger/inventory/{YEAR}/").status_code == 200
    assert client_for(city.representative).get(f"/ledger/inventory/{YEAR}/").status_code == 403
    assert client.get(f"/ledger/inventory/{YEAR}/").status_code == 302


def test_the_secretariat_reminds_and_accepts_in_bulk(city, client_for):
    chief, url = client_for(city.chief), f"/ledger/inventory/{YEAR}/"
    assert chief.post(f"{url}remind/").status_code == 302
    assert "3課に催促しました" in text_of(chief.get(url))
    assert client_for(city.clerk).post(f"{url}remind/").status_code == 403
    matter(city, "夜まわり", year=YEAR - 3)
    say(sheet_of(city.office), city.clerk, 夜まわり={"title": "夜まわり", "partner_name": "北町内会", "form_id": "協定"})
    for title in ("防災訓練", "花いっぱい運動", "見守り配達"):
        say(sheet_of(city.office), city.clerk, **{title: {"answer": "same"}})
    go(sheet_of(city.office), "hand_in", by=city.clerk)
    ticked = {"office": [city.office.pk, city.elsewhere.pk]}
    confirm = text_of(chief.post(f"{url}accept/", ticked))
    assert "1課の答えを受け取る" in confirm and "土木課" in confirm and "台帳の「夜まわり」と同じですか" in confirm
    line = InventoryLine.objects.get(title="夜まわり")
    known = matter(city, "夜まわり", year=YEAR - 5)
    tie = {"mark": line.mark, "project": known.pk}
    assert chief.post(f"{url}tie/", tie).status_code == 302
    sure = {"office": city.office.pk, f"version-{city.office.pk}": sheet_of(city.office).version, "sure": "1"}
    assert chief.post(f"{url}accept/", sure).status_code == 302
    assert sheet_of(city.office).status == "accepted"
    assert Cycle.objects.get(project=known, fiscal_year=YEAR).only_record
    assert "1課の答えを受け取り" in text_of(chief.get(url))


def test_a_round_is_prepared_on_a_page(city, client_for):
    sent = {
        "form_key": "1b4e28ba-2fa1-11d2-883f-0016d3cca427", "fiscal_year": "令和6年度", "opens_on": "2026/6/1", "closes_on": "2099/6/30",
    }  # fmt: skip
    assert client_for(city.clerk).get("/ledger/inventory/new/").status_code == 403
    chief = client_for(city.chief)
    assert chief.post("/ledger/inventory/new/", sent).headers["Location"] == "/ledger/inventory/2024/#main"
    assert chief.post("/ledger/inventory/new/", sent).status_code == 302
    assert InventoryRound.objects.filter(fiscal_year=2024).count() == 1
    over = {**sent, "form_key": "3b4e28ba-2fa1-11d2-883f-0016d3cca427", "fiscal_year": "令和5年度", "closes_on": "2026/6/2"}
    assert chief.post("/ledger/inventory/new/", over).status_code == 200  # a last day that is over is none
    assert "もうあります" in text_of(
        chief.post(
            "/ledger/inventory/new/", sent | {"form_key": "2b4e28ba-2fa1-11d2-883f-0016d3cca427", "fiscal_year": "令和7年度"}
        )
    )


# ---- tables ---------------------------------------------------------------------------------------------------
def book_of(client, url):
    answer = client.post(f"{url}xlsx/", {"purpose": "年次棚卸しに答えるため"})
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def sent_back(client, url, book):
    out = io.BytesIO()
    book.save(out)
    return client.post(f"{url}table/", {"file": "1", "file-table": SimpleUploadedFile("表.xlsx", out.getvalue())})


def rows_by_title(page):
    heads = [cell.value for cell in page[1]]
    return heads, {row[heads.index("名前")].value: row for row in page.iter_rows(min_row=2)}


def test_a_table_goes_out_and_comes_back(city, client_for):
    clerk, url = client_for(city.clerk), page_of(city.office)
    book = book_of(clerk, url)
    page = book.worksheets[0]
    heads, rows = rows_by_title(page)
    assert heads[:6] == ["照会番号", "行ID", "行の版", "台帳番号", "答え", "名前"]
    assert page.data_validations.count == 4  # 答え, 相手の種類, 形態, 来年度
    drill = rows["防災訓練"]
    drill[heads.index("答え")].value = "変わった"
    drill[heads.index("市の負担(円)")].value = 180_000
    rows["花いっぱい運動"][heads.index("答え")].value = "終わった"
    rows["見守り配達"][heads.index("答え")].value = "同じ"
    page.append([drill[0].value, None, None, None, None, "夜の自習室", "若葉高校", None, "協定"])
    assert sent_back(clerk, url, book).status_code == 302
    assert sent_back(clerk, url, book).status_code == 302  # the same file twice is the same rows
    lines = {line.title: line for line in InventoryLine.objects.all()}
    assert len(lines) == 4 and lines["夜の自習室"].answer == "new" and lines["夜の自習室"].source == "file"
    assert (lines["防災訓練"].city_cost, lines["防災訓練"].version) == (180_000, 2)
    assert clerk.post(f"{url}step/hand_in/", {"version": sheet_of(city.office).version}).status_code == 302


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("市の負担(円)", "たくさん", "たくさん"),
        ("市の負担(円)", -1, "-1"),
        ("市の負担(円)", 1e18, "1e+18"),
        ("市の負担(円)", "三万円から五万円", "三万円から五万円"),
        ("参加した人", 1e9, "1000000000"),
        ("参加した人", "=1+1", "式が入っています"),
        ("形態", "広報協力", "次から選んでください"),
        ("答え", None, "「同じ」「変わった」「終わった」から1つ"),
        ("名前", None, "名前を入れてください"),
        ("名前", "　 ", "名前を入れてください"),
        ("参加した人", -1, "-1"),
        ("行ID", "abcabcabcabc", "この表にない行IDです"),
        ("照会番号", "R6-{office}", "この表の照会番号ではありません"),  # the same office's table of another year
        ("照会番号", "R7-{elsewhere}", "この表の照会番号ではありません"),  # another office's of this year
        ("行の版", 7, "先に別の値で入っています"),
        ("終えた日", "2020/1/1", "終えた日は、始めた日かそれより後の日"),
    ],
)
def test_a_bad_cell_is_named_and_nothing_is_taken(city, client_for, column, value, says):
    clerk, url = client_for(city.clerk), page_of(city.office)
    book = book_of(clerk, url)
    heads, rows = rows_by_title(book.worksheets[0])
    for row in rows.values():
        row[heads.index("答え")].value = "同じ"
    cell = rows["防災訓練"][heads.index(column)]
    cell.value = value.format(office=city.office.pk, elsewhere=city.elsewhere.pk) if column == "照会番号" else value
    if str(value).startswith("="):
        cell.data_type = "f"
    answer = text_of(sent_back(clerk, url, book))
    assert says in answer and "まだ1行も入れていません" in answer and column in answer
    assert not InventoryLine.objects.exclude(answer="").exists()


def test_money_that_is_written_in_words_is_money(city, client_for):
    clerk, url = client_for(city.clerk), page_of(city.office)
    book = book_of(clerk, url)
    heads, rows = rows_by_title(book.worksheets[0])
    for row in rows.values():
        row[heads.index("答え")].value = "変わった"
    for title, typed in (("防災訓練", "三万円"), ("花いっぱい運動", "３万円")):
        rows[title][heads.index("市の負担(円)")].value = typed
    assert sent_back(clerk, url, book).status_code == 302
    costs = dict(InventoryLine.objects.values_list("title", "city_cost"))
    assert (costs["防災訓練"], costs["花いっぱい運動"]) == (30_000, 30_000)


def test_a_file_of_ten_thousand_and_one_rows_is_refused_before_it_is_read(city, client_for):
    clerk, url = client_for(city.clerk), page_of(city.office)
    book = book_of(clerk, url)
    page = book.worksheets[0]
    first = [cell.value for cell in page[2]]
    for _ in range(10_001 - (page.max_row - 1)):
        page.append(first)
    assert page.max_row == 10_002
    assert "行が多すぎます。5,000行までにしてください。" in text_of(sent_back(clerk, url, book))
    assert not InventoryLine.objects.exclude(answer="").exists()


def test_a_table_that_is_none_of_ours_is_refused_as_a_whole(city, client_for):
    clerk, url = client_for(city.clerk), page_of(city.office)
    book = book_of(clerk, url)
    page = book.worksheets[0]
    page.merge_cells("E2:F2")
    assert "直すところ" in text_of(sent_back(clerk, url, book))  # what lay under the merged cell is gone
    book = book_of(clerk, url)
    page = book.worksheets[0]
    page["G1"].value = "あいて"
    assert "見出しが見つかりません：相手" in text_of(sent_back(clerk, url, book))
    long = {"paste": "1", "copied-rows": "照会番号\n" + "x\n" * 5_001}
    assert "行が多すぎます" in text_of(clerk.post(f"{url}table/", long))
    book = book_of(clerk, url)
    page = book.worksheets[0]
    for row in page.iter_rows(min_row=2):
        row[4].value = "同じ"
    page.append([cell.value for cell in page[2]])
    assert "同じ行IDの行が2つあります" in text_of(sent_back(clerk, url, book))
    assert not InventoryLine.objects.exclude(answer="").exists()


def test_rows_are_pasted_where_files_may_not_be_sent(city, client_for):
    clerk, url = client_for(city.clerk), page_of(city.office)
    page = book_of(clerk, url).worksheets[0]
    rows = [["" if cell.value is None else str(cell.value) for cell in row] for row in page.iter_rows()]
    for row in rows[1:]:
        row[4] = "同じ"
    text = "\n".join("\t".join(row) for row in rows)
    assert clerk.post(f"{url}table/", {"paste": "1", "copied-rows": text}).status_code == 302
    assert set(InventoryLine.objects.values_list("answer", flat=True)) == {"same"}


def test_the_secretariat_takes_out_all_and_others_only_their_own(city, client_for):
    chief, url = client_for(city.chief), f"/ledger/inventory/{YEAR}/"
    assert book_of(chief, url).worksheets[0].max_row == 4
    assert client_for(city.clerk).post(f"{url}xlsx/").status_code == 403
    assert client_for(city.outsider).post(f"{page_of(city.office)}xlsx/").status_code == 404
    assert round_now().status == "open"


def test_a_name_that_a_spreadsheet_would_run_comes_back_as_it_was(city, client_for):
    clerk, url = client_for(city.clerk), page_of(city.office)
    say(sheet_of(city.office), city.clerk, 式={"title": "=1+1の会", "partner_name": "'+会", "form_id": "協定"})
    book = book_of(clerk, url)
    heads, rows = rows_by_title(book.worksheets[0])
    for row in rows.values():
        row[heads.index("答え")].value = row[heads.index("答え")].value or "同じ"
    assert sent_back(clerk, url, book).status_code == 302
    assert InventoryLine.objects.get(answer="new").title == "=1+1の会"


def boxes_in(answer):
    """{(row, column): name} of the boxes of a refused table, and what its form sends as it stands."""
    fixes = answer.context["fixes"]
    sent = {fix.name: fix.value for fix in fixes} | {name: value for fix in fixes for name, value in fix.carries}
    return {(fix.problem.title, fix.problem.column): fix.name for fix in fixes}, sent | {
        "carried": answer.context["carried"],
        "fix": "1",
    }


def test_faulty_cells_are_put_right_on_a_page_and_all_is_taken_at_once(city, client_for):
    clerk, url = client_for(city.clerk), page_of(city.office)
    book = book_of(clerk, url)
    heads, rows = rows_by_title(book.worksheets[0])
    for row in rows.values():
        row[heads.index("答え")].value = "同じ"
    rows["防災訓練"][heads.index("市の負担(円)")].value = "たくさん"
    rows["防災訓練"][heads.index("始めた日")].value = datetime.date(2025, 6, 1)
    rows["花いっぱい運動"][heads.index("形態")].value = "広報協力"
    rows["花いっぱい運動"][heads.index("参加した人")].value = "=1+1"
    formulas = sent_back(clerk, url, book)
    boxes, sent = boxes_in(formulas)
    assert list(boxes) == [("花いっぱい運動", "参加した人")] and sent[boxes["花いっぱい運動", "参加した人"]] == "=1+1"
    again = clerk.post(f"{url}table/", sent)  # nothing was changed in the box
    assert "式が入っています" in text_of(again)
    answer = clerk.post(f"{url}table/", sent | {boxes["花いっぱい運動", "参加した人"]: "25人"})
    boxes, sent = boxes_in(answer)
    cost, form = boxes["防災訓練", "市の負担(円)"], boxes["花いっぱい運動", "形態"]
    assert sent[cost] == "たくさん" and len(boxes) == 2
    half = clerk.post(f"{url}table/", sent | {cost: "7万円"})
    assert "広報協力" in text_of(half) and not InventoryLine.objects.exclude(answer="").exists()
    boxes, sent = boxes_in(half)
    assert clerk.post(f"{url}table/", sent | {form: "協定"}).status_code == 302
    lines = {line.title: line for line in InventoryLine.objects.all()}
    assert (lines["防災訓練"].city_cost, lines["防災訓練"].starts_on) == (70_000, datetime.date(2025, 6, 1))
    assert (lines["花いっぱい運動"].people, lines["花いっぱい運動"].answer) == (25, "changed")
    assert clerk.post(f"{url}table/", sent | {form: "協定"}).status_code == 302  # pressed twice
    assert InventoryLine.objects.get(title="防災訓練").version == 2


def test_where_the_line_moved_on_one_of_both_values_is_chosen(city, client_for):
    clerk, url = client_for(city.clerk), page_of(city.office)
    book = book_of(clerk, url)
    heads, rows = rows_by_title(book.worksheets[0])
    for row in rows.values():
        row[heads.index("答え")].value = "同じ"
    rows["防災訓練"][heads.index("参加した人")].value = 20
    rows["防災訓練"][heads.index("場所")].value = "第二小"
    rows["見守り配達"][heads.index("市の負担(円)")].value = 1
    say(sheet_of(city.office), city.clerk, 防災訓練={"people": "10", "place": "第一小"})
    answer = sent_back(clerk, url, book)
    boxes, sent = boxes_in(answer)
    people, place = boxes["防災訓練", "参加した人"], boxes["防災訓練", "場所"]
    page = text_of(answer)
    assert "いまの値「10」のままにする" in page and "この表の値「20」にする" in page and "この表の値「1」にする" not in page
    chosen = {people: "mine", place: "now", boxes["防災訓練", "答え"]: "mine", boxes["見守り配達", "市の負担(円)"]: "now"}
    assert clerk.post(f"{url}table/", sent | chosen).status_code == 302
    line = InventoryLine.objects.get(title="防災訓練")
    assert (line.people, line.place, line.answer) == (20, "第一小", "changed")
    assert InventoryLine.objects.get(title="見守り配達").city_cost == 50_000


@pytest.mark.parametrize("word", ["", "いろは", "eJwDAAAAAAE=", "eJyLjlWK1kksLo1VQFNTSrUyAgAzdQWG"])
def test_what_no_page_of_ours_sent_is_refused(city, client_for, word):
    clerk, url = client_for(city.clerk), page_of(city.office)
    answer = clerk.post(f"{url}table/", {"fix": "1", "carried": word})
    assert answer.status_code == 200 and "もう一度、表を読ませてください" in text_of(answer)


def test_the_progress_page_counts_what_is_answered_so_far(city, client_for):
    url = f"/ledger/inventory/{YEAR}/"
    assert "いまの集計" not in text_of(client_for(city.guide).get(url))
    say(
        sheet_of(city.office),
        city.clerk,
        防災訓練={"answer": "changed", "city_cost": "1,200円"},
        花いっぱい運動={"answer": "ended"},
    )
    new = {"title": "夜の自習室", "partner_name": "若葉高校", "partner_kind": "学校・大学", "form_id": "委託"}
    say(sheet_of(city.office), city.clerk, 夜の自習室=new)
    tally = client_for(city.chief).get(url).context["tally"]
    assert [tuple(row) for row in tally.by_form] == [("協定", 1, 0, 1, 1_200, 0), ("委託", 1, 1, 0, 0, 1)]
    assert [tuple(row)[:2] for row in tally.by_kind] == [("学校・大学", 1), ("市民活動団体", 1)]
    assert tuple(tally.whole) == ("計", 2, 1, 1, 1_200, 1)


def test_seeds_are_rows_of_the_offices_page(city, client_for):
    clerk, url = client_for(city.clerk), page_of(city.office)
    rows = {row.mark: row for row in clerk.get(url).context["seeds"]}
    assert list(rows) == ["seednew1", "seednew2"]
    key = {"seednew1-token": rows["seednew1"].token, "save": "1"}
    half = (
        key
        | typed(city, 防災訓練={"answer": "same"})
        | {"seednew1-title": "公園の花だん", "seednew1-what": "", "seednew1-wanted": ""}
    )
    assert "公園の花だん" in text_of(clerk.post(url, half)) and not InventoryLine.objects.exclude(answer="").exists()
    whole = half | {"seednew1-what": "花を植えかえる"}
    assert clerk.post(url, whole).status_code == 302
    assert clerk.post(url, whole).status_code == 302  # pressed twice
    seed = Possibility.objects.get()
    assert (seed.office, seed.round, seed.title, seed.is_public) == (city.office, round_now(), "公園の花だん", False)
    row = clerk.get(url).context["seeds"][0]
    other = {
        f"{row.mark}-token": row.token,
        f"{row.mark}-title": "公園の花だん",
        f"{row.mark}-what": "水をやる",
        f"{row.mark}-wanted": "",
    }
    assert clerk.post(url, other | {"save": "1"}).status_code == 302
    assert Possibility.objects.get().what == "水をやる"
    late = clerk.post(url, other | {f"{row.mark}-what": "草をとる", "save": "1"})
    assert "表を開いたあとに直されました" in text_of(late) and Possibility.objects.get().what == "水をやる"


def test_silent_offices_are_closed_without_an_answer_for_one_reason(city, client_for):
    chief, url = client_for(city.chief), f"/ledger/inventory/{YEAR}/"
    moved = sheet_of(city.office)
    asked = chief.post(f"{url}excuse/")  # nobody ticked: all that are silent
    page = text_of(asked)
    assert city.office.name in page and "理由" in page
    assert (others := [sheet for sheet in asked.context["sheets"] if sheet.office_id != city.office.pk])
    seen = {"office": [sheet.office_id for sheet in asked.context["sheets"]]}
    seen |= {f"version-{sheet.office_id}": sheet.version for sheet in asked.context["sheets"]}
    assert "理由を入れてください" in text_of(chief.post(f"{url}excuse/", {**seen, "sure": "1", "reason": ""}))
    say(moved, city.clerk, 防災訓練={"answer": "same"})  # it moved on meanwhile
    done = chief.post(f"{url}excuse/", {**seen, "sure": "1", "reason": "該当がないと電話で聞きました。"})
    assert done.status_code == 302
    page = chief.get(url)
    assert f"締めなかった課：{city.office.name}" in text_of(page)
    assert (page.context["progress"].handed_in, page.context["progress"].excused) == (0, len(others))
    assert sheet_of(city.office).status == "writing"
    for sheet in others:
        sheet.refresh_from_db()
        assert (sheet.status, sheet.changes.get().reason) == ("excused", "該当がないと電話で聞きました。")
