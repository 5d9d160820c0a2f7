"""An old table as it comes: xlsx, CSV in any of the usual encodings, or what was copied out of a spreadsheet. Cells become texts.

A formula counts as the value that was worked out when the file was saved; nothing is worked out here. What stands in merged cells
stands in each of them.
"""

import csv
import datetime
import io
import re
import unicodedata

import openpyxl
from django.core.exceptions import ValidationError

from .tables import RISKY

MOST_ROWS = 10_000  # of all sheets
MOST_COLUMNS = 60
MOST_SHEETS = 20
LONGEST = 2_000  # characters of one cell
HEAD_WITHIN = 10  # rows among which the headings are looked for
TOO_MANY = f"表が大きすぎます。{MOST_ROWS:,}行、{MOST_COLUMNS}列までの表に分けてください。"
EMPTY = "読める行がありません。表の入ったファイルを選ぶか、表を写して貼りつけてください。"
UNREADABLE = "このファイルは、表として読めませんでした。エクセルで開いて保存し直すか、表を写して貼りつけてください。"
UNKNOWN_LETTERS = "このCSVの文字が読めませんでした。エクセルで開き、エクセル（.xlsx）で保存し直してください。"
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def sheets_of(accepted):
    """[[name, [[text]]]] of an Accepted file that is an xlsx or a CSV; sheets without a word are left out. ValidationError in words."""
    if accepted.content_type == "text/csv":
        return _kept([("表", csv_rows(decoded(accepted.content)))])
    return _kept(_book(accepted.content))


def pasted(text):
    """The same of what was copied out of a spreadsheet: columns stand apart by tabs, or by commas where there is no tab."""
    return _kept([("表", csv_rows(text))])


def decoded(content):
    """The text of a CSV: UTF-8, UTF-16 with its mark, or what Japanese Windows writes."""
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp932")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValidationError(UNKNOWN_LETTERS, code="letters")


def unshielded(text):
    """A cell as it was before a table of ours put a ' before what a spreadsheet would run (`tables.cell`)."""
    return text[1:] if text[:1] == "'" and text[1:].startswith((*RISKY, "'")) else text


def csv_rows(text):
    """[[text]]: a tab in the first rows means that tabs divide the columns."""
    lines = text.splitlines()
    divider = "\t" if any("\t" in line for line in lines[:HEAD_WITHIN]) else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=divider))
    except csv.Error:
        raise ValidationError(UNREADABLE, code="table") from None
    return [[_text(value) for value in row] for row in rows]


def _book(content):
    try:
        _measure(content)
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        found = []
        for sheet in book.worksheets[:MOST_SHEETS]:
            rows = [[_text(value) for value in row] for row in sheet.iter_rows(values_only=True)]
            for area in sheet.merged_cells.ranges:
                _spread(rows, area)
            found.append((sheet.title, rows))
        return found
    except ValidationError:
        raise
    except Exception:
        raise ValidationError(UNREADABLE, code="table") from None


def _measure(content):
    """Refuse what is too large before all of it is in memory: row by row, and no further than is allowed."""
    book, seen = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True), 0
    for sheet in book.worksheets[:MOST_SHEETS]:
        for row in sheet.iter_rows(values_only=True):
            filled = [place for place, value in enumerate(row, start=1) if value is not None]
            seen += bool(filled)
            if seen > MOST_ROWS or (filled and filled[-1] > MOST_COLUMNS):
                raise ValidationError(TOO_MANY, code="most")


def _spread(rows, area):
    """What stands in merged cells is meant for each row of them; a title across columns stays where it stands."""
    if area.min_col != area.max_col:
        return
    value = rows[area.min_row - 1][area.min_col - 1]
    for number in range(area.min_row, min(area.max_row, len(rows))):
        rows[number][area.min_col - 1] = value


def _text(value):
    """One cell as text: days as 2024-04-01, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, datetime.datetime | datetime.date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = unicodedata.normalize("NFC", str(value)).replace("\r\n", "\n").replace("\r", "\n")
    return _UNSEEN.sub("", text).strip()[:LONGEST]


def _kept(found):
    """The sheets that say anything, their rows without what is empty behind the last word, all of one length."""
    sheets = []
    for name, rows in found:
        while rows and not any(rows[-1]):
            rows.pop()
        width = max((place for row in rows for place, text in enumerate(row, start=1) if text), default=0)
        if width > MOST_COLUMNS:
            raise ValidationError(TOO_MANY, code="most")
        if width:
            sheets.append([name[:60], [(row + [""] * width)[:width] for row in rows]])
    if not sheets:
        raise ValidationError(EMPTY, code="empty")
    if sum(len(rows) for _, rows in sheets) > MOST_ROWS:
        raise ValidationError(TOO_MANY, code="most")
    return sheets
