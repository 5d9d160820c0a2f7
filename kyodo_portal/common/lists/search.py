"""Search: a hit is what contains every word of the query, folded. Nothing less, for queries of any length.

`fold()` is the one definition of "the same text". It looks at one character at a time, so that what a text contains its fold
contains. The column `search_text` holds `doc(...)` of a record, written by its actions; a query goes through the same fold, and
the database only has to look for substrings. Names that are spelled in several ways (光ヶ丘, 光が丘) stand in it a second time, in
the one spelling that stands for all (japanese/spellings.py), and a word is looked for in its own spelling or in that one.
"""

import re
import unicodedata
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.lookups import Contains

from kyodo_portal.common.japanese import variants
from kyodo_portal.common.japanese.dates import year_in_both
from kyodo_portal.common.japanese.legal_forms import other_forms, same_form, without_legal_form
from kyodo_portal.common.japanese.numbers import same_amounts
from kyodo_portal.common.japanese.receipts import receipt_number
from kyodo_portal.common.japanese.spellings import one_spelling

from . import grams

VERSION = 7  # of what a search text is: where it differs from the stored one, `manage.py search_index` writes all texts anew
SEPARATOR = "\x1f"  # between fields, so that no hit runs from one field into the next
MAX_QUERY = 100  # characters
MAX_WORDS = 8
FEW = 1_000  # hits that are always put in order as they are
FIRST = 20  # rows of a first page
WHOLE = 80  # characters of a field that counts as one name; in longer ones the words that may be names are looked at
# Words of a text in which a name can be: what is no hiragana; and 之 or ノ between kanji.
_NAMES = re.compile(
    r"[^\W\dぁ-ゖ][^\Wぁ-ゖ]*(?:[・･·][^\Wぁ-ゖ]+)*|[^\Wぁ-ゖ]{2,}|[一-龥][のノ之][一-龥]|\([^\W]{1,2}\)[^\Wぁ-ゖ]+"
)
_KANA_ONLY = re.compile("[ぁ-ゖー]*")
_ACCENTS = re.compile("[\u0300-\u036f]")  # café is cafe
_ACCENTED = re.compile("[\u00c0-\u036f\u0386-\u0520\u1e00-\u1fff]+")


def _build():
    table = {code: chr(code - 0x60) for code in range(0x30A1, 0x30F7)}  # katakana to hiragana
    table |= {0x30FD: "ゝ", 0x30FE: "ゞ", ord("ゕ"): "か", ord("ゖ"): "け", ord("ヵ"): "か", ord("ヶ"): "け"}
    table |= dict.fromkeys(map(ord, "-‐‑‒–—―−─━ｰ﹣－⁃˗"), "ー")
    table |= dict.fromkeys(map(ord, "~∼～"), "〜")
    table |= variants.table()
    # What people set or leave out in one and the same name: dots, quotation marks, brackets around it, ornaments.
    table |= dict.fromkeys(map(ord, "・·•‧∙⋅ﾞ゠“”„‟\"〝〞〟'’‘‚‛`´′″«»「」『』【】〈〉《》★☆◆◇■□▲△▼▽♪♥♡❤"))
    table |= dict.fromkeys(map(ord, "○◯"), "〇")
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
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).translate(_TABLE)
    return _ACCENTED.sub(_bare, text)


def dropped():
    """The characters that a fold leaves out."""
    return [chr(code) for code, kept in _TABLE.items() if kept is None]


def _bare(match):
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", match[0])))


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


def other_spelling(text):
    """The one spelling that stands for all of a name; "" where that is the fold itself, or too short to say anything."""
    spelling = one_spelling(text, fold)
    enough = len(spelling) > 2 or (len(spelling) == 2 and not _KANA_ONLY.fullmatch(spelling))
    return spelling if enough and spelling != fold(text) else ""


def _other_ways(word):
    """The folded other ways to write a word of a query; "" for one that there is not."""
    spelling = other_spelling(word)
    is_short = not spelling or without_legal_form(word) == unicodedata.normalize("NFKC", word)  # 雪 is too little of ㈱雪
    return [spelling, fold(receipt_number(word)), *(map(fold, other_forms(word)) if is_short else ())]


def spellings(query):
    """[(the folded word, its other spelling if it has one)] of each of `words(query)`."""
    found = {}
    for word in unicodedata.normalize("NFKC", str(query or "")[:MAX_QUERY]).split():
        if folded := fold(word):
            ways = same_form(word) or year_in_both(word) or same_amounts(word)
            others = [*map(fold, ways)] or _other_ways(word)
            found.setdefault(folded, tuple(dict.fromkeys([folded, *filter(None, others)])))
    return list(found.values())[:MAX_WORDS]


def doc(*fields):
    """What a record's `search_text` holds: its fields folded, empty ones left out; then names in the spelling that stands for all."""
    fields = [str(field) for field in fields if field]
    parts = [folded for folded in map(fold, fields) if folded]
    whole = SEPARATOR.join(parts)
    others = {}
    for field in fields:
        for name in [field] if len(field) <= WHOLE else dict.fromkeys(_NAMES.findall(field)):
            spelling = other_spelling(name)
            if spelling and spelling not in whole:
                others[spelling] = None
    return SEPARATOR.join([*parts, *others])


def has_words(query, field="search_text"):
    """[Q], one for each word of the query: the column `field` holds it, in this spelling or in the other one."""
    conditions = []
    for forms in spellings(query):
        condition = Q()
        for form in forms:
            condition |= Q(**{f"{field}__contains": form})
        conditions.append(condition)
    return conditions


def matching(queryset, query, field="search_text"):
    """The rows whose `field` contains every word of the query; all rows for a query without words.

    `contains` and not `icontains`: both sides are folded already, and Django escapes % and _ for both databases.
    (SQLite's LIKE ignores the case of ASCII, which is no difference after casefold.)
    """
    for condition in has_words(query, field):
        queryset = queryset.filter(condition)
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
    """[(spellings of a word)] of which every row of the queryset holds one in its `search_text`, where its model has an index of it."""
    query = queryset.query
    if not getattr(queryset.model, "has_gram_index", False) or query.is_sliced or query.combinator:
        return []
    table, conditions, words = query.get_initial_alias(), [query.where], []
    for condition in conditions:
        if getattr(condition, "negated", False):
            continue
        children = getattr(condition, "children", [condition])
        if getattr(condition, "connector", "AND") == "AND" and children != [condition]:
            conditions += children
        elif all(held := [_held_word(child, table) for child in children]):
            words.append(tuple(held))
    return words


def _held_word(condition, table):
    """The word that a condition asks for in the `search_text` of the table; "" for any other condition."""
    if type(condition) is not Contains:
        return ""
    column, word = condition.lhs, condition.rhs
    is_ours = isinstance(word, str) and getattr(column, "alias", "") == table and column.target.name == "search_text"
    return word if is_ours else ""
