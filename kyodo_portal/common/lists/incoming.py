"""An old table as it comes: xlsx, CSV in any of the usual encodings, or what was copied out of a spreadsheet. Cells become texts.

A formula counts as the value that was worked out when the file was saved; nothing is worked out here, and a cell without that value
says so. What stands in merged cells stands in each of them.
"""

import csv
import datetime
import io
import re
import unicodedata

import openpyxl
from django.core.exceptions import ValidationError
from openpyxl.utils import range_boundaries

from kyodo_portal.common.files.archives import unpacked

from .tables import RISKY

MOST_ROWS = 10_000  # of all sheets
MOST_COLUMNS = 60
MOST_SHEETS = 20
MOST_SPREAD = 200_000  # rows of merged cells in a sheet: a list of three thousand lines with sixty columns of them
MOST_UNPACKED = 24 * 1024 * 1024  # bytes of what is read of an xlsx: the texts of all its cells are one part, taken in as a whole
LONGEST = 2_000  # characters of one cell
HEAD_WITHIN = 10  # rows among which the headings are looked for
TOO_MANY = f"表が大きすぎます。{MOST_ROWS:,}行、{MOST_COLUMNS}列までの表に分けてください。"
EMPTY = "読める行がありません。表の入ったファイルを選ぶか、表を写して貼りつけてください。"
UNREADABLE = "このファイルは、表として読めませんでした。エクセルで開いて保存し直すか、表を写して貼りつけてください。"
NOT_WORKED_OUT = "#式の答えがありません"  # in a cell; such a file was written by a program, and never opened in a spreadsheet
UNKNOWN_LETTERS = "このCSVの文字が読めませんでした。エクセルで開き、エクセル（.xlsx）で保存し直してください。"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
# A formula without the value that a spreadsheet leaves beside it; a text that came out empty says that it is a text.
_NO_ANSWER = re.compile(
    rb'<c\s(?![^>]*\bt="str")[^>]*\br="([A-Z]+[0-9]+)"[^>]*>\s*<f(?:\s[^>]*)?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)
# Voiced kana and accented letters of a Mac, in two characters each. Compatibility Kanji (U+FA1B) stand in names, and stay.
_APART = re.compile("[^\u0300-\u036f\u3099\u309a][\u0300-\u036f\u3099\u309a]+")
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
    """The text of a CSV: UTF-8, UTF-16 with or without its mark, or what Japanese Windows writes."""
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp932")
    if b"\0" in content and "utf-16" not in encodings:  # the half of a letter of ASCII that says nothing comes first or last
        encodings = ("utf-16-be" if content[::2].count(0) > content[1::2].count(0) else "utf-16-le",)
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
    return [[text_of(value) for value in row] for row in rows]


def opened(content, *, data_only=False):
    """The workbook, to be read row by row. ValidationError where it holds more than a table may; what openpyxl raises where it is broken."""
    if unpacked(content) > MOST_UNPACKED:
        raise ValidationError(TOO_MANY, code="most")
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=data_only)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # how large a sheet says it is proves nothing
    return book


def _book(content):
    try:
        return [(sheet.title, rows) for sheet, rows in _sheets(content)]
    except ValidationError:
        raise
    except Exception:
        raise ValidationError(UNREADABLE, code="table") from None


def _sheets(content):
    """(sheet, [[text]]) of the first sheets: no further than is allowed, and without what is only formatted behind the last word."""
    book, seen = opened(content, data_only=True), 0
    for sheet in book.worksheets[:MOST_SHEETS]:
        rows, empty = [], 0
        for cells in sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True):
            if not any(value is not None for value in cells):
                empty += 1
                continue
            seen += empty + 1
            if seen > MOST_ROWS:
                raise ValidationError(TOO_MANY, code="most")
            rows += [[""] * (MOST_COLUMNS + 1) for _ in range(empty)] + [_padded(cells)]
            empty = 0
        spread, part = 0, book._archive.read(sheet._worksheet_path)
        for found in _NO_ANSWER.finditer(part):
            column, row, _, _ = range_boundaries(found[1].decode())
            if row <= len(rows) and column <= MOST_COLUMNS:
                rows[row - 1][column - 1] = NOT_WORKED_OUT
        for area in _merged(part):
            spread += _spread(rows, *area)
            if spread > MOST_SPREAD:
                raise ValidationError(TOO_MANY, code="most")
        yield sheet, rows


def _padded(cells):
    texts = [text_of(value) for value in cells]
    return texts + [""] * (MOST_COLUMNS + 1 - len(texts))


def _merged(part):
    """(first column, first row, last column, last row) of merged cells. openpyxl reads them only where it holds the whole sheet in memory."""
    return [range_boundaries(found[1].decode()) for found in _MERGED.finditer(part)]


def _spread(rows, first_column, first, last_column, last):
    """What stands in merged cells is meant for each row of them; a title across columns stays where it stands. How many rows it took."""
    if first_column != last_column or first_column > MOST_COLUMNS or first > len(rows):
        return 1
    value, there = rows[first - 1][first_column - 1], range(first, min(last, len(rows)))
    for number in there if value else ():
        rows[number] = [*rows[number][: first_column - 1], value, *rows[number][first_column:]]
    return 1 + len(there)


def text_of(value):
    """One cell as text: days as 2024-04-01, with a time of day behind it where the cell has one, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, datetime.datetime) and (value.hour or value.minute):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, datetime.datetime | datetime.date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = _APART.sub(lambda found: unicodedata.normalize("NFC", found[0]), str(value)).replace("\r\n", "\n").replace("\r", "\n")
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
