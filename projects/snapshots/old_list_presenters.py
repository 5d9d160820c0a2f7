"""What the pages of 過去の一覧を読み込む show. Nothing here writes."""

from collections import Counter
from typing import NamedTuple

from kyodo_portal.common.lists.table_pages import Checked, columns_shown, remarks_of

from .old_rows import lines_of, table_of
from .old_words import HEADINGS, TARGETS

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


class CheckedRows(Checked):
    """The lines of a table by what will become of them."""

    def ticks(self, form):
        """[(line, its box)] of the lines to look at."""
        return list(zip(self.looked, form["left_out"], strict=True))


def checked(old):
    """The CheckedRows of the table as it is matched now."""
    return CheckedRows.of(lines_of(old))


def marked_table(old):
    """(header, rows): the table as it was handed in, with a last column that says what to look at. Columns of persons stay out."""
    head, rows = table_of(old)
    kept = [place for place, heading in enumerate(head) if not HEADINGS.is_unread(heading)]
    said = remarks_of(lines_of(old))
    table = [[said[index], *(cells[place] for place in kept)] for index, cells in rows]
    return ["見たこと", *(head[place] for place in kept)], table
