"""異動表: the list of moves as a spreadsheet, taken out with everybody in it, brought back with who moves."""

import io
import zipfile
from typing import NamedTuple

import openpyxl
from django.core.exceptions import ValidationError

from kyodo_portal.common.japanese.numbers import small_int
from partners.directory.staff_invitations import offices

from .moves import etag_of_place, held_by

MARK, WHO, MAIL, WHERE, GOES, TO, TAKER, MATTERS = (
    "行の番号", "名前", "メール", "いまの課", "動く（○）", "新しい課", "案件の後任（メール）", "案件",
)  # fmt: skip
HEADER = (MARK, WHO, MAIL, WHERE, GOES, TO, TAKER, MATTERS)
NEEDED = (MARK, GOES, TO, TAKER)
YES = ("○", "〇", "◯", "はい", "x", "1")
MOST_ROWS = 3_000
BROKEN = (KeyError, ValueError, TypeError, IndexError, AttributeError, OSError, EOFError, zipfile.BadZipFile, SyntaxError)
NO_BOOK = "この表を読み取れませんでした。エクセルで開いて、「Excelブック（.xlsx）」で保存し直してください。"


class Problem(NamedTuple):
    """What stands in the way in one cell of the table: the number of its row, its heading, what to do."""

    row: int
    heading: str
    text: str


def rows_of(memberships, on):
    """The rows of the table that goes out. Six queries."""
    memberships = list(memberships)
    held = held_by(memberships, on)
    for row in memberships:
        known = held.handovers[row.pk]
        taker = known.taker.email if known is not None and known.taker else ""
        goes = "○" if row.until else ""
        yield (row.pk, str(row.user), row.user.email, row.partner.name, goes, held.goes_to[row.pk], taker, held.matters[row.pk])


def read_table(content):
    """[(row number, {heading: text})] of a file that came back; ValidationError where it is none of ours."""
    try:
        page = openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
        cells = [[one.value for one in row] for row in page.iter_rows(max_col=30, max_row=MOST_ROWS + 2)]
    except BROKEN:
        raise ValidationError(NO_BOOK) from None
    headings = ["".join(str(value or "").split()) for value in (cells[0] if cells else [])]
    lacking = [name for name in NEEDED if name not in headings]
    if lacking:
        raise ValidationError(f"見出しが見つかりません：{'、'.join(lacking)}。取り出した表の見出しのまま使ってください。")
    if len(cells) > MOST_ROWS + 1:
        raise ValidationError(f"行が多すぎます。{MOST_ROWS:,}行までにしてください。")
    rows = [dict(zip(headings, map(_text, row), strict=False)) for row in cells[1:]]
    return [(number, row) for number, row in enumerate(rows, start=2) if row[GOES]]


def _text(value):
    text = str("" if value is None else value).strip()
    return text.removeprefix("'").removesuffix(".0")


def typed_of(rows, memberships, people):
    """({name of a box: value} for MoveForm, [Problem]) of a table's rows. memberships: {key: Membership}; people: {office: [User]}."""
    known = {row.name: row for row in offices()}
    arriving = {}
    for _, row in rows:
        if row[TO] in known and (one := memberships.get(small_int(row[MARK]))):
            arriving.setdefault(known[row[TO]].pk, []).append(one.user)
    people = {office: [*people.get(office, ()), *arriving.get(office, ())] for office in {*people, *arriving}}
    data, problems, seen = {}, [], set()
    for number, row in rows:
        one = memberships.get(small_int(row[MARK]))
        if one is None or one.pk in seen:
            text = "この番号が2つあります。1つにしてください。" if one else "この番号の人は、その日にはいません。"
            problems.append(Problem(number, MARK, text))
            continue
        seen.add(one.pk)
        problems += [Problem(number, heading, text) for heading, text in _row(row, one, known, people, data)]
    return data, problems


def _row(row, membership, known, people, data):
    """Puts one row into `data`; yields what cannot be read of it."""
    key = membership.pk
    if row[GOES] not in YES:
        yield GOES, "動く人には○を、動かない人は空にしてください。"
    data |= {f"go-{key}": "on", f"to-{key}": "", f"taker-{key}": "", f"etag-{key}": etag_of_place(membership)}
    if row[TO] and row[TO] not in known:
        yield TO, f"「{row[TO][:40]}」という課はありません。課の名前を、そのまま書いてください。"
    elif row[TO]:
        data[f"to-{key}"] = str(known[row[TO]].pk)
    there = {user.email.lower(): user for user in people.get(membership.partner_id, ())}
    if row[TAKER] and row[TAKER].lower() not in there:
        yield TAKER, f"「{row[TAKER][:60]}」の人は、その日にこの課にいません。先に招待するか、空にしてください。"
    elif row[TAKER]:
        data[f"taker-{key}"] = str(there[row[TAKER].lower()].pk)
