"""A table that was refused is put right on a page: its faulty cells stand there with what was typed, the rest comes along.

Nothing of it is kept on the server. The rows travel in the page and are read again as a whole, so that what was right before is
checked once more against what stands by then.
"""

import base64
import datetime
import json
import zlib
from typing import NamedTuple

from django.core.exceptions import ValidationError

from kyodo_portal.common.lists.returned import Formula
from kyodo_portal.common.lists.tables import cell

from .columns import ExtraColumn
from .tables import MARK, MOST_COLUMNS, MOST_ROWS, VERSION, Raw

MOST_FIXES = 200  # cells on one page: the next ones come when these are right
MOST_BYTES = 8_000_000
NOW, MINE = "now", "mine"
BROKEN = "送られた表を読み取れませんでした。もう一度、表を読ませてください。"


class Fix(NamedTuple):
    """One faulty cell. `name`: of its box; `value`: what stands in it; `words`: what it may be, for a list; `choices`: [(value, words)]
    where it is to be decided between the line's value and the table's, sent along with `carries`: [(name, value)]."""

    problem: object
    name: str
    value: str
    words: list
    choices: list
    carries: list
    is_long: bool


def carried(raw):
    """The rows of a table as one word for a hidden field."""
    headings = list(dict.fromkeys(name for row in raw for name in row.cells))
    rows = [[row.number, *(_packed(row.cells.get(name)) for name in headings)] for row in raw]
    return base64.b64encode(zlib.compress(json.dumps([headings, rows], ensure_ascii=False).encode())).decode()


def _packed(value):
    if isinstance(value, Formula):
        return {"f": str(value)}
    if isinstance(value, datetime.datetime | datetime.date):
        return {"d": value.isoformat()[:10]}
    return value if isinstance(value, str | int | float | None) else str(value)


def taken_up(word):
    """[Raw] of what `carried` wrote; ValidationError for anything else."""
    try:
        unpacked = zlib.decompressobj()
        text = unpacked.decompress(base64.b64decode(word.encode(), validate=True), MOST_BYTES)
        if unpacked.unconsumed_tail:
            raise ValueError
        headings, rows = json.loads(text)
        if len(rows) > MOST_ROWS or len(headings) > MOST_COLUMNS or not all(isinstance(name, str) for name in headings):
            raise ValueError
        cells = [[_unpacked(value) for value in row] for row in rows]
        return [Raw(int(row[0]), dict(zip(headings, row[1:], strict=True))) for row in cells]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, zlib.error):
        raise ValidationError(BROKEN, code="carried") from None


def _unpacked(value):
    if isinstance(value, dict):
        return Formula(value["f"]) if "f" in value else datetime.date.fromisoformat(value["d"])
    if isinstance(value, list):
        raise TypeError
    return value


def _name(kind, number, heading, headings):
    return f"{kind}-{number}-{headings.index(heading)}"


def fixes_of(problems, raw, columns):
    """[Fix] of the first faulty cells, each once. No query."""
    rows = {str(row.number): row for row in raw}
    headings = list(dict.fromkeys(name for row in raw for name in row.cells))
    by_label = {_heading(column.label): column for column in (*columns.all, *columns.extras)}
    fixes = {}
    for problem in problems:
        row, heading = rows.get(problem.place), _heading(problem.column)
        if row is not None and heading in headings:
            name = _name("fix", row.number, heading, headings)
            fixes.setdefault(name, _fix(problem, name, row, heading, by_label.get(heading)))
        if len(fixes) == MOST_FIXES:
            break
    return list(fixes.values())


def _heading(label):
    return "".join(label.split())


def _fix(problem, name, row, heading, column):
    stands, value = problem.stands, _typed(row.cells.get(heading))
    if isinstance(column, ExtraColumn):
        column = next(iter(column.asked.values()))
    if stands is not None:
        choices = [(NOW, f"いまの値「{stands.now or '空'}」のままにする")]
        if not stands.is_fixed:
            choices.append((MINE, f"この表の値「{value or '空'}」にする"))
        carries = [(f"{name}-now", stands.now), (f"{name}-mark", stands.mark), (f"{name}-version", stands.version)]
        return Fix(problem, name, "", [], choices, carries, False)
    is_one = column is not None and column.words is not None and not column.several
    return Fix(problem, name, value, column.offered if is_one else [], [], [], column is not None and column.is_long)


def _typed(value):
    """A cell as somebody would type it."""
    if isinstance(value, datetime.datetime | datetime.date):
        return value.strftime("%Y/%m/%d")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return "" if value is None else str(value)


def put_right(raw, data):
    """[Raw] with what was typed in the boxes of `fixes_of`. A box that says what the cell said leaves it as it came."""
    headings = list(dict.fromkeys(name for row in raw for name in row.cells))
    return [Raw(row.number, _cells(row, headings, data)) for row in raw]


def _cells(row, headings, data):
    cells = dict(row.cells)
    for heading in headings:
        name = _name("fix", row.number, heading, headings)
        if name not in data:
            continue
        said = data[name]
        if f"{name}-now" not in data:
            if said != _typed(cells.get(heading)):
                cells[heading] = cell(said) if said else None
        elif said == NOW:
            cells[heading] = cell(data[f"{name}-now"]) or None
        elif said == MINE:
            cells |= {MARK: data.get(f"{name}-mark", ""), VERSION: data.get(f"{name}-version", "")}
    return cells
