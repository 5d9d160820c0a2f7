"""Search: a hit is what contains every word of the query, folded. Nothing less, for queries of any length.

`fold()` is the one definition of "the same text". The column `search_text` holds `doc(...)` of a record, written by its
actions; a query goes through the same fold, and the database only has to look for substrings.
"""

import unicodedata
from typing import NamedTuple

from django.db.models import QuerySet
from django.db.models.lookups import Contains

from kyodo_portal.common.japanese import variants

from . import grams

SEPARATOR = "\x1f"  # between fields, so that no hit runs from one field into the next
MAX_QUERY = 100  # characters
MAX_WORDS = 8
FEW = 1_000  # hits that are always put in order as they are
FIRST = 20  # rows of a first page


def _build():
    table = {code: chr(code - 0x60) for code in range(0x30A1, 0x30F7)}  # katakana to hiragana
    table |= {0x30FD: "ゝ", 0x30FE: "ゞ", ord("ゕ"): "か", ord("ゖ"): "け", ord("ヵ"): "か", ord("ヶ"): "け"}
    table |= dict.fromkeys(map(ord, "-‐‑‒–—―−─━ｰ﹣－⁃˗"), "ー")
    table |= dict.fromkeys(map(ord, "~∼～"), "〜")
    table |= variants.table()
    # What nobody sees: variation selectors, zero-width characters, soft hyphen, directional marks, separators of ours.
    for first, last in (
        (0xFE00, 0xFE0F),
        (0xE0100, 0xE01EF),
        (0x180B, 0x180F),
        (0x200B, 0x200F),
        (0x202A, 0x202E),
        (0x2060, 0x206F),
    ):
        table |= dict.fromkeys(range(first, last + 1))
    table |= dict.fromkeys((0xFEFF, 0xAD, 0x1F, 0x0))
    # White space: 「NPO 法人」 is 「NPO法人」.
    table |= dict.fromkeys(code for code in range(0x3001) if chr(code).isspace())
    return table


_TABLE = _build()


def _once(text):
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).translate(_TABLE)


def fold(text):
    """The form in which two texts are compared. Idempotent: fold(fold(x)) == fold(x) for every text."""
    folded = _once(str(text))
    # Dropping a character can bring a base and its combining mark together: go on until nothing changes.
    while (again := _once(folded)) != folded:
        folded = again
    return folded


def words(query):
    """The folded words of a query: at most 8 of its first 100 characters, each once, in the order typed."""
    distinct = []
    for word in unicodedata.normalize("NFKC", str(query or "")[:MAX_QUERY]).split():
        word = fold(word)
        if word and word not in distinct:
            distinct.append(word)
    return distinct[:MAX_WORDS]


def doc(*fields):
    """What a record's `search_text` holds: its fields folded, empty ones left out."""
    return SEPARATOR.join(folded for folded in (fold(field) for field in fields if field) if folded)


def matching(queryset, query, field="search_text"):
    """The rows whose `field` contains every word of the query; all rows for a query without words.

    `contains` and not `icontains`: both sides are folded already, and Django escapes % and _ for both databases.
    (SQLite's LIKE ignores the case of ASCII, which is no difference after casefold.)
    """
    for word in words(query):
        queryset = queryset.filter(**{f"{field}__contains": word})
    return queryset


class Found(NamedTuple):
    """What a queryset finds: how many rows, counted to a limit, and their keys where an index named them (None where not)."""

    count: int
    queryset: QuerySet
    keys: list | None = None
    is_all: bool = True  # no row lies beyond the limit

    def rows(self, end=FIRST):
        """The rows in the order of the list, to be cut at `end` or before.

        Few are put in order as they are. Of many the order is walked until `end` rows hold the words, if that is met sooner: in a
        table of N rows, of which the highest key is the measure, after about end * N / count of them. To put a row in order costs
        twice as much as to pass one by.
        """
        if self.keys is None or not self.is_all or (self.count > FEW and end * max(self.keys) < 2 * self.count**2):
            return self.queryset
        return self.queryset.filter(pk__in=self.keys)


def found(queryset, most):
    """The Found of any queryset that is not cut yet, counted to `most`. One query; its rows ask another.

    Where it asks for words (`matching`) of a model with an index, the index names the rows.
    """
    words = _indexed_words(queryset)
    if not words:
        return Found(queryset.order_by().values("pk")[:most].count(), queryset)
    keys = list(grams.narrowed(queryset.order_by(), words).values_list("pk", flat=True)[:most])
    return Found(len(keys), queryset, keys, len(keys) < most)


def _indexed_words(queryset):
    """The words that every row of the queryset holds in its `search_text`, where its model has an index of it."""
    query = queryset.query
    if not getattr(queryset.model, "has_gram_index", False) or query.is_sliced or query.combinator:
        return []
    table, conditions, words = query.get_initial_alias(), [query.where], []
    for condition in conditions:
        if type(condition) is Contains:
            column, word = condition.lhs, condition.rhs
            if isinstance(word, str) and getattr(column, "alias", "") == table and column.target.name == "search_text":
                words.append(word)
        elif getattr(condition, "connector", "") == "AND" and not condition.negated:
            conditions += condition.children
    return [word for word in words if word]
