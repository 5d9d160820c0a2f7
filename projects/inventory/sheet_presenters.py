"""One page of a sheet: its rows with what may be typed in them, and what is wrong with what was typed."""

from typing import NamedTuple

from django.core.paginator import Paginator

from .columns import Column, Columns
from .line_actions import locked_columns
from .models import Answer, InventoryLine
from .prefill_actions import VALUES

PER_PAGE = 40
BLANK = 2  # rows for what is new, below the others
MORE = ("title", "partner_kind", "starts_on", "ends_on", "place", "summary")
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

    @property
    def choices(self):
        """[(value, word)] of a column with words; [] where anything may be typed."""
        if self.column.words is None or self.column.several:
            return []
        return [(word, word) for word in self.column.words if not word.isascii()]


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

    @property
    def more(self):
        """The columns that stand folded: [Entry]."""
        return [self.entries[name] for name in MORE if not (self.is_new and name == "title")]

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
    locked, is_new = locked_columns(line), line.project_id is None
    errors = {problem.column: problem.says for problem in reversed(problems)}
    title = line.title or "新しい行"
    entries = {
        column.name: Entry(
            column,
            f"{line.mark}-{column.name}",
            _shown(line, column, typed),
            f"{title}の{column.label}",
            errors.get(column.label, ""),
            column.name in locked,
            _former(line, column),
        )
        for column in columns.all
    }
    answer = (typed or {}).get((line.mark, "answer"), line.answer)
    is_open = any(entries[name].error for name in MORE)
    number = getattr(line.project, "number", "") if line.project_id else ""
    url = line.project.get_absolute_url() if line.project_id else ""
    return SheetRow(line.mark, line.version, line.title, number or "", url, is_new, is_open, answer, entries, problems)


def _shown(line, column, typed):
    if typed is not None and (line.mark, column.name) in typed:
        return typed[line.mark, column.name]
    return text_of(column, getattr(line, column.name))


def text_of(column, value):
    """What stands in a cell of a page: money with commas, days as they are typed."""
    value = column.written(value)
    if isinstance(value, int):
        return f"{value:,}"
    return value.strftime("%Y/%m/%d") if hasattr(value, "strftime") else str(value or "")


def _former(line, column):
    """The value with which the line was laid out, where another one stands now."""
    if column.name not in VALUES or column.name not in line.former:
        return ""
    former, now = line.former[column.name], getattr(line, column.name)
    now = now.isoformat() if hasattr(now, "isoformat") else now
    if former == now or former in (None, "", []):
        return ""
    return text_of(column, former)
