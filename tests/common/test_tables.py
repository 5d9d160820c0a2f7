"""Tables go out harmless and come back as they went."""

import io

import openpyxl
import pytest

from kyodo_portal.common.lists import tables
from kyodo_portal.common.lists.tables import TableProblem

HEADER = ["名前", "電話"]
ROWS = [
    ["髙橋﨑子𠮷", "0258-83-3512"], ["=1+1", "-5"], ["＝１＋１", "@x"], ["'そのまま", "'=1"], ["a\",\"=1", "一行目\n二行目"], ["＋", "\t=1"],
    ["", None],
]  # fmt: skip


def back(content):
    return [[row["名前"], row["電話"]] for row in tables.read(io.BytesIO(content), HEADER)]


@pytest.mark.parametrize("write", [tables.to_csv, tables.to_xlsx])
def test_what_goes_out_comes_back(write):
    rows = back(write(HEADER, ROWS))
    assert rows == [
        ["髙橋﨑子𠮷", "0258-83-3512"], ["=1+1", "-5"], ["＝１＋１", "@x"], ["'そのまま", "'=1"], ["a\",\"=1", "一行目\n二行目"], ["＋", "\t=1"],
    ]  # fmt: skip


def test_no_cell_of_a_csv_begins_with_what_a_spreadsheet_runs():
    text = tables.to_csv(["=a"], [[one + "1+1"] for one in "=+-@\t\r＝＋－＠"]).decode("utf-8-sig")
    assert text.split("\r\n")[:3] == ["'=a", "'=1+1", "'+1+1"]
    assert all(line.lstrip('"').startswith("'") for line in text.split("\r\n") if line)
    assert tables.to_csv(["数"], [[-5]]).decode("utf-8-sig") == "数\r\n-5\r\n"


def test_excel_opens_the_csv_as_unicode():
    assert tables.to_csv(HEADER, []).startswith(b"\xef\xbb\xbf")


def test_cp932_tells_what_it_cannot_write():
    content, lost = tables.to_cp932(HEADER, [["𠮷野・髙橋", "㋿"], ["𠮷", "—"]])
    assert lost == ["𠮷", "㋿", "—"]
    assert content.decode("cp932") == "名前,電話\r\n〓野・髙橋,〓\r\n〓,〓\r\n"


def test_xlsx_cells_are_text():
    sheet = openpyxl.load_workbook(io.BytesIO(tables.to_xlsx(HEADER, [["=1+1", "0258"]]))).active
    assert [(cell.value, cell.data_type) for cell in sheet[2]] == [("'=1+1", "s"), ("0258", "s")]


def test_old_programs_csv_is_read_too():
    assert back("電話,名前,そのほか\r\n0258,髙橋,x\r\n".encode("cp932")) == [["髙橋", "0258"]]


def test_numbers_and_dates_of_excel_are_read_as_text():
    import datetime

    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append([datetime.datetime(2026, 10, 1), 120000.0])
    out = io.BytesIO()
    book.save(out)
    assert back(out.getvalue()) == [["2026-10-01", "120000"]]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "表に何も入っていません。"),
        ("名前\r\nあ".encode(), "1行目の見出しに「電話」がありません。"),
        ("名前,電話\r\nあ,a\x01b\r\n".encode(), "2行目の「電話」の2文字目に、使えない文字が入っています。"),
        ("名前,電話\r\nあ\u3164,\u3164\r\n".encode(), "2行目の「電話」に、目に見える文字を入れてください。"),
        ("名前,電話\r\nあ,\x00\r\n".encode(), "表ではないファイルのようです。"),
        ("名前,電話\r\nあ,".encode() + b"\xff\xfe\x81\r\n", "文字が読めませんでした。"),
        ('名前,電話\r\n"あ,1\r\n'.encode(), "行目のあたりが読めません。"),
        (("名前,電話\r\n" + "あ,1\r\n" * 10_001).encode(), "10,000行までにしてください。"),
        (("名前,電話" + ",x" * 300).encode(), "列は200までにしてください。"),
        (("名前,電話\r\n" + "長" * 200_000 + ",1").encode(), ""),
        (b"PK\x03\x04" + b"x" * 100, "エクセルのファイルが読めません。"),
    ],
)
def test_tables_that_cannot_be_read_are_answered_in_japanese(content, message):
    with pytest.raises(TableProblem) as problem:
        tables.read(io.BytesIO(content), HEADER)
    assert message in "".join(problem.value.messages)


def test_every_problem_is_named_not_only_the_first():
    with pytest.raises(TableProblem) as problem:
        tables.read(io.BytesIO("名前,電話\r\n\x01,\x02\r\nあ,\x03\r\n".encode()), HEADER)
    assert [message[:9] for message in problem.value.messages] == ["2行目の「名前」の", "2行目の「電話」の", "3行目の「電話」の"]
