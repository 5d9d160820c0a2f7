"""Tables that leave the house: CSV (UTF-8 with BOM) and xlsx. A cell that a spreadsheet would run gets a ' before it."""

import csv
import datetime
import io

import openpyxl
from django.http import HttpResponse
from django.utils.http import content_disposition_header

RISKY = tuple("=+-@\t\r＝＋－＠")
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


def to_csv(header, rows):
    """The bytes of a CSV file in UTF-8 with a BOM, by which Excel knows it, and CRLF line ends."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([cell(name) for name in header])
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(header, rows, *, title="一覧"):
    """The bytes of an xlsx file. Every cell is text except numbers, so leading zeros and rare characters survive."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for row in [header, *rows]:
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
    """A download of the UTF-8 form."""
    return _download(filename, "text/csv; charset=utf-8", to_csv(header, rows))


def xlsx_response(filename, header, rows):
    """A download of the xlsx form."""
    return _download(filename, XLSX, to_xlsx(header, rows))


def _download(filename, content_type, content):
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, filename)
    return response
