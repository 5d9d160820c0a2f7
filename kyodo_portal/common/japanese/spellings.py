"""The spellings by which Japanese write one name in several ways, brought to one.

Unlike a fold, which looks at one character at a time, these look at neighbours: what they make of a part of a text is not always
a part of what they make of the whole. So they never take the place of a text; search keeps them beside it (common/lists/search.py).
"""

import re
import unicodedata

from .kana import VOWELS
from .legal_forms import without_legal_form

_KANJI = "[\u3005\u3006\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_COUNTED = "[月所国年村町条点件カか箇個ヶケ]"
_NUMBER = "[0-9一二三四五六七八九十百千数何]"
_COUNTER = re.compile(f"(?<={_NUMBER})[ヶヵケカか箇個](?={_COUNTED})")
_BETWEEN_GA = re.compile(f"(?<={_KANJI})[ヶヵケ](?={_KANJI})")
_BETWEEN_NO = re.compile(f"(?<={_KANJI})[ノ之乃](?={_KANJI})")
_AGAIN = re.compile("(.)[々〻]")
_KANA_AGAIN = re.compile("([ぁ-ゖァ-ヶ])([ゝヽ]|[ゞヾ])")
# Everyday words that one office writes in this way and the next in that: the first of each stands for all.
WORDS = (
    ("こども", "子ども|子供|小供|コドモ"),
    ("障害", "障がい|障碍|障礙"),
    ("まちづくり", "(?:町|街|まち)(?:づくり|作り|造り)"),
)
_ZERO = re.compile("ゼロ|ぜろ|[〇○◯零]")
_LATIN_ROMAN = re.compile("(?<![A-Za-z])(?:VIII|VII|VI|IV|IX|III|II)(?![A-Za-z])")
_ROMAN = {"II": "2", "III": "3", "IV": "4", "VI": "6", "VII": "7", "VIII": "8", "IX": "9"}
_DIGITS = dict(zip("一二三四五六七八九", range(1, 10), strict=True))
_PLACES = {"十": 10, "百": 100, "千": 1000}
_KANJI_NUMBER = re.compile("[一二三四五六七八九十百千0-9]+")
ALIKE = (
    "あぁ",
    "いぃゐ",
    "うぅ",
    "えぇゑ",
    "おぉを",
    "つっ",
    "やゃ",
    "ゆゅ",
    "よょ",
    "わゎ",
    "ずづ",
    "じぢ",
    "ぶゔ",
)  # the first stands for all
_ONE_KANA = str.maketrans({other: same[0] for same in ALIKE for other in same[1:]})
_VU = re.compile("ゔ([ぁぃぇぉ])")
_VU_ROW = dict(zip("ぁぃぇぉ", "ばびべぼ", strict=True))
LONG = {"あ": "あ", "い": "い", "う": "う", "え": "えい", "お": "おう"}


def _number(match):
    """A number in kanji as digits, 十二 as 12; 百 and 千 by themselves, and what is no number, as they are."""
    text = match[0]
    if not any(sign in text for sign in _PLACES):
        return "".join(str(_DIGITS.get(sign, sign)) for sign in text)
    if text in ("百", "千") or any(sign.isascii() for sign in text):
        return "".join(str(_DIGITS.get(sign, sign)) for sign in text)
    total = last = 0
    for sign in text:
        if sign in _PLACES:
            total, last = total + (last or 1) * _PLACES[sign], 0
        else:
            last = last * 10 + _DIGITS[sign]
    return str(total + last)


def _kana_again(match):
    base = unicodedata.normalize("NFD", match[1])[0]
    return match[1] + (base if match[2] in "ゝヽ" else unicodedata.normalize("NFC", base + "\u3099"))


def one_spelling(text, fold):
    """The one spelling that stands for all of a name, already folded; "" where nothing is left. `fold`: that of search.

    光ヶ丘 光ケ丘 光が丘, 佐々木 佐佐木, 一ノ宮 一之宮, 第二 第2 第Ⅱ, 〇 ゼロ 0, 子供 子ども, ユーアイ ゆうあい, ヴ ブ, ㈱ 株式会社 (which falls away).
    """
    text = without_legal_form(text)
    text = _LATIN_ROMAN.sub(lambda match: _ROMAN[match[0]], text)
    text = _BETWEEN_GA.sub("が", _COUNTER.sub("か", text))
    text = _BETWEEN_NO.sub("の", text)
    for word, ways in WORDS:
        text = re.sub(ways, word, text)
    while (again := _AGAIN.sub(r"\1\1", text)) != text:
        text = again
    text = _KANA_AGAIN.sub(_kana_again, text)
    text = _KANJI_NUMBER.sub(_number, _ZERO.sub("0", text))
    text = fold(text).replace("ー", "").replace("〜", "")
    text = _VU.sub(lambda match: _VU_ROW[match[1]], text).translate(_ONE_KANA)
    short = []
    for letter in text:
        if not (short and letter in LONG.get(VOWELS.get(short[-1], ""), "")):
            short.append(letter)
    return "".join(short)
