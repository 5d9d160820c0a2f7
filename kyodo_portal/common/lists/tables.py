"""Tables that leave the house: CSV (UTF-8 with BOM) and xlsx. A cell that a spreadsheet would run gets a ' before it.

In xlsx days are days, which a spreadsheet sorts and counts with, and columns are as wide as what stands in them.

`rows` may be any iterable, and is asked for row by row: a table of any length takes the memory of a few hundred rows.
"""

import codecs
import csv
import datetime
import io
import re
import unicodedata
from itertools import chain, islice

import openpyxl
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from openpyxl.utils import get_column_letter

RISKY = tuple("=+-@\t\r\n＝＋－＠")
ROWS_AT_A_TIME = 200
NARROWEST, WIDEST = 8, 60  # of a column, in half-width characters
EXACT = 10**15  # a spreadsheet keeps fifteen digits of a number; a longer one goes as text
# What XML 1.0 has no place for: with one of these a spreadsheet calls the whole file broken.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
FIRST_YEAR = 1901  # a spreadsheet knows no day before 1900, and counts that year wrong
LONGEST = 32_767  # characters of a cell
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Yen(int):
    """A sum of money: in xlsx a number that is shown with its commas."""


class ToTheSecond:
    """A moment (aware datetime) of which the seconds are told: who did what before whom. Others end with their minute."""

    def __init__(self, moment):
        self.moment = _by_the_citys_clock(moment).replace(microsecond=0)

    def __str__(self):
        return f"{self.moment:%Y-%m-%d %H:%M:%S}"


def cell(value):
    """The text of one cell, made harmless. Numbers stay as they are: a negative sum is no formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, datetime.datetime):
        return _by_the_citys_clock(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, datetime.date):
        return value.isoformat()
    text = str(value)
    # The shield is put before an outer ' too, so that whoever brings the table back can always take exactly one away.
    return f"'{text}" if text.startswith(RISKY) or text[:2].startswith("'") and text[1:].startswith(RISKY) else text


def _by_the_citys_clock(moment):
    """Without its zone: a spreadsheet has none."""
    return timezone.make_naive(moment) if timezone.is_aware(moment) else moment


def csv_parts(header, rows):
    """The bytes of a CSV file, some rows at a time: UTF-8 with a BOM, by which Excel knows it, and CRLF line ends."""
    yield codecs.BOM_UTF8
    lines = chain([header], rows)
    while some := [*islice(lines, ROWS_AT_A_TIME)]:
        out = io.StringIO(newline="")
        csv.writer(out).writerows([cell(value) for value in row] for row in some)
        yield out.getvalue().encode()


def to_xlsx(header, rows, *, title="一覧"):
    """The bytes of an xlsx file. Every cell is text except numbers and days, so leading zeros and rare characters survive."""
    return sheets_to_xlsx([(title, header, rows)])


def sheets_to_xlsx(sheets):
    """The same of several tables: a sheet for each (title, header, rows)."""
    book = openpyxl.Workbook(write_only=True)
    for title, header, rows in sheets:
        sheet = book.create_sheet(title[:31])
        sheet.freeze_panes = "A2"
        lines = chain([header], rows)
        first = [[*row] for row in islice(lines, ROWS_AT_A_TIME)]
        for number, width in enumerate(_widths(first), 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        for row in chain(first, lines):
            sheet.append([_xlsx_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _widths(rows):
    """[how wide a column is to be], in half-width characters, by its widest line in these rows."""
    widest = {}
    for row in rows:
        for place, value in enumerate(row):
            longest = max((_width(line) for line in str(cell(value)).splitlines()), default=0)
            widest[place] = max(widest.get(place, 0), longest)
    return [min(max(widest[place] + 2, NARROWEST), WIDEST) for place in sorted(widest)]


def _width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _xlsx_cell(sheet, value):
    if isinstance(value, ToTheSecond):
        made = openpyxl.cell.WriteOnlyCell(sheet, value=value.moment)
        made.number_format = "yyyy-mm-dd hh:mm:ss"
        return made
    if isinstance(value, datetime.date) and value.year >= FIRST_YEAR:
        moment = isinstance(value, datetime.datetime)
        if moment:  # as in CSV: a cell holds what it shows
            value = _by_the_citys_clock(value).replace(second=0, microsecond=0)
        made = openpyxl.cell.WriteOnlyCell(sheet, value=value)
        made.number_format = "yyyy-mm-dd hh:mm" if moment else "yyyy-mm-dd"
        return made
    if isinstance(value, Yen):
        made = openpyxl.cell.WriteOnlyCell(sheet, value=int(value))
        made.number_format = "#,##0"
        return made
    value = cell(value)
    if not isinstance(value, str):
        if abs(value) < EXACT:  # not of nan and inf either
            return value
        value = str(value)
    made = openpyxl.cell.WriteOnlyCell(sheet, value=fits(value))
    made.data_type, made.number_format = "s", "@"
    return made


def fits(text):
    """A text as a cell of an xlsx can hold it."""
    return NOT_IN_XML.sub("", text)[:LONGEST]


def csv_response(filename, header, rows):
    """A download of the UTF-8 form, sent while it is made."""
    return _download(filename, streamed(csv_parts(header, rows), "text/csv; charset=utf-8"))


def xlsx_response(filename, header, rows):
    """A download of the xlsx form, which is packed as a whole."""
    return _download(filename, HttpResponse(to_xlsx(header, rows), content_type=XLSX))


def xlsx_sheets_response(filename, sheets):
    """The same of several tables: a sheet for each (title, header, rows)."""
    return _download(filename, HttpResponse(sheets_to_xlsx(sheets), content_type=XLSX))


def streamed(parts, content_type):
    """An answer that is sent while it is made. A database that is away already is told as always: two parts are made before."""
    parts = iter(parts)
    return StreamingHttpResponse(chain([*islice(parts, 2)], parts), content_type=content_type)


def _download(filename, response):
    response["Content-Disposition"] = content_disposition_header(True, filename)
    return response
