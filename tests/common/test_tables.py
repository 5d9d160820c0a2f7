"""Tables go out harmless and lose nothing on the way."""

import csv
import datetime
import io
import re
import zipfile

import openpyxl
import pytest
from django.core.exceptions import ValidationError

from kyodo_portal.common.files.uploads import Accepted
from kyodo_portal.common.lists import tables
from kyodo_portal.common.lists.incoming import sheets_of
from kyodo_portal.common.lists.returned import first_sheet
from kyodo_portal.common.lists.tables import XLSX

HEADER = ["名前", "電話"]
ROWS = [["髙橋﨑子𠮷", "0258-83-3512"], ["=1+1", -5], ["'そのまま", "'=1"], ['a","=1', "一行目\n二行目"], ["", None]]
HARMLESS = [
    ["名前", "電話"], ["髙橋﨑子𠮷", "0258-83-3512"], ["'=1+1", "-5"], ["'そのまま", "''=1"], ['a","=1', "一行目\n二行目"], ["", ""],
]  # fmt: skip


def test_a_csv_holds_every_character_and_line_break():
    text = b"".join(tables.csv_parts(HEADER, ROWS)).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline=""))) == HARMLESS


def test_no_cell_of_a_csv_begins_with_what_a_spreadsheet_runs():
    text = b"".join(tables.csv_parts(["=a"], [[sign + "1+1"] for sign in "=+-@\t\r\n＝＋－＠"])).decode("utf-8-sig")
    assert text.split("\r\n")[:3] == ["'=a", "'=1+1", "'+1+1"]
    assert all(line.lstrip('"').startswith("'") for line in text.split("\r\n") if line)


def test_excel_opens_the_csv_as_unicode():
    assert next(tables.csv_parts(HEADER, [])).startswith(b"\xef\xbb\xbf")


def test_xlsx_cells_are_text_and_numbers_stay_numbers():
    sheet = openpyxl.load_workbook(io.BytesIO(tables.to_xlsx(HEADER, [["=1+1", "0258"], ["髙橋﨑子𠮷", -5]]))).active
    assert [(cell.value, cell.data_type) for row in sheet.iter_rows(min_row=2) for cell in row] == [
        ("'=1+1", "s"), ("0258", "s"), ("髙橋﨑子𠮷", "s"), (-5, "n"),
    ]  # fmt: skip


ATTACKS = (
    # what stands in a row, and what the cell of the xlsx says
    ("=1+1", "'=1+1"),
    ("+81-258", "'+81-258"),
    ("-1+1", "'-1+1"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("＝1+1", "'＝1+1"),
    ("\tx", "'\tx"),
    ("0258-83-3512", "0258-83-3512"),
    ("09012345678", "09012345678"),
    ("00123", "00123"),
    ("あ\x00い\x1bう\ufffeえ\uffffお\x0b", "あいうえお"),
    ("長" * 40_000, "長" * 32_767),
    ("=" * 40_000, "'" + "=" * 32_766),
    (10**15 - 1, 10**15 - 1),
    (10**15, "1000000000000000"),
    (-(10**40), "-" + "1" + "0" * 40),
    (float("nan"), "nan"),
    (float("inf"), "inf"),
    (-5, -5),
    (True, "はい"),
    (datetime.date(2026, 4, 1), datetime.datetime(2026, 4, 1)),
    (datetime.date(1899, 12, 31), "1899-12-31"),
    (datetime.datetime(2026, 4, 1, 0, 30, tzinfo=datetime.UTC), datetime.datetime(2026, 4, 1, 9, 30)),
    (datetime.datetime(2026, 4, 1, 0, 30, 59, 999_999, tzinfo=datetime.UTC), datetime.datetime(2026, 4, 1, 9, 30)),
    (
        tables.ToTheSecond(datetime.datetime(2026, 4, 1, 0, 30, 59, 999_999, tzinfo=datetime.UTC)),
        datetime.datetime(2026, 4, 1, 9, 30, 59),
    ),
)


def test_whatever_stands_in_a_row_an_xlsx_opens_and_runs_nothing():
    sheet = openpyxl.load_workbook(io.BytesIO(tables.to_xlsx(["=見出し"], [[value] for value, _ in ATTACKS]))).active
    cells = [row[0] for row in sheet.iter_rows()]
    assert [cell.value for cell in cells] == ["'=見出し", *(said for _, said in ATTACKS)]
    assert "f" not in {cell.data_type for cell in cells}


def test_a_table_without_rows_has_its_head():
    sheet = openpyxl.load_workbook(io.BytesIO(tables.to_xlsx(HEADER, []))).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [HEADER] and sheet.column_dimensions["A"].width == 8


def _made_by_hand(part, change):
    """An xlsx of two rows, with one of its parts as `change` makes it."""
    book, out, packed = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    book.active.append(["団体名", "種類"])
    book.active.append(["見守りの会", "市民活動団体"])
    book.save(out)
    with zipfile.ZipFile(out) as found, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name in found.namelist():
            content = found.read(name)
            made.writestr(name, change(content) if name == part else content)
    return packed.getvalue()


def test_a_table_takes_no_more_memory_than_it_may_hold():
    sheet, styles = "xl/worksheets/sheet1.xml", "xl/styles.xml"
    boastful = _made_by_hand(sheet, lambda text: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', text))
    assert [number for number, _ in first_sheet(boastful)] == [1, 2]
    assert [len(row) for row in sheets_of(Accepted("a.xlsx", XLSX, boastful))[0][1]] == [2, 2]
    padded = _made_by_hand(styles, lambda text: text + b"<!--" + b" " * (25 << 20) + b"-->")
    for read in (first_sheet, lambda content: sheets_of(Accepted("a.xlsx", XLSX, content))):
        with pytest.raises(ValidationError, match="表が大きすぎます"):
            read(padded)
    far = _made_by_hand(
        sheet, lambda text: text.replace(b"</sheetData>", b'<row r="20000"><c r="A20000"><v>1</v></c></row></sheetData>')
    )
    assert [number for number, _ in first_sheet(far)] == [1, 2, 20_000]
    with pytest.raises(ValidationError, match="10,000行"):
        sheets_of(Accepted("a.xlsx", XLSX, far))


def test_merged_cells_take_no_more_time_than_a_table_may():
    sheet = "xl/worksheets/sheet1.xml"
    row = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (number, number) for number in range(3, 2001))
    one = b"<mergeCells>" + b'<mergeCell ref="A1:A2000"/>' * 20_000 + b"</mergeCells>"
    merged = _made_by_hand(sheet, lambda text: text.replace(b"</sheetData>", row + b"</sheetData>" + one))
    with pytest.raises(ValidationError, match="表が大きすぎます"):
        sheets_of(Accepted("a.xlsx", XLSX, merged))
