"""Tables go out harmless and lose nothing on the way."""

import csv
import io

import openpyxl

from kyodo_portal.common.lists import tables

HEADER = ["名前", "電話"]
ROWS = [["髙橋﨑子𠮷", "0258-83-3512"], ["=1+1", -5], ["'そのまま", "'=1"], ['a","=1', "一行目\n二行目"], ["", None]]
HARMLESS = [
    ["名前", "電話"], ["髙橋﨑子𠮷", "0258-83-3512"], ["'=1+1", "-5"], ["'そのまま", "''=1"], ['a","=1', "一行目\n二行目"], ["", ""],
]  # fmt: skip


def test_a_csv_holds_every_character_and_line_break():
    text = b"".join(tables.csv_parts(HEADER, ROWS)).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline=""))) == HARMLESS


def test_no_cell_of_a_csv_begins_with_what_a_spreadsheet_runs():
    text = b"".join(tables.csv_parts(["=a"], [[sign + "1+1"] for sign in "=+-@\t\r＝＋－＠"])).decode("utf-8-sig")
    assert text.split("\r\n")[:3] == ["'=a", "'=1+1", "'+1+1"]
    assert all(line.lstrip('"').startswith("'") for line in text.split("\r\n") if line)


def test_excel_opens_the_csv_as_unicode():
    assert next(tables.csv_parts(HEADER, [])).startswith(b"\xef\xbb\xbf")


def test_xlsx_cells_are_text_and_numbers_stay_numbers():
    sheet = openpyxl.load_workbook(io.BytesIO(tables.to_xlsx(HEADER, [["=1+1", "0258"], ["髙橋﨑子𠮷", -5]]))).active
    assert [(cell.value, cell.data_type) for row in sheet.iter_rows(min_row=2) for cell in row] == [
        ("'=1+1", "s"), ("0258", "s"), ("髙橋﨑子𠮷", "s"), (-5, "n"),
    ]  # fmt: skip
