"""Tables that leave and enter the house: CSV (UTF-8 with BOM, or CP932) and xlsx.

A cell that a spreadsheet would run gets a ' before it; reading takes that ' away again, so that what was exported
can be brought back. Reading cleans every cell and answers in Japanese with row and column.
"""

import csv
import datetime
import io
import zipfile

import openpyxl
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from kyodo_portal.common.forms.validators import clean_text

RISKY = tuple("=+-@\t\r＝＋－＠")
MAX_ROWS = 10_000
MAX_COLUMNS = 200
MAX_CELL = 30_000  # characters; Excel itself ends at 32,767
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TableProblem(ValidationError):
    """A table that cannot be read; `messages` name row and column."""


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
    # The shield is put before an outer ' too, so that reading can always take exactly one away.
    return f"'{text}" if text.startswith(RISKY) or text[:2].startswith("'") and text[1:].startswith(RISKY) else text


def to_csv(header, rows, *, encoding="utf-8-sig"):
    """The bytes of a CSV file with CRLF line ends. For CP932 use `to_cp932`, which tells what it could not write."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([cell(name) for name in header])
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue().encode(encoding)


def to_cp932(header, rows):
    """(bytes, lost): the CSV for old programs, and the characters that CP932 does not have, each once.

    Lost characters are written as 〓. Whoever shows this file must show `lost` too: a name is not a thing to lose.
    """
    text = to_csv(header, rows, encoding="utf-8").decode()
    lost = []
    for c in dict.fromkeys(text):
        try:
            c.encode("cp932")
        except UnicodeEncodeError:
            lost.append(c)
    return text.translate(dict.fromkeys(map(ord, lost), "〓")).encode("cp932"), lost


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


def read(upload, columns):
    """[{column: text}] from an uploaded CSV or xlsx whose first row names the `columns`; TableProblem otherwise.

    Columns may stand in any order; unknown ones are ignored, missing ones are named. Rows without any text are left out.
    """
    content = upload.read()
    rows = _xlsx_rows(content) if content.startswith(b"PK\x03\x04") else _csv_rows(content)
    if not rows:
        raise TableProblem("表に何も入っていません。1行目に見出し、2行目から内容を入れてください。")
    header = [name.strip() for name in rows[0]]
    missing = [name for name in columns if name not in header]
    if missing:
        raise TableProblem(f"1行目の見出しに「{'」「'.join(missing)}」がありません。足してから、もう一度選んでください。")
    if len(rows) > MAX_ROWS + 1:
        raise TableProblem(f"{MAX_ROWS:,}行までにしてください。いまは{len(rows) - 1:,}行です。")
    places = {name: header.index(name) for name in columns}
    found, problems = [], []
    for number, row in enumerate(rows[1:], start=2):
        record = {}
        for name, place in places.items():
            try:
                record[name] = _clean_cell(row[place] if place < len(row) else "", number, name)
            except ValidationError as error:
                problems += error.messages
        if any(record.values()):
            found.append(record)
    if problems:
        raise TableProblem(problems[:50])
    return found


def _clean_cell(text, number, name):
    item = f"{number}行目の「{name}」"
    if len(text) > MAX_CELL:
        raise ValidationError(f"{item}は{MAX_CELL:,}字までにしてください。")
    text = clean_text(text, multiline=True, item=item)
    return text[1:] if text.startswith("'") and text[1:].lstrip("'").startswith(RISKY) else text


def _csv_rows(content):
    for encoding in ("utf-8-sig", "cp932"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise TableProblem("文字が読めませんでした。「CSV UTF-8」の形で保存し直してください。")
    if "\x00" in text:
        raise TableProblem("表ではないファイルのようです。CSVかエクセルの形で保存し直してください。")
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), strict=True):
            if len(row) > MAX_COLUMNS:
                raise TableProblem(f"列は{MAX_COLUMNS}までにしてください。")
            rows.append(row)
            if len(rows) > MAX_ROWS + 1:
                break
    except csv.Error:
        raise TableProblem(f'{len(rows) + 1}行目のあたりが読めません。「"」の数を確かめてください。') from None
    return rows


def _xlsx_rows(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            if len(pack.infolist()) > 500 or sum(part.file_size for part in pack.infolist()) > 100 * 1024 * 1024:
                raise TableProblem("ファイルが大きすぎます。分けてから、もう一度選んでください。")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        return [
            [_text(value) for value in row[:MAX_COLUMNS]]
            for row in sheet.iter_rows(max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS, values_only=True)
        ]
    except ValidationError:
        raise
    except Exception:  # openpyxl raises whatever its XML meets
        raise TableProblem("エクセルのファイルが読めません。開けることを確かめて、保存し直してください。") from None


def _text(value):
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.strftime("%Y-%m-%d %H:%M")
    return str(value)
