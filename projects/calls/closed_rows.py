"""What belongs to a call and cannot be edited now, as its page in the admin shows it: tables of words, without a box for each value."""

from typing import NamedTuple

from kyodo_portal.common.lists.together import together
from kyodo_portal.common.second_save_admin import words

EMPTY = "（空）"


class ClosedRows(NamedTuple):
    """One table. heads: of the columns in which something stands; rows: their words, row by row."""

    title: str
    heads: list
    rows: list


def closed_rows(asked):
    """[ClosedRows] of (what its model says of itself, QuerySet or Keyed, names of columns), in their order. One query."""
    found = together(*(rows for _, rows, _ in asked))
    return [_table(meta, names, known) for (meta, _, names), known in zip(asked, found, strict=True)]


def _table(meta, names, rows):
    said = [[_said(row, name) for name in names] for row in rows]
    filled = [place for place in range(len(names)) if any(line[place] for line in said)]
    heads = [meta.get_field(names[place]).verbose_name for place in filled]
    return ClosedRows(meta.verbose_name_plural, heads, [[line[place] for place in filled] for line in said])


def _said(row, name):
    text = words(row, name)
    return "" if text == EMPTY else text
