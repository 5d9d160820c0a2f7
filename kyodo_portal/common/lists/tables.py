"""Tables that leave the house: CSV (UTF-8 with BOM) and xlsx. A cell that a spreadsheet would run gets a ' before it.

`rows` may be any iterable, and is asked for row by row: a table of any length takes the memory of a few hundred rows.
"""

import codecs
import csv
import datetime
import io
from itertools import chain, islice

import openpyxl
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

RISKY = tuple("=+-@\t\r＝＋－＠")
ROWS_AT_A_TIME = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def cell(value):
    """The text of one cell, made harmless. Numbers stay as they are: a negative sum is no formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, (int, float)):
        return value
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, datetime.date):
        return value.isoformat()
    text = str(value)
    # The shield is put before an outer ' too, so that whoever brings the table back can always take exactly one away.
    return f"'{text}" if text.startswith(RISKY) or text[:2].startswith("'") and text[1:].startswith(RISKY) else text


def csv_parts(header, rows):
    """The bytes of a CSV file, some rows at a time: UTF-8 with a BOM, by which Excel knows it, and CRLF line ends."""
    yield codecs.BOM_UTF8
    lines = chain([header], rows)
    while some := [*islice(lines, ROWS_AT_A_TIME)]:
        out = io.StringIO(newline="")
        csv.writer(out).writerows([cell(value) for value in row] for row in some)
        yield out.getvalue().encode()


def to_xlsx(header, rows, *, title="一覧"):
    """The bytes of an xlsx file. Every cell is text except numbers, so leading zeros and rare characters survive."""
    return sheets_to_xlsx([(title, header, rows)])


def sheets_to_xlsx(sheets):
    """The same of several tables: a sheet for each (title, header, rows)."""
    book = openpyxl.Workbook(write_only=True)
    for title, header, rows in sheets:
        sheet = book.create_sheet(title[:31])
        sheet.freeze_panes = "A2"
        for row in chain([header], rows):
            sheet.append([_xlsx_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _xlsx_cell(sheet, value):
    value = cell(value)
    if not isinstance(value, str):
        return value
    made = openpyxl.cell.WriteOnlyCell(sheet, value=openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", value)[:32_767])
    made.data_type, made.number_format = "s", "@"
    return made


def csv_response(filename, header, rows):
    """A download of the UTF-8 form, sent while it is made."""
    return _download(filename, streamed(csv_parts(header, rows), "text/csv; charset=utf-8"))


def xlsx_response(filename, header, rows):
    """A download of the xlsx form, which is packed as a whole."""
    return _download(filename, HttpResponse(to_xlsx(header, rows), content_type=XLSX))


def streamed(parts, content_type):
    """An answer that is sent while it is made. A database that is away already is told as always: two parts are made before."""
    parts = iter(parts)
    return StreamingHttpResponse(chain([*islice(parts, 2)], parts), content_type=content_type)


def _download(filename, response):
    response["Content-Disposition"] = content_disposition_header(True, filename)
    return response
