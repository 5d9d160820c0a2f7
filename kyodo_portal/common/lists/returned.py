"""A table of ours that comes back: taken out as xlsx, filled in by somebody, read by the headings under which it went out.

Nothing is worked out here: a cell with a formula is a `Formula`, whatever it shows.
"""

from typing import NamedTuple

from django.core.exceptions import ValidationError

from kyodo_portal.common.japanese.numbers import small_int

from .incoming import opened, text_of, unshielded

MOST_ROWS = 3_000  # below the headings
MOST_COLUMNS = 30
NO_BOOK = "この表を読み取れませんでした。エクセルで開いて、「Excelブック（.xlsx）」で保存し直してください。"
LACKING = "見出しが見つかりません：{}。取り出した表の見出しのまま使ってください。"
MANY = "行が多すぎます。{:,}行までにしてください。"


class Problem(NamedTuple):
    """What stands in the way in one cell: the number of its row, its heading, what to do."""

    row: int
    heading: str
    text: str


class Formula(str):
    """A cell that holds a formula: its text, never its value."""


def first_sheet(content, rows=MOST_ROWS, columns=MOST_COLUMNS):
    """[(row number, [value])] of the first sheet of an xlsx, without empty rows; the first of them are the headings, as wide as all.

    ValidationError for what cannot be read, and for more than `rows` below the headings. Row by row, so that no file takes the
    memory of more than it may hold.
    """
    found, width = [], None
    try:
        page = opened(content).worksheets[0]
        for number, row in enumerate(page.iter_rows(max_col=columns), start=1):
            if all(one.value is None for one in row):
                continue
            if width is None:  # what stands right of the headings is none of ours
                width = max(place for place, one in enumerate(row, start=1) if one.value is not None)
            found.append((number, [Formula(one.value) if one.data_type == "f" else one.value for one in row[:width]]))
            if len(found) > rows + 1:
                raise ValidationError(MANY.format(rows), code="rows")
    except ValidationError:
        raise
    except Exception:  # whatever a broken or hostile archive makes of its reader
        raise ValidationError(NO_BOOK, code="book") from None
    return found


def heading_of(value):
    """A heading without the blanks and line breaks that a narrow column brought into it."""
    return "".join(str(value or "").split())


def returned_rows(content, needed, said):
    """[(row number, {heading: text})] of the rows in which something stands under one of the headings `said`.

    needed: the headings that must be there. ValidationError for a file that is none of ours.
    """
    rows = first_sheet(content)
    headings = [heading_of(value) for value in (rows[0][1] if rows else [])]
    if lacking := [name for name in needed if name not in headings]:
        raise ValidationError(LACKING.format("、".join(lacking)))
    cells = [(number, dict(zip(headings, map(_said, row), strict=True))) for number, row in rows[1:]]
    return [(number, row) for number, row in cells if any(row[name] for name in said)]


def _said(value):
    return unshielded(text_of(value)).strip()


def sent_keys(data, prefix, most):
    """The keys of the rows whose boxes were sent: 12 for "how_12" with the prefix "how_". No more than `most`."""
    keys = [small_int(name.removeprefix(prefix)) for name in data if name.startswith(prefix)]
    return [key for key in keys if key is not None][:most]
