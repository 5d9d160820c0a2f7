"""What the pages show that take a table in: the way, the first rows, the columns. Nothing here writes."""

from dataclasses import dataclass
from typing import NamedTuple

SHOWN = 200  # lines of one sort on a page
EXAMPLES = 20  # lines that can be taken in as they are
OUT = "out"  # what is done with a line that stays out


class Head(NamedTuple):
    """The first rows of one sheet: (its radio, its number, its cells); the letters above; the other sheets as (place, name, rows)."""

    sheet: int
    sheet_name: str
    letters: list
    rows: list
    others: list


class Column(NamedTuple):
    """One column: its heading, its first value, the box that says what it is (None where it is not read), what was seen of it."""

    heading: str
    value: str
    box: object
    seen: str
    tone: str


class Columns(NamedTuple):
    """The columns of a table, and the names of what none of them is."""

    rows: list
    missing: list


@dataclass
class Checked:
    """The lines of a table by what will become of them: as they are, to be looked at, not at all. A line says `out` and `look`."""

    plain: list
    looked: list
    out: list

    @classmethod
    def of(cls, lines):
        """The Checked of the lines as they are matched now."""
        return cls(
            plain=[line for line in lines if not line.out and not line.look],
            looked=[line for line in lines if not line.out and line.look],
            out=[line for line in lines if line.out],
        )

    @property
    def total(self):
        return len(self.plain) + len(self.looked) + len(self.out)

    @property
    def examples(self):
        return self.plain[:EXAMPLES]

    @property
    def shown_out(self):
        return self.out[:SHOWN]


def remarks_of(lines):
    """{index of a line: what to look at, in words}, for the table that goes out marked."""
    return {line.index: "。".join([*([line.out] if line.out else []), *line.look]) for line in lines}


def way_to(steps, here):
    """[(label, "done" / "now" / "")] of the pages, for the way above each of them. steps: [(key, label)]."""
    at = [key for key, _ in steps].index(here)
    return [(label, "now" if place == at else "done" if place < at else "") for place, (_, label) in enumerate(steps)]


def head_shown(table, sheet, form):
    """The Head of a sheet with the radios of a HeadForm."""
    name, rows = table.sheets[sheet]
    return Head(
        sheet=sheet,
        sheet_name=name,
        letters=[letter_of(place) for place in range(len(rows[0]))],
        rows=[(radio, place + 1, cells) for place, (radio, cells) in enumerate(zip(form["head"], form.rows, strict=True))],
        others=[(place, other, len(cells)) for place, (other, cells) in enumerate(table.sheets) if place != sheet],
    )


def letter_of(place):
    """A column as a spreadsheet calls it: A, B … Z, AA."""
    first, last = divmod(place, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


def columns_shown(table, rows, form, headings, unread="読みません"):
    """The Columns with the boxes of a ColumnsForm. rows: [(index, [text])] below the headings."""
    made, chosen = [], {target for _, target in table.columns}
    for place, (heading, target) in enumerate(table.columns):
        value = next((cells[place] for _, cells in rows if cells[place]), "")
        if not heading and not value:
            continue
        box = form[f"c{place}"] if f"c{place}" in form.fields else None
        if box is None:
            seen, tone = (unread if heading else "見出しがありません。読みません"), "quiet"
        else:
            seen, tone = ("合いました", "ok") if target else ("使わなくてよいですか", "soon")
        made.append(Column(heading or f"{letter_of(place)}列", value, box, seen, tone))
    return Columns(made, [label for target, (label, words) in headings.targets.items() if words and target not in chosen])
