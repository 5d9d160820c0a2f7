"""Readings (ふりがな): the order of a Japanese list, and the あかさたな index beside it."""

import re
import unicodedata
from functools import lru_cache

from .legal_forms import LEGAL_FORMS

ROWS = "あかさたなはまやらわ"
_SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎゕゖ", "あいうえおつやゆよわかけ")
_OLD = str.maketrans("ゐゑ", "いえ")
VOWELS = {}  # {hiragana: the vowel that it ends in}
for _vowel, _row in {
    "あ": "あかさたなはまやらわがざだばぱ",
    "い": "いきしちにひみりゐぎじぢびぴ",
    "う": "うくすつぬふむゆるぐずづぶぷゔ",
    "え": "えけせてねへめれゑげぜでべぺ",
    "お": "おこそとのほもよろをごぞどぼぽ",
}.items():
    VOWELS |= dict.fromkeys(_row, _vowel)
_IN_ROW = {}
for _head, _row in zip(
    ROWS,
    (
        "あいうえお",
        "かきくけこ",
        "さしすせそ",
        "たちつてと",
        "なにぬねの",
        "はひふへほ",
        "まみむめも",
        "やゆよ",
        "らりるれろ",
        "わをん",
    ),
    strict=True,
):
    _IN_ROW |= dict.fromkeys(_row, _head)


def _hiragana(text):
    text = unicodedata.normalize("NFKC", text)
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in text)


def katakana(text):
    """Readings as tables of open data write them: full-width katakana, whatever else stands between as it is."""
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in unicodedata.normalize("NFKC", text))


# Words that stand before half of all names and would put them into one heap.
_FOLDED_FORMS = tuple(map(_hiragana, LEGAL_FORMS))


def _without_legal_form(text):
    for form in _FOLDED_FORMS:
        if text.startswith(form) and text != form:
            return text[len(form) :].lstrip()
    return text


def kana_fold(text):
    """The sort key of a reading or name: order by it and 「はーと」 stands beside 「はあと」, カ beside か, っ beside つ.

    Long vowel marks become the vowel they lengthen, small letters large ones; voiced marks decide only between
    readings that are equal otherwise. Leading 特定非営利活動法人, NPO法人, 株式会社 … are dropped.
    """
    text = re.sub(r"[\s・･\-‐–—‘’“”'\"「」『』()（）]", "", _without_legal_form(_hiragana(text).strip())).casefold()
    text = text.translate(_SMALL)
    long = []
    for c in text:
        long.append(VOWELS.get(long[-1], c) if c == "ー" and long else c)
    voiced = "".join(long).translate(_OLD)
    plain = "".join(c for c in unicodedata.normalize("NFD", voiced) if c not in "\u3099\u309a")
    return f"{plain} {voiced}"


@lru_cache(maxsize=1_000)
def kana_row(text):
    """The head of the あかさたな row that a reading belongs to; 「他」 for everything that is no kana."""
    if text[:1] in _IN_ROW and not text.startswith(_FOLDED_FORMS):
        return _IN_ROW[text[:1]]  # folding leaves it as it is: a list asks this of each of its rows
    return _IN_ROW.get(kana_fold(text)[:1], "他")
