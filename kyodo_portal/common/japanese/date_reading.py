"""Dates as people in a city office write them. What has two readings is refused, with the readings."""

import calendar
import datetime
import re
import unicodedata

from .dates import ERA_FIRST_YEAR, ERA_LETTER, ERAS, EXAMPLE, WEEKDAYS, DateProblem, wareki, weekday
from .width import DASHES, KANJI_DIGITS, to_half

_ERA_NAME = r"令和|平成|昭和|大正|明治|[RHSTM]"
_YEAR = rf"(?:(?P<era>{_ERA_NAME})\.?(?P<n>[0-9]{{1,3}}|元)|(?P<y>[0-9]{{4}}))"
_DAY = r"(?:年(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2}|末)日?|(?P<sep>[-/.])(?P<m2>[0-9]{1,2})(?P=sep)(?P<d2>[0-9]{1,2})\.?|年(?P<m3>[0-9]{1,2})/(?P<d3>[0-9]{1,2}))"
_DATE = re.compile(_YEAR + _DAY)
_EIGHT = re.compile(r"(1[89]|2[01])([0-9]{2})([01][0-9])([0-3][0-9])")
_WEEKDAY = re.compile(rf"(?:[(（]([{WEEKDAYS}])(?:曜日?)?(?:[・、/]?[祝休]日?)?[)）]|([{WEEKDAYS}])曜日?)$")
_AROUND = re.compile(r"(?:から|より|まで|付け?|現在|必着|締め?切り?|[~〜-])$")
_MIDNIGHT = re.compile(r"(?<=[0-9日])[ T]+0{1,2}:00(?::00(?:\.0+)?)?$")
_KANJI = re.compile(r"[〇零一二三四五六七八九十]+(?=[年月日])")


def parse_date(text, *, lenient=False, item="日付"):
    """Reads a date; raises DateProblem with the real cause.

    Accepted: 2026-10-01, 2026/10/1, 2026.10.1, 2026年10月1日, 20261001, 令和8年10月1日, 令和八年十月一日, R8.10.1, 元年, full-width
    digits, 西暦 before it, a weekday behind it if it is the right one, まで and から, midnight as a table's cell brings it along.
    Refused, because two people would read them differently: 10/11/12, 12/31/26, 8.4.1, and anything without a year.
    An era date outside its era (平成32年4月1日) is refused with the right year named; `lenient=True` reads it as the
    year that was meant, because old papers that are imported are full of them. `item` names the date in the message.
    """
    plain, said = _plain(text)
    eight = _EIGHT.fullmatch(plain)
    match = _DATE.fullmatch(f"{eight[1]}{eight[2]}-{eight[3]}-{eight[4]}" if eight else plain)
    if not match:
        raise DateProblem(_cause(plain, item))
    era = ERA_LETTER.get(match["era"], match["era"])
    number = 1 if match["n"] == "元" else int(match["n"] or match["y"])
    if number == 0:
        raise DateProblem(f"{item}に、実際にある日付を入れてください。例：{EXAMPLE}")
    date = _real(ERA_FIRST_YEAR[era] + number - 1 if era else number, match, item)
    first, last = next(((first, last) for letter, _, first, last in ERAS if letter == era), (date, date))
    if not first <= date <= last and not lenient:
        raise DateProblem(
            f"{item}に書かれた元号の年はありません。{wareki(date)}（{date.year}年）のことなら、そう書いてください。"
        )
    if said and said != weekday(date) and not lenient:
        raise DateProblem(f"{item}の日と曜日が合いません。{_long(date)}は{weekday(date)}曜日です。どちらかを直してください。")
    return date


def is_undecided(text):
    """Whether somebody wrote in words that there is no day yet."""
    return bool(_UNDECIDED.fullmatch(to_half(str(text)).strip()))


def _plain(text):
    """(the text in one spelling, the weekday that stood behind it or "")."""
    text = to_half(unicodedata.normalize("NFC", str(text).strip()[:60])).translate(DASHES).upper().strip()
    text = _MIDNIGHT.sub("", text)
    for sign in "㋿㍻㍼㍽㍾":
        text = text.replace(sign, ERA_LETTER[sign])
    text = re.sub(r"(?<=[0-9])[ \t]+(?=[0-9])", "/", text)
    text = re.sub(r"[ \t]+", "", text).removeprefix("西暦").replace("末日", "末")
    text, said, before = _KANJI.sub(lambda match: _figures(match[0]), text), "", None
    while before != text:
        before, text = text, _AROUND.sub("", text)
        found = _WEEKDAY.search(text)
        if found:
            said, text = found[1] or found[2], text[: found.start()]
    return text, said


def _figures(kanji):
    """十月 is 10, 二十一 is 21, 二〇二六 is 2026."""
    tens, ten, ones = kanji.partition("十")
    plain = ones.translate(KANJI_DIGITS) if ten else kanji.translate(KANJI_DIGITS)
    return str(int(tens.translate(KANJI_DIGITS) or 1) * 10 + int(plain or 0)) if ten and "十" not in ones else plain


def _real(year, match, item):
    month = int(match["m"] or match["m2"] or match["m3"])
    written = match["d"] or match["d2"] or match["d3"]
    if not 1800 <= year <= 2200:
        raise DateProblem(f"{item}の年を確かめてください。例：{EXAMPLE}")
    if not 1 <= month <= 12:
        raise DateProblem(f"{item}の月を確かめてください。月は1から12までです。例：{EXAMPLE}")
    last = calendar.monthrange(year, month)[1]
    day = last if written == "末" else int(written)
    if not 1 <= day <= last:
        raise DateProblem(f"{item}に、実際にある日付を入れてください。{year}年{month}月は{last}日までです。")
    return datetime.date(year, month, day)


def _long(date):
    return f"{date.year}年{date.month}月{date.day}日"


_ONE = re.compile(
    rf"(?:(?:{_ERA_NAME})?(?:[0-9]{{1,4}}|元)[年./-])?[0-9]{{1,2}}(?:月[0-9]{{1,2}}日?|[/.][0-9]{{1,2}}(?![0-9/.]))|[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}}"
)
_MONTH_ONLY = re.compile(
    rf"(?:(?P<era>{_ERA_NAME})\.?(?P<n>[0-9]{{1,2}}|元)|(?P<y>[0-9]{{4}}))(?:年度?|[-/.])(?P<m>[0-9]{{1,2}})月?(?P<rest>[^0-9]*)"
)
_YEAR_ONLY = re.compile(rf"(?:(?:{_ERA_NAME})\.?(?:[0-9]{{1,2}}|元)|[12][0-9]{{3}})(?:年度?)?[^0-9]*")
_DAY_ONLY = re.compile(r"(?P<m>[0-9]{1,2})(?:月(?P<d>[0-9]{1,2})日?|[/.-](?P<d2>[0-9]{1,2}))")
_SHORT_YEAR = re.compile(
    r"'?(?P<n>[0-9]{1,2})(?:(?P<sep>[-/.])(?P<m>[0-9]{1,2})(?P=sep)(?P<d>[0-9]{1,2})|年(?P<m2>[0-9]{1,2})月(?P<d2>[0-9]{1,2})日?)"
)
_YEAR_LAST = re.compile(r"(?P<a>[0-9]{1,2})[-/.](?P<b>[0-9]{1,2})[-/.](?P<y>[0-9]{4})")
_UNDECIDED = re.compile("未定|検討中|調整中|不明|未確定|後日|なし|無し|これから")
_NEAR = {
    "今日": 0,
    "本日": 0,
    "きょう": 0,
    "明日": 1,
    "あす": 1,
    "あした": 1,
    "昨日": -1,
    "きのう": -1,
    "明後日": 2,
    "あさって": 2,
}


def _cause(plain, item):
    """Why this names no day, and what to write."""
    if len(_ONE.findall(plain)) > 1 or re.search(r"[日0-9](?:から|~|〜|-)[^0-9]{0,3}[0-9]{1,2}日", plain):
        return (
            f"{item}には、日付を1つだけ入れてください。始まりと終わりがあるときは、この欄に合うほうだけを入れます。例：{EXAMPLE}"
        )
    if plain in _NEAR:
        day = datetime.date.today() + datetime.timedelta(days=_NEAR[plain])
        return f"{item}は、日付で入れてください。「{plain}」なら、{_long(day)}です。"
    if _UNDECIDED.fullmatch(plain):
        return f"{item}は、日付で入れてください。決まっていないときは、見込みの日を入れます。例：{EXAMPLE}"
    if re.search("[0-9]{1,2}[:時]", plain):
        return f"{item}は、日付だけにしてください。時刻は要りません。例：{EXAMPLE}"
    month = _MONTH_ONLY.fullmatch(plain)
    if month and 1 <= int(month["m"]) <= 12:
        year = int(
            month["y"] or ERA_FIRST_YEAR[ERA_LETTER.get(month["era"], month["era"])] + int(month["n"].replace("元", "1")) - 1
        )
        return f"{item}は、日まで入れてください。例：{year}年{int(month['m'])}月1日"
    day = _DAY_ONLY.fullmatch(plain)
    if day and 1 <= int(day["m"]) <= 12:
        return f"{item}は、年から書いてください。今年なら、{datetime.date.today().year}年{int(day['m'])}月{int(day['d'] or day['d2'])}日です。"
    short = _SHORT_YEAR.fullmatch(plain)
    if short:
        return _readings(int(short["n"]), int(short["m"] or short["m2"]), int(short["d"] or short["d2"]), short["n"], item)
    if _YEAR_LAST.fullmatch(plain):
        return f"{item}は、年、月、日の順に入れてください。例：{EXAMPLE}、2026/10/1"
    if _YEAR_ONLY.fullmatch(plain):
        return f"{item}は、月と日まで入れてください。例：{EXAMPLE}"
    return f"{item}は、年から書いてください。例：{EXAMPLE}、令和8年10月1日、R8.10.1、2026/10/1、2026-10-01"


def _readings(number, month, day, written, item):
    ways = []
    for year, words, most in ((2018 + number, f"令和{number}年", 20), (2000 + number, f"{2000 + number}年", 99)):
        if 0 < number <= most and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
            ways.append(f"{words}{month}月{day}日")
    if not ways:
        return (
            f"{item}は、年、月、日の順に入れてください。年は、西暦の4けたか、元号を付けて書きます。例：{EXAMPLE}、令和8年10月1日"
        )
    return f"{item}の「{written}」だけでは、何年か分かりません。{'、'.join(ways)}のように、元号か西暦の4けたで書いてください。"


_YEAR_MONTH = re.compile(rf"(?:[0-9]{{4}}|(?:{_ERA_NAME})(?:[0-9]{{1,2}}|元))(?:年度?|(?P<sep>[-/.年])(?P<m>[0-9]{{1,2}})月?)?")
_NAMES_A_YEAR = re.compile(r"[0-9]{4}年|(?:令和|平成|昭和|大正|明治)(?:[0-9]{1,2}|元)年")


def check_loose_date(text, *, item="日付"):
    """Refuses what two people would read differently where a year, a month or a day may be written in words; raises DateProblem.

    Accepted: a year (2015, 平成27年), a year and a month (2015年4月, 2015/4, H27.4), a day as `parse_date` reads it, words
    around a year (昭和50年ごろ), and words without figures (不明). Refused: 12/31/26, 4月, 27.4.
    """
    plain, _ = _plain(text)
    if not re.search("[0-9]", plain):
        return
    month = _YEAR_MONTH.fullmatch(plain)
    if month and 1 <= int(month["m"] or 1) <= 12:
        return
    if not (month or _DATE.fullmatch(plain)) and _NAMES_A_YEAR.search(plain):
        return
    try:
        parse_date(text, lenient=True, item=item)
    except DateProblem:
        raise DateProblem(
            f"{item}は、年から書いてください。例：2015年4月、平成27年4月、2015/4、2015年4月1日。年だけでもかまいません。"
        ) from None
