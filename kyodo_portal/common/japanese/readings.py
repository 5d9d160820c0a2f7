"""Readings above the kanji of the portal's own words, out of one list (readings.txt).

The list knows words and not Japanese: a stretch of kanji gets readings only where words of the list make all of it, so that what
is written above it is right. A kanji alone is read otherwise than within a word (後 あと, 変更後 へんこうご): as part of one it counts only
as `-後|ご` behind a word of several kanji.
"""

import re
from functools import cache
from pathlib import Path

from django.utils.html import escape
from django.utils.safestring import mark_safe

from kyodo_portal.common.city import the_city
from kyodo_portal.common.own_words import KINDS, PREFECTURES, kind_word

FILE = Path(__file__).with_suffix(".txt")
_STRETCH = re.compile("(?P<number>[0-9０-９][0-9０-９,，]*)?(?P<kanji>[一-龥々]+)")
_KANJI = re.compile("[一-龥々]+")
_HIRAGANA = re.compile("[ぁ-ゖ]")
_TAG = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"<(/?)([a-zA-Z0-9]+)")
# Where no markup can stand, where readings stand already, and what was typed.
SILENT = {"script", "style", "textarea", "option", "title", "ruby", "svg", "noscript", "code", "pre"}
ONE_PIECE = {"a", "button", "summary", "label"}  # drawn as rows of pieces with gaps between: a text stays one piece
DAYS = {
    1: "ついたち", 2: "ふつか", 3: "みっか", 4: "よっか", 5: "いつか", 6: "むいか", 7: "なのか", 8: "ようか", 9: "ここのか", 10: "とおか",
    14: "じゅうよっか", 20: "はつか", 24: "にじゅうよっか",
}  # fmt: skip
ON = {"町": "ちょう", "村": "そん"}  # within a word, where alone they are read まち and むら
WEEKDAYS = {
    "月": "げつ",
    "火": "か",
    "水": "すい",
    "木": "もく",
    "金": "きん",
    "土": "ど",
    "日": "にち",
}  # in brackets behind a day
MONTHS = {"月": "げつ", "月半": "げつはん", "月間": "げつかん"}  # behind a number and か: 2か月
_SO_MANY = re.compile("[0-9０-９]か")
WEEK = "[月火水木金土日]"
_IN_A_ROW = re.compile(f"(?<={WEEK}・){WEEK}|{WEEK}(?=[・〜～]{WEEK})")  # 月・水・金, where 水 alone is みず
LASTING = {"日間": "かん", "日前": "まえ", "日後": "ご", "日目": "め"}  # behind a number that is read with 日: 3日間 みっかかん
PEOPLE = {1: "ひとり", 2: "ふたり"}
MINUTES = "ぷふぷぷふぷふぷふぷ"  # 分 by the last digit of the number: 10分 ぷん, 1分 ぷん, 2分 ふん …


def _words():
    return _words_with(the_city()["readings"], kind_word())


def _of_the_kind(kind, entries):
    """What a village reads where the list has 市, 市民, 市役所: 村|むら, 村民|そんみん, 村役場|むらやくば; and who heads it."""
    kana, hall, hall_kana, head = KINDS[kind]
    on = ON.get(kind, kana)
    yield f"{head}|{'ちじ' if kind in PREFECTURES else f'{on}ちょう'}"
    for word, _, reading in (entry.partition("|") for entry in entries if entry.startswith("市") and kind != "市"):
        own = {"市": (kind, kana), "市役所": (hall, hall_kana)}.get(word, (f"{kind}{word[1:]}", f"{on}{reading[1:]}"))
        yield "|".join(own)


@cache
def _words_with(of_the_city, kind):
    """({kanji: [(kana that follow or None for any word boundary, reading)]}, the longest word in kanji, {word after a number: reading},
    {kanji behind a word: reading})"""
    words, numbered, behind, longest = {}, {}, {}, 0
    listed = FILE.read_text(encoding="utf-8").splitlines()
    own = " ".join(_of_the_kind(kind, " ".join(listed).split()))
    for line in [of_the_city, own, *listed]:  # the first reading of a word that fits is taken
        for entry in [] if line.startswith("# ") else line.split():
            if "|" not in entry:
                continue
            word, reading = entry.split("|")
            if word.startswith("#"):
                numbered[word[1:]] = reading
                continue
            if word.startswith("-"):
                behind[word[1:]] = reading
                continue
            match = re.fullmatch(r"(.+?)(?:\[(.+)\]|(\{.+\}|~))?", word)
            words.setdefault(match[1], []).append((match[2] or match[3], reading))
            longest = max(longest, len(match[1]))
    return words, longest, numbered, behind


def _fits(follow, after):
    if follow is None:
        return True
    if follow.startswith("{"):
        return after.startswith(follow[1:-1])
    return bool(after) and (bool(_HIRAGANA.match(after)) if follow == "~" else after[0] in follow)


def _tiled(text, start, end, before=None):
    """[(base, reading)] that make text[start:end], all of it; [] where the list does not know it. Long words first. before: the word that
    stands directly ahead, None where the stretch begins."""
    words, longest, _, behind = _words()
    if start >= end:
        return [("", "")]
    for length in range(min(longest, len(text) - start), 0, -1):
        base = text[start : start + length]
        if start + length > end and not _HIRAGANA.match(text[end : end + 1]):
            continue
        for follow, reading in words.get(base, ()):
            if _fits(follow, text[start + length : start + length + 8]) and not (follow is not None and start + length < end):
                if length == 1 and follow is None and (before is not None or end - start > 1):
                    continue  # alone it is read so, and not as part of a longer word
                rest = _tiled(text, start + length, end, base)
                if rest:
                    return [(base, reading), *rest]
    if before and len(before) > 1 and text[start] in behind:
        rest = _tiled(text, start + 1, end, text[start])
        return rest and [(text[start], behind[text[start]]), *rest]
    return []


def _ruby(base, reading):
    return f"<ruby>{base}<rp>（</rp><rt>{reading}</rt><rp>）</rp></ruby>"


def _with_kana(base, reading):
    """A word whose kana stand between kanji: 申し込 もうしこ is 申 もう, し, 込 こ."""
    parts = [part for part in re.split("([一-龥々]+)", base) if part]
    if len(parts) == 1:
        return _ruby(base, reading)
    pattern = "".join("(.+?)" if _KANJI.fullmatch(part) else re.escape(part) for part in parts)
    match = re.fullmatch(pattern, reading)
    if match is None:
        return _ruby(base, reading)
    readings = iter(match.groups())
    return "".join(_ruby(part, next(readings)) if _KANJI.fullmatch(part) else part for part in parts)


def _counted(number, kanji, is_in_month):
    """What stands for a number and its word; "" where it is not known. is_in_month: the month is named before it."""
    value = int(re.sub("[,，]", "", number))
    if kanji == "日" and value in DAYS:
        return _ruby(f"{number}日", DAYS[value] if value > 1 or is_in_month else "いちにち")
    if kanji in LASTING and value in DAYS and value > 1:
        return _ruby(f"{number}日", DAYS[value]) + _ruby(kanji[1], LASTING[kanji])
    if kanji == "人" and value in PEOPLE:
        return _ruby(f"{number}人", PEOPLE[value])
    if kanji == "分":
        return number + _ruby("分", MINUTES[value % 10] + "ん")
    reading = _words()[2].get(kanji)
    return number + _ruby(kanji, reading) if reading else ""


def with_readings(text):
    """The text, as it stands in markup, with readings above every stretch of kanji that the list knows."""
    done, at = [], 0
    while match := _STRETCH.search(text, at):
        done.append(text[at : match.start()])
        at = match.end()
        is_in_month = text[: match.start()].endswith("月")
        said = _counted(match["number"], match["kanji"], is_in_month) if match["number"] else ""
        if said:
            done.append(said)
            continue
        start, end = match.start("kanji"), match.end("kanji")
        in_brackets = text[max(start - 2, 0) : start] == "日（" and text[end : end + 1] == "）"
        if match["kanji"] in WEEKDAYS and (in_brackets or (end - start == 1 and _IN_A_ROW.match(text, start))):
            done.append(_ruby(match["kanji"], WEEKDAYS[match["kanji"]]))
            continue
        if match["kanji"] in MONTHS and _SO_MANY.fullmatch(text[max(start - 2, 0) : start]):
            done.append(_ruby(match["kanji"], MONTHS[match["kanji"]]))
            continue
        tiles = _tiled(text, start, end)
        if not tiles or match["number"]:
            done.append(match[0])
            continue
        for base, reading in tiles:
            if base:
                done.append(_with_kana(base, reading))
        at = start + sum(len(base) for base, _ in tiles)
    return "".join([*done, text[at:]])


def page_with_readings(html):
    """A page with readings in every text between its tags but where SILENT says so. Memory and time of the order of the page."""
    parts, silent, within = [], [], 0
    for part in _TAG.split(html):
        if part.startswith("<"):
            match = _NAME.match(part)
            name, ends = (match[2].lower(), bool(match[1])) if match else ("", False)
            if name in SILENT and not ends and not part.endswith("/>"):
                silent.append(name)
            elif silent and ends and name == silent[-1]:
                silent.pop()
            within += (-1 if ends else 1) if name in ONE_PIECE else 0
            parts.append(part)
        elif silent or not _KANJI.search(part):
            parts.append(part)
        else:
            read = with_readings(part)
            parts.append(f"<span>{read}</span>" if within and read != part else read)
    return "".join(parts)


def plain_with_readings(text):
    """Plain text as markup with readings."""
    return mark_safe(with_readings(escape(text)))
