"""A sheet as a table that leaves the house and comes back: xlsx, or rows copied out of a spreadsheet.

A normal workbook, because one that is written in a stream has no lists to choose from. What comes back is read cell by cell: no
formula counts, whatever it shows, and columns are known by their headings alone.
"""

import csv
import datetime
import io
from typing import NamedTuple

import openpyxl
from django.core.exceptions import ValidationError
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.datavalidation import DataValidation

from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.lists.incoming import unshielded
from kyodo_portal.common.lists.returned import Formula, first_sheet, heading_of
from kyodo_portal.common.lists.tables import cell, fits

from .columns import ExtraColumn
from .line_reader import sheet_number
from .row_types import Problem, Refused, Typed

SHEET, MARK, VERSION, NUMBER = "照会番号", "行ID", "行の版", "台帳番号"
KNOWN_BY = (SHEET, MARK, VERSION, NUMBER)
MOST_ROWS = 5_000  # in a table that comes in
MOST_COLUMNS = 120
WIDTHS = {SHEET: 12, MARK: 16, VERSION: 8, NUMBER: 14, "名前": 32, "相手": 26, "ひとこと": 40}
CHOICES = "えらぶ言葉"  # the sheet that holds the lists


class Raw(NamedTuple):
    """One row of a table as it came: its number, and its cells by their heading."""

    number: int
    cells: dict


def to_book(lines, columns, *, title):
    """The bytes of an xlsx file with these lines, which know their sheet with round and office, form and project. What a form asks
    besides has a column where one of the lines is of that form."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = title[:31]
    shown = [*columns.all, *columns.extras_of({line.form_id for line in lines})]
    headings = [*KNOWN_BY, *(column.label for column in shown)]
    page.append(headings)
    for line in lines:
        page.append([sheet_number(line.sheet), line.mark, line.version, line.number, *(_out(column, line) for column in shown)])
    _dress(page, headings)
    _lists(book, page, shown)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _out(column, line):
    value = column.written_of(line) if isinstance(column, ExtraColumn) else column.written(getattr(line, column.name))
    if isinstance(value, datetime.date):
        return value
    value = cell(value)
    if isinstance(value, str):
        return fits(value)
    return value


def _dress(page, headings):
    page.freeze_panes = "E2"
    for number, name in enumerate(headings, start=1):
        letter = openpyxl.utils.get_column_letter(number)
        page.column_dimensions[letter].width = WIDTHS.get(name, 14)
        head = page.cell(1, number)
        head.font, head.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    for row in page.iter_rows():
        for one in row:
            _as_text(one)
            if isinstance(one.value, datetime.date):
                one.number_format = "yyyy/m/d"


def _as_text(one):
    """What a city called a column or a word to choose is no formula either, however it begins."""
    if isinstance(one.value, str):
        one.data_type, one.number_format = "s", "@"


def _lists(book, page, columns):
    """A list of words to choose from for every column that has them, on a sheet of their own: a list in a cell is at most 255 long."""
    lists = book.create_sheet(CHOICES)
    last = max(page.max_row, 2) + 200  # rows that are added have the lists too
    for number, column in enumerate(columns, start=1):
        read_by = next(iter(column.asked.values())) if isinstance(column, ExtraColumn) else column
        if read_by.words is None or read_by.several:
            continue
        words = read_by.offered
        for row, word in enumerate(words, start=1):
            _as_text(lists.cell(row, number, fits(word)))
        place = openpyxl.utils.get_column_letter(number)
        letter = openpyxl.utils.get_column_letter(number + len(KNOWN_BY))
        rule = DataValidation("list", formula1=f"={CHOICES}!${place}$1:${place}${len(words)}", allow_blank=True)
        rule.error, rule.showErrorMessage = "並んでいるものから選んでください。", True
        page.add_data_validation(rule)
        rule.add(f"{letter}2:{letter}{last}")


def read_book(content):
    """[Raw] of the first sheet of an xlsx file; ValidationError where it cannot be read, or is none of ours."""
    return _raw(first_sheet(content, MOST_ROWS, MOST_COLUMNS))


def read_pasted(text):
    """[Raw] of rows copied out of a spreadsheet: cells between tabs, the headings in the first row."""
    rows = list(csv.reader(io.StringIO(text), delimiter="\t"))
    if len(rows) > MOST_ROWS + 1:
        raise ValidationError(f"行が多すぎます。{MOST_ROWS:,}行までにしてください。", code="rows")
    return _raw(list(enumerate(rows, start=1)))


def _raw(rows):
    headings = [heading_of(value) for value in (rows[0][1] if rows else [])]
    return [
        Raw(number, {name: value for name, value in zip(headings, row, strict=False) if name})
        for number, row in rows[1:]
        if any(value not in (None, "") for value in row)
    ]


def typed_rows(raw, columns):
    """[Typed] of the rows of a table. ValidationError for a table without our headings, Refused where a cell holds a formula."""
    needed = {"".join(column.label.split()): column.name for column in columns.all}
    known = needed | {"".join(column.label.split()): column.name for column in columns.extras}
    found = {name for row in raw[:1] for name in row.cells}
    if not raw:
        raise ValidationError("この表には、行がありません。見出しの行と、その下の行を入れてください。", code="empty")
    lacking = [name for name in (SHEET, MARK, VERSION, *needed) if name not in found]
    if lacking:
        raise ValidationError(
            f"見出しが見つかりません：{'、'.join(lacking)}。もらった表の見出しのまま使ってください。", code="columns"
        )
    problems = [
        Problem(str(row.number), str(row.cells.get("名前") or ""), name, str(value)[:60], "式が入っています。値にしてください。")
        for row in raw
        for name, value in row.cells.items()
        if isinstance(value, Formula) and (name in known or name in KNOWN_BY)
    ]
    if problems:
        raise Refused(problems)
    return [_typed(row, known) for row in raw]


def _typed(row, known):
    cells = {name: _bare(row.cells[heading]) for heading, name in known.items() if heading in row.cells}
    mark, version = (_text(row.cells.get(name)) for name in (MARK, VERSION))
    return Typed(str(row.number), mark, small_int(version.removesuffix(".0")), cells, _text(row.cells.get(SHEET)))


def _text(value):
    return str("" if value is None else value).strip()


def _bare(value):
    return unshielded(value) if isinstance(value, str) else value
