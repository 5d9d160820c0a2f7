"""What the pages of 過去の一覧を読み込む show. Nothing here writes."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from .old_rows import lines_of, table_of
from .old_words import TARGETS, is_personal

SHOWN = 200  # lines of one sort on a page
EXAMPLES = 20  # lines that can be taken in as they are


class Way(NamedTuple):
    """One page of the way: its key, its name."""

    key: str
    label: str


STEPS = (
    Way("begin", "ファイル"),
    Way("head", "見出しの行"),
    Way("columns", "列を合わせる"),
    Way("words", "言葉を合わせる"),
    Way("check", "確かめる"),
    Way("done", "入れた"),
)


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


class Words(NamedTuple):
    """(word, rows that hold nothing else, its boxes) of forms and of kinds."""

    forms: list
    kinds: list


def way_to(here):
    """[(label, "done" / "now" / "")] of the pages, for the way above each of them."""
    keys = [step.key for step in STEPS]
    at = keys.index(here)
    return [(step.label, "now" if place == at else "done" if place < at else "") for place, step in enumerate(STEPS)]


def head_shown(old, sheet, form):
    """The first rows of the sheet with their radios, and the other sheets there are."""
    name, rows = old.sheets[sheet]
    radios = list(form["head"])
    return Head(
        sheet=sheet,
        sheet_name=name,
        letters=[_letter(place) for place in range(len(rows[0]))],
        rows=[(radio, place + 1, cells) for place, (radio, cells) in enumerate(zip(radios, form.rows, strict=True))],
        others=[(place, other, len(cells)) for place, (other, cells) in enumerate(old.sheets) if place != sheet],
    )


def _letter(place):
    """A column as a spreadsheet calls it: A, B … Z, AA."""
    first, last = divmod(place, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


def columns_shown(old, form):
    """Each column with its first value, its choice, and what was seen of it; and what no column stands for."""
    head, rows = table_of(old)
    made, chosen = [], {target for _, target in old.columns}
    for place, (heading, target) in enumerate(old.columns):
        values = [cells[place] for _, cells in rows if cells[place]]
        name = f"c{place}"
        if not heading and not values:
            continue
        if name not in form.fields:
            seen, tone = ("人のことなので読みません", "quiet") if heading else ("見出しがありません。読みません", "quiet")
        elif target:
            seen, tone = ("合いました", "ok")
        else:
            seen, tone = ("使わなくてよいですか", "soon")
        box = form[name] if name in form.fields else None
        made.append(Column(heading or f"{_letter(place)}列", values[0] if values else "", box, seen, tone))
    missing = [label for target, (label, words) in TARGETS.items() if words and target not in chosen and target != "city_cost_k"]
    return Columns(made, missing)


def words_shown(old, form):
    """Each word with how often it stands there and its boxes, by what it is a word of."""
    _, rows = table_of(old)
    text = Counter(cell for _, cells in rows for cell in cells)
    forms = [(word, text[word], form[f"form{place}"], form[f"counted{place}"]) for place, word in enumerate(form.words["form"])]
    kinds = [(word, text[word], form[f"kind{place}"]) for place, word in enumerate(form.words["kind"])]
    return Words(forms, kinds)


@dataclass
class Checked:
    """The lines of a table by what will become of them."""

    plain: list
    looked: list
    out: list

    @property
    def total(self):
        return len(self.plain) + len(self.looked) + len(self.out)

    @property
    def examples(self):
        return self.plain[:EXAMPLES]

    @property
    def shown_out(self):
        return self.out[:SHOWN]

    def ticks(self, form):
        """[(line, its box)] of the lines to look at."""
        return list(zip(self.looked, form["left_out"], strict=True))


def checked(old):
    """The Checked of the table as it is matched now."""
    lines = lines_of(old)
    return Checked(
        plain=[line for line in lines if not line.out and not line.look],
        looked=[line for line in lines if not line.out and line.look],
        out=[line for line in lines if line.out],
    )


def marked_table(old):
    """(header, rows): the table as it was handed in, with a last column that says what to look at. Columns of persons stay out."""
    head, rows = table_of(old)
    kept = [place for place, heading in enumerate(head) if not is_personal(heading)]
    said = {line.index: [*([line.out] if line.out else []), *line.look] for line in lines_of(old)}
    table = [["。".join(said[index]), *(cells[place] for place in kept)] for index, cells in rows]
    return ["見たこと", *(head[place] for place in kept)], table
