"""One page of a sheet: its rows with what may be typed in them, and what is wrong with what was typed."""

from typing import NamedTuple

from django.core.paginator import Paginator

from kyodo_portal.common.forms.three_way import fields_etag
from projects.specs.asking import EMPTY

from .columns import LISTED, Column, Columns, ExtraColumn
from .line_reader import locked_columns
from .models import Answer, InventoryLine

PER_PAGE = 40
BLANK = 2  # rows for what is new, below the others
MORE = ("title", "partner_kind", "also", "starts_on", "ends_on", "place", "summary")
ANSWERS = [(code, word) for code, word in Answer.choices if code != Answer.NEW]


class Entry(NamedTuple):
    """One cell in which somebody types: its column, its name in the form, what stands in it, and what is wrong with it."""

    column: Column
    name: str
    value: str
    label: str
    error: str
    is_locked: bool
    former: str
    heading: str

    @property
    def kind(self):
        """By what it is written: "one" or "several" of the offered words, "long" or "short" text."""
        if self.column.words is not None:
            return "several" if self.column.several else "one"
        return "long" if self.column.is_long else "short"

    @property
    def chosen(self):
        """[(word, whether it is chosen)] of a column with words."""
        words = self.value.split(LISTED) if self.column.several else [self.value]
        kept = [
            word for word in words if word and word not in self.column.offered
        ]  # what is offered no more stays until it is taken out
        return [(word, word in words) for word in (*self.column.offered, *(kept if self.column.several else ()))]


class SheetRow(NamedTuple):
    """One matter. `answer`: the code that stands or was typed; `problems`: [Problem] of its row."""

    mark: str
    version: int
    title: str
    number: str
    url: str
    is_new: bool
    is_open: bool
    answer: str
    entries: dict
    problems: list
    asked: list  # [name] of what its form asks besides
    seen: str  # the token of what stands in its cells

    @property
    def more(self):
        """The columns that stand folded, what the form asks besides last: [Entry]."""
        names = [name for name in MORE if not (self.is_new and name == "title")]
        return [self.entries[name] for name in (*names, *self.asked)]

    @property
    def css(self):
        """How the row is coloured; its words say the same."""
        if self.problems:
            return "is-err"
        return {Answer.CHANGED: "is-on", Answer.ENDED: "is-off"}.get(self.answer, "")


def page_of(sheet, number):
    """The Django Page of a sheet's lines, the first for nonsense. Two queries."""
    lines = sheet.lines.select_related("project")
    return Paginator(lines, PER_PAGE).get_page(number)


def rows_of(page, *, columns=None, typed=None, problems=()):
    """[SheetRow] of one page and the empty rows below it. typed: {(mark, column): text} of what was sent and not taken."""
    columns = columns or Columns()
    by_mark = {}
    for problem in problems:
        by_mark.setdefault(problem.mark or problem.place, []).append(problem)
    rows = [_row(line, columns, typed, by_mark.get(line.mark, [])) for line in page]
    if not page.has_next():
        blanks = [InventoryLine(mark=f"new{number}", version=0) for number in range(1, BLANK + 1)]
        rows += [_row(line, columns, typed, by_mark.get(line.mark, [])) for line in blanks]
    return rows


def _row(line, columns, typed, problems):
    locked, is_new = locked_columns(line, columns), line.project_id is None
    errors = {problem.column: problem.says for problem in reversed(problems)}
    title = line.title or "新しい行"
    extras = columns.extras_of([line.form_id])
    entries = {}
    for column in (*columns.all, *extras):
        read_by = columns.for_cell(column.name, line.form_id)
        entries[column.name] = Entry(
            read_by,
            f"{line.mark}-{column.name}",
            _shown(line, column, typed),
            f"{title}の{column.label}",
            errors.get(column.label, ""),
            column.name in locked,
            _former(line, column),
            column.label.partition("：")[2] or column.label,
        )
    answer = (typed or {}).get((line.mark, "answer"), line.answer)
    asked = [extra.name for extra in extras]
    is_open = any(entries[name].error for name in (*MORE, *asked))
    number = getattr(line.project, "number", "") if line.project_id else ""
    url = line.project.get_absolute_url() if line.project_id else ""
    seen = fields_etag(cells_of(line, columns))
    return SheetRow(
        line.mark, line.version, line.title, number or "", url, is_new, is_open, answer, entries, problems, asked, seen
    )


def cells_of(line, columns):
    """{column: text} of a line, as its page sends them where nobody types over it."""
    texts = {column.name: _shown(line, column, None) for column in (*columns.all, *columns.extras_of([line.form_id]))}
    return {**texts, "answer": line.answer}


def _shown(line, column, typed):
    if typed is not None and (line.mark, column.name) in typed:
        return typed[line.mark, column.name]
    return text_of(column.written_of(line) if isinstance(column, ExtraColumn) else column.written(getattr(line, column.name)))


def text_of(written):
    """What stands in a cell of a page: money with commas, days as they are typed."""
    if isinstance(written, int):
        return f"{written:,}"
    return written.strftime("%Y/%m/%d") if hasattr(written, "strftime") else str(written or "")


def _former(line, column):
    """The value with which the line was laid out, where another one stands now."""
    if isinstance(column, ExtraColumn):
        column, told = column.column_of(line.form_id), line.former.get("extra") or {}
        former, now = told.get(column.name), line.extra.get(column.name)
    else:
        former, now = line.former.get(column.name), getattr(line, column.name)
        now = now.isoformat() if hasattr(now, "isoformat") else now
    if former == now or former in EMPTY:
        return ""
    return text_of(column.written(former))
