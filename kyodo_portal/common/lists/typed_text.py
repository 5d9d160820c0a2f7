"""Search in columns that hold what was typed: every spelling by which a `search_text` would be found (search.py) finds it here too.

Such a column is not folded, so the word becomes a regular expression of all that folds to it. Both databases read it.
"""

import re
import unicodedata
from functools import cache, reduce
from operator import or_

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Q
from django.db.models.constants import LOOKUP_SEP

from kyodo_portal.common.japanese import variants
from kyodo_portal.common.japanese.kana import VOWELS
from kyodo_portal.common.japanese.numbers import clean_fiscal_year
from kyodo_portal.common.japanese.spellings import ALIKE, LONG, WORDS, one_spelling

from .search import doc, dropped, fold, spellings


def _spans(signs):
    """The inside of a class of these characters, in spans."""
    codes = sorted(map(ord, signs))
    firsts = [code for code in codes if code - 1 not in codes]
    lasts = [code for code in codes if code + 1 not in codes]
    return "".join(
        chr(first) if first == last else f"{chr(first)}-{chr(last)}" for first, last in zip(firsts, lasts, strict=True)
    )


# What people set or leave out in one and the same name, and whatever else the fold drops: quotation marks, ornaments, selectors.
BETWEEN = "\\s・･ーｰ―—–‐−－\\-" + _spans(sign for sign in dropped() if sign.isprintable() or ord(sign) > 0xFF)
KANJI = re.compile("[\u3005\u3006\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
COUNTED = "[0-9一二三四五六七八九十百千数何]"
COUNTER, POSSESSIVE = "かがけ箇個", "の之乃"  # 光ヶ丘 光が丘, 三箇月; 一ノ宮 一之宮
DIGITS = dict(zip("123456789", zip("一二三四五六七八九", "ⅠⅡⅢⅣⅤⅥⅦⅧⅨ", strict=True), strict=True))
# What is written with several characters where one stands: Ⅱ as II, 〇 as ゼロ, バ as ヴァ; and ㈱, one character where three stand.
LONGER = {number: (latin, latin.lower(), wide) for number, (latin, wide) in {
    "2": ("II", "ＩＩ"), "3": ("III", "ＩＩＩ"), "4": ("IV", "ＩＶ"), "6": ("VI", "ＶＩ"), "7": ("VII", "ＶＩＩ"), "9": ("IX", "ＩＸ"),
}.items()} | {"0": ("ゼロ", "ぜろ", "ｾﾞﾛ")}  # fmt: skip
LONGER |= {
    plain: tuple(vu + small for vu in ("ヴ", "ゔ", "ｳﾞ") for small in smalls)
    for plain, smalls in zip("ばびべぼ", ("ァぁｧ", "ィぃｨ", "ェぇｪ", "ォぉｫ"), strict=True)
}
DIGITS = {sign: (number, *others) for number, others in DIGITS.items() for sign in (number, *others)} | dict.fromkeys(
    "0〇零", "0〇零"
)


@cache
def _alike():
    """{folded character: every character, or half-width pair, that folds to it} of what people type into names and numbers."""
    alike = {}
    halves = [chr(kana) + mark for kana in range(0xFF66, 0xFF9E) for mark in "\uff9e\uff9f"]
    for typed in [
        *map(chr, (*range(0x20, 0x3400), *range(0x3400, 0xA000), *range(0xF900, 0xFB00), *range(0xFF00, 0xFFE7))),
        *halves,
    ]:
        folded = fold(typed)
        if len(folded) == 1 and (len(typed) == 1 or typed in halves):
            alike.setdefault(folded, []).append(typed)
    for code, everyday in variants.table().items():
        if code > 0xFFFF:
            alike.setdefault(fold(everyday), []).append(chr(code))
    return alike


def typed_pattern(*forms):
    """A regular expression for what folds to one of these spellings of a word, or differs from it only as one name does from itself
    (`one_spelling`): ４ and 4, 髙 and 高, 光ヶ丘 and 光が丘, with or without spaces, dots and long marks between.

    "" where nothing is left of them.
    """
    made = [one for one in (_whole(fold(form).replace("ー", "")) for form in forms) if one]
    return "|".join(dict.fromkeys(made))


@cache
def _wholes():
    """((folded, pattern of the other ways)) of words that stand for each other as a whole: まちづくり 町作り, (株) ㈱."""
    words = [(same, ways) for standard, ways in WORDS for same in dict.fromkeys((standard, one_spelling(standard, fold)))]
    squares = [(fold(sign), sign) for sign in map(chr, (*range(0x3220, 0x3244), *range(0x337B, 0x3380)))]
    return (*words, *squares)


def _whole(word):
    """The pattern of one folded spelling: words that stand for each other as a whole, all others letter by letter."""
    for standard, ways in (*_wholes(), *_numbers(word)):
        before, found, after = word.partition(standard)
        if found:
            parts = [_whole(before), f"(?:{_letters(standard)}|{ways})", _whole(after)]
            return f"[{BETWEEN}]*".join(part for part in parts if part)
    return _letters(word)


def _numbers(word):
    """[(12, 十二)] of the first number of two digits, which people also write in kanji."""
    found = re.search("(?<![0-9])([1-9])([0-9])(?![0-9])", word)
    if not found:
        return []
    ten, one = ("" if digit == "0" else DIGITS[digit][1] for digit in found.groups())
    return [(found[0], f"{'' if ten == '一' else ten}十{one}")]


def _letters(word):
    """One class of characters for each letter, and between two what may stand there: never what the next one takes, so that there is
    one way to read a text."""
    places = [_class(_same(letter, word[at - 1 : at], word[at + 1 : at + 2])) for at, letter in enumerate(word)]
    parts = places[:1]
    for letter, place in zip(word, places[1:], strict=False):
        longer = LONG.get(VOWELS.get(letter, ""), "")
        signs = "".join(sign for vowel in longer for sign in _alike()[vowel] if len(sign) == 1 and sign not in place)
        parts += [f"[{BETWEEN}{signs}]*", place]
    return "".join(parts)


def _same(letter, before, after):
    """The folded letters that may stand in this one's place, between these two."""
    inside = KANJI.match(before) and KANJI.match(after)
    if letter in COUNTER and (inside or re.match(COUNTED, before)):
        return COUNTER
    if letter in POSSESSIVE and inside:
        return POSSESSIVE
    if letter == "々" or (letter == before and KANJI.match(letter)):
        return f"々{before}"
    alike = next((same for same in ALIKE if letter in same), DIGITS.get(letter, letter))
    if before and unicodedata.normalize("NFD", letter)[0] == unicodedata.normalize("NFD", before)[0]:
        return (*alike, *("ゝヽ" if letter == before else "ゞヾ"))
    return alike


def _class(letters):
    """One place of a pattern: what is typed for any of these folded letters."""
    typed = [sign for letter in letters for sign in [letter, *_alike().get(letter, ())]]
    one = "[" + "".join(re.sub(r"([\]\\^\-\[])", r"\\\1", sign) for sign in dict.fromkeys(typed) if len(sign) == 1) + "]"
    pairs = [sign for sign in typed if len(sign) > 1] + [sign for letter in letters for sign in LONGER.get(letter, ())]
    return f"(?:{'|'.join([one, *pairs])})" if pairs else one


def matching_typed(queryset, query, columns):
    """The rows of which every word of the query stands in one of the columns: folded in a `search_text`, as typed in any other.

    A column of choices is looked for by the words that a reader sees, a 年度 by 令和8年度, R8 or 2026, a name by its reading too.
    """
    for forms in spellings(query):
        held = [held_as_typed(queryset.model, column, forms) for column in columns]
        queryset = queryset.filter(reduce(or_, held))
    return queryset


def held_as_typed(model, column, forms):
    """Q: one of these spellings of a word stands in a column of the model, or of what it points to."""
    if column.endswith("search_text"):
        return reduce(or_, (Q(**{f"{column}__contains": form}) for form in forms))
    field = _field(model, column)
    if field is not None and field.choices:
        return Q(**{f"{column}__in": [key for key, words in field.flatchoices if any(form in doc(words) for form in forms)]})
    if column.endswith("fiscal_year"):
        try:
            return Q(**{column: clean_fiscal_year(forms[0])})
        except ValidationError:
            return Q(pk__in=())
    pattern = typed_pattern(*forms)
    if not pattern:
        return Q(pk__in=())
    columns = [column, *_reading(field, column)]
    return reduce(or_, (Q(**{f"{one}__regex": pattern}) for one in columns))


def _reading(field, column):
    """[column] of the reading that stands beside a name or a title."""
    beside = {one.name for one in field.model._meta.concrete_fields} if field is not None else ()
    return [f"{column.removesuffix(field.name)}kana"] if "kana" in beside and field.name in ("name", "title") else []


def _field(model, path):
    """The model field that a path of names leads to; None where it is no field (an annotation)."""
    *through, last = path.split(LOOKUP_SEP)
    try:
        for name in through:
            model = model._meta.get_field(name).related_model
        return model._meta.get_field(last)
    except (FieldDoesNotExist, AttributeError):
        return None
