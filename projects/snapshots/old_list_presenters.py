"""What the pages of 過去の一覧を読み込む show. Nothing here writes."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from kyodo_portal.common.lists.table_pages import columns_shown

from .old_rows import lines_of, table_of
from .old_words import HEADINGS, TARGETS

SHOWN = 200  # lines of one sort on a page
EXAMPLES = 20  # lines that can be taken in as they are


STEPS = (
    ("begin", "ファイル"),
    ("head", "見出しの行"),
    ("columns", "列を合わせる"),
    ("words", "言葉を合わせる"),
    ("check", "確かめる"),
    ("done", "入れた"),
)


class Words(NamedTuple):
    """(word, rows that hold nothing else, its boxes) of forms and of kinds."""

    forms: list
    kinds: list


def columns_of(old, form):
    """The Columns of the table: of money it is enough to know it in one unit."""
    _, rows = table_of(old)
    shown = columns_shown(old, rows, form, HEADINGS, unread="人のことなので読みません")
    return shown._replace(missing=[label for label in shown.missing if label != TARGETS["city_cost_k"][0]])


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
    kept = [place for place, heading in enumerate(head) if not HEADINGS.is_unread(heading)]
    said = {line.index: [*([line.out] if line.out else []), *line.look] for line in lines_of(old)}
    table = [["。".join(said[index]), *(cells[place] for place in kept)] for index, cells in rows]
    return ["見たこと", *(head[place] for place in kept)], table
