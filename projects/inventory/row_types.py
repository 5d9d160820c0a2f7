"""What passes between a page or a table and the lines: a row as it was typed, what stands in its way, what became of it."""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.core.exceptions import ValidationError


@dataclass
class Typed:
    """One row as it was typed. place: what an error calls it ("7"); mark: 行ID, "" for a new one; version: 行の版 that it was read at;
    cells: {column: what was typed}, columns that are not there stay as they are; sheet: 照会番号, where the row says one."""

    place: str
    mark: str
    version: int | None
    cells: dict
    sheet: str = ""
    values: dict = field(default_factory=dict)


class Stands(NamedTuple):
    """What a line holds where a row says otherwise: its 行ID and 行の版, the cell as it is written in a table, and whether it stays so
    whatever the row says."""

    mark: str
    version: int
    now: str
    is_fixed: bool


class Problem(NamedTuple):
    """What stands in the way: in which row and column, what was typed there, and what to do. `title`: the matter, "" for a new one;
    `stands`: what the line holds, where that is what the row is at odds with; `name`: the column's attribute."""

    place: str
    title: str
    column: str
    written: str
    says: str
    mark: str = ""
    stands: Stands | None = None
    name: str = ""

    @property
    def anchor(self):
        """The id of the box on the page in which it was typed; of its row, where the box is none."""
        row = self.mark or self.place
        return f"id_{row}-{self.name}" if self.name and self.name != "answer" else f"row_{row}"


class Refused(ValidationError):
    """Nothing was taken. `problems`: [Problem], in the order of the rows."""

    def __init__(self, problems):
        super().__init__(f"{len(problems)}か所を直してください。まだ1行も入れていません。", code="rows")
        self.problems = problems


class Taken(NamedTuple):
    """What became of the rows: how many were new, changed something, and were as they stood."""

    new: int
    changed: int
    alike: int
