"""Dates as people in a city office write them. What has two readings is refused, with the readings."""

import calendar
import datetime
import re
import unicodedata

from .dates import ERA_FIRST_YEAR, ERA_LETTER, ERAS, EXAMPLE, WEEKDAYS, DateProblem, fiscal_year, wareki, weekday
from .width import DASHES, figures, to_half

_ERA_NAME = r"令和|平成|昭和|大正|明治|[RHSTM令平昭大明]"
_YEAR = rf"(?:(?P<era>{_ERA_NAME})\.?(?P<n>[0-9]{{1,3}}|元)|(?P<y>[0-9]{{4}}))"
_DAY = r"(?:年(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2}|末)日?|(?P<sep>[-/.])(?P<m2>[0-9]{1,2})(?P=sep)(?P<d2>[0-9]{1,2})\.?|年(?P<m3>[0-9]{1,2})/(?P<d3>[0-9]{1,2}))"
_DATE = re.compile(_YEAR + _DAY)
_EIGHT = re.compile(r"(1[89]|2[01])([0-9]{2})([01][0-9])([0-3][0-9])")
_ERA_SIX = re.compile(rf"({_ERA_NAME})([0-9]{{2}})([01][0-9])([0-3][0-9])")
# 令和8・4・1, 2026,4,1
_POINTS = re.compile(rf"((?:{_ERA_NAME})?\.?(?:[0-9]{{1,4}}|元))([・･,、])([0-9]{{1,2}})\2([0-9]{{1,2}})")
# 令和8年（2026年）4月1日, 2026（令和8）年4月1日
_BOTH_YEARS = re.compile(
    rf"((?:{_ERA_NAME})\.?(?:[0-9]{{1,2}}|元)|[0-9]{{4}})年?[(（]((?:{_ERA_NAME})\.?(?:[0-9]{{1,2}}|元)|[0-9]{{4}})年?[)）]年?"
)
_WEEKDAY = re.compile(
    rf"(?:[(（]([{WEEKDAYS}])(?:曜日?)?(?:[・、/]?[祝休]日?)?[)）]|/?([{WEEKDAYS}])曜日?|(?<=日)/?([{WEEKDAYS}]))$"
)
_AROUND = re.compile(
    r"(?:から|より|まで|迄|以降|付け?|現在|必着|消印有効|締め?切り?|〆切り?|予定|[(（](?:予定|祝日?|休日?|振休)[)）]|[~〜-])$"
)
_ABOUT = re.compile("(?:頃|ころ|ごろ|あたり|前後|以前)$")
_MIDNIGHT = re.compile(r"(?<=[0-9日])[ T]+0{1,2}:00(?::00(?:\.0+)?)?$")
_IN_KANA = [
    (re.compile(words), plain)
    for words, plain in (("れいわ|レイワ|ﾚｲﾜ", "令和"), ("へいせい|ヘイセイ|ﾍｲｾｲ", "平成"), ("しょうわ|ショウワ|ｼｮｳﾜ", "昭和"), ("(?<=[0-9])ねん", "年"),
        ("(?<=[0-9])がつ", "月"), ("(?<=[0-9])にち", "日"))
]  # fmt: skip
# How tables and word processors set a weekday: ㈬, ㊌, 【水】, (Wed).
_SIGNS = {
    ord(sign): f"({day})" for signs in ("㈪㈫㈬㈭㈮㈯㈰", "㊊㊋㊌㊍㊎㊏㊐") for sign, day in zip(signs, WEEKDAYS, strict=True)
}
_SIGNS |= dict.fromkeys(map(ord, "㈷㊗"), "(祝)") | dict.fromkeys(map(ord, "[【〔"), "(") | dict.fromkeys(map(ord, "]】〕"), ")")
_ENGLISH = re.compile(r"\(?,?(MON|TUE|WED|THU|FRI|SAT|SUN)[A-Z]{0,6}\.?\)?$")
_IN_ENGLISH = dict(zip(("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"), WEEKDAYS, strict=True))
_KANJI = re.compile(r"[〇零一二三四五六七八九十]+(?=[年月日・]|$)")


_FIRST_SERIAL = datetime.date(1899, 12, 30)  # of a spreadsheet's days


def parse_date(text, *, lenient=False, item="日付"):
    """Reads a date; raises DateProblem with the real cause.

    Accepted: 2026-10-01, 2026/10/1, 2026.10.1, 2026年10月1日, 20261001, 令和8年10月1日, 令和八年十月一日, R8.10.1, 元年, full-width
    digits, 西暦 before it, a weekday behind it if it is the right one, まで and から, midnight as a table's cell brings it along, both
    years if they are the same one: 令和8年（2026年）10月1日.
    Refused, because two people would read them differently: 10/11/12, 12/31/26, 8.4.1, and anything without a year.
    An era date outside its era (平成32年4月1日) is refused with the right year named; `lenient=True` reads it as the
    year that was meant, because old papers that are imported are full of them. `item` names the date in the message.
    """
    plain, said = _plain(text)
    if both := _BOTH_YEARS.match(plain):
        plain = _same_year(both, item) + plain[both.end() :]
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


def day_of_serial(text):
    """The date of a number that a spreadsheet keeps in place of it (43831, from 1927 to 2091); None for everything else."""
    plain = to_half(str(text)).strip()
    return _FIRST_SERIAL + datetime.timedelta(days=int(plain)) if re.fullmatch("[1-6][0-9]{4}", plain) else None


def is_undecided(text):
    """Whether somebody wrote in words that there is no day yet."""
    return bool(_UNDECIDED.fullmatch(to_half(str(text)).strip()))


def _plain(text):
    """(the text in one spelling, the weekday that stood behind it or "")."""
    text = to_half(unicodedata.normalize("NFC", str(text).strip()[:60])).translate(DASHES).upper().strip()
    text = _MIDNIGHT.sub("", text)
    for sign in "㋿㍻㍼㍽㍾":
        text = text.replace(sign, ERA_LETTER[sign])
    for words, plain in _IN_KANA:
        text = words.sub(plain, text)
    text = re.sub(r"(?<=[0-9])[ \t]+(?=[0-9])", "/", text)
    text = re.sub(r"[ \t]+", "", text).translate(_SIGNS).removeprefix("西暦").replace("末日", "末")
    text = _ENGLISH.sub(lambda match: f"({_IN_ENGLISH[match[1]]})", text)
    text, said, before = _KANJI.sub(lambda match: figures(match[0]), text), "", None
    while before != text:
        before, text = text, _AROUND.sub("", text)
        found = _WEEKDAY.search(text)
        if found:
            said, text = found[1] or found[2] or found[3], text[: found.start()]
    if six := _ERA_SIX.fullmatch(text):
        text = f"{six[1]}{six[2]}/{six[3]}/{six[4]}"
    return _POINTS.sub(r"\1/\3/\4", text) if _POINTS.fullmatch(text) else text, said


def _same_year(both, item):
    """「令和8年」 of 「令和8年（2026年）」; DateProblem where these are two years."""
    first, second = (_western(year) for year in both.groups())
    if first != second:
        raise DateProblem(f"{item}の西暦と元号の年が合いません。「{both[1]}」は{first}年です。どちらかを直してください。")
    return f"{both[1]}年"


def _western(year):
    """2026 of R8, 令和8, 2026."""
    era = re.match(_ERA_NAME, year)
    if not era:
        return int(year)
    number = year[era.end() :].removeprefix(".").replace("元", "1")
    return ERA_FIRST_YEAR[ERA_LETTER.get(era[0], era[0])] + int(number) - 1


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
_OF_A_FISCAL_YEAR = re.compile(
    rf"(?P<year>(?:{_ERA_NAME})\.?(?:[0-9]{{1,2}}|元)|[0-9]{{4}})年度の?(?P<m>[0-9]{{1,2}})月(?P<d>[0-9]{{1,2}}|末)日?"
)
_YEAR_ONLY = re.compile(rf"(?:(?:{_ERA_NAME})\.?(?:[0-9]{{1,2}}|元)|[12][0-9]{{3}})(?:年度?)?[^0-9]*")
_DAY_ONLY = re.compile(r"(?P<m>[0-9]{1,2})(?:月(?P<d>[0-9]{1,2}|末)日?|[/.-](?P<d2>[0-9]{1,2}))")
# 来年4月1日, 来年度の4月末, 来月1日: counted from today.
_NEAR_YEAR = re.compile(r"(再来年|来年|今年|本年|ことし|昨年|去年|一昨年)(度?)の?([0-9]{1,2})(?:月|/)([0-9]{1,2}|末)日?")
_NEAR_MONTH = re.compile(r"(再来月|来月|今月|先月)の?([0-9]{1,2}|末)日?")
_YEARS = {"再来年": 2, "来年": 1, "今年": 0, "本年": 0, "ことし": 0, "昨年": -1, "去年": -1, "一昨年": -2}
_MONTHS = {"再来月": 2, "来月": 1, "今月": 0, "先月": -1}
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


NO_TIME = "日付だけにしてください。時刻は要りません。"
_TWO_DAYS = re.compile(r"[日0-9](?:から|または|又は|および|及び|[~〜、,・とか-])[^0-9]{0,3}[0-9]{1,2}日")
_SOMETIME = re.compile("[上中下初]旬|半ば|なかば|[春夏秋冬]$|月(?:初め|はじめ|中)$")
_AGAIN_AND_AGAIN = re.compile("毎[週月年日]|第[0-9]|曜|[今来先再]週|週末|ごと$|随時|通年|年中|いつでも")


def _cause(plain, item):
    """Why this names no day, and what to write."""
    if len(_ONE.findall(plain)) > 1 or _TWO_DAYS.search(plain):
        return (
            f"{item}には、日付を1つだけ入れてください。始まりと終わりがあるときは、この欄に合うほうだけを入れます。例：{EXAMPLE}"
        )
    if plain in _NEAR:
        day = datetime.date.today() + datetime.timedelta(days=_NEAR[plain])
        return f"{item}は、日付で入れてください。「{plain}」なら、{_long(day)}です。"
    fiscal = _OF_A_FISCAL_YEAR.fullmatch(plain)
    if (
        fiscal
        and 1 <= (month := int(fiscal["m"])) <= 12
        and (day := _made(_western(fiscal["year"]) + (month < 4), month, fiscal["d"]))
    ):
        return f"{item}は、年度ではなく年で書いてください。「{plain}」なら、{_long(day)}です。"
    if (day := _counted_from_today(plain)) is not None:
        return f"{item}は、西暦か元号の年から書いてください。「{plain}」なら、{_long(day)}です。"
    if _UNDECIDED.fullmatch(plain):
        return f"{item}は、日付で入れてください。決まっていないときは、見込みの日を入れます。例：{EXAMPLE}"
    if about := _ABOUT.search(plain):
        if _DATE.fullmatch(plain[: about.start()]):
            return f"{item}は、1つの日にしてください。見込みの日でかまいません。「{about[0]}」を消してください。"
        plain = plain[: about.start()]
    if _SOMETIME.search(plain) and not _MONTH_ONLY.fullmatch(plain):
        return f"{item}は、1つの日にしてください。決まっていないときは、見込みの日を入れます。例：{EXAMPLE}"
    if _AGAIN_AND_AGAIN.search(plain):
        return f"{item}には、曜日やくり返しではなく、日付を1つ入れてください。例：{EXAMPLE}"
    if re.fullmatch("[3-6][0-9]{4}", plain):
        day = day_of_serial(plain)
        return f"{item}の「{plain}」は、表計算ソフトの中の日付の番号です。{_long(day)}のことなら、そう書いてください。"
    if re.search("[A-Z]{3}", plain):
        return f"{item}は、年、月、日の順に、数字で入れてください。例：{EXAMPLE}、2026/10/1"
    if re.search("[0-9]{1,2}[:時]", plain):
        return f"{item}は、{NO_TIME}例：{EXAMPLE}"
    month = _MONTH_ONLY.fullmatch(plain)
    if month and 1 <= int(month["m"]) <= 12:
        year = int(
            month["y"] or ERA_FIRST_YEAR[ERA_LETTER.get(month["era"], month["era"])] + int(month["n"].replace("元", "1")) - 1
        )
        return f"{item}は、日まで入れてください。例：{year}年{int(month['m'])}月1日"
    day = _DAY_ONLY.fullmatch(plain)
    if day and 1 <= int(day["m"]) <= 12:
        this_year, month = datetime.date.today().year, int(day["m"])
        if made := _made(this_year, month, day["d"] or day["d2"]):
            over = made < datetime.date.today() and _made(this_year + 1, month, day["d"] or day["d2"])
            return f"{item}は、年から書いてください。今年なら、{_long(made)}{f'、来年なら、{_long(over)}' if over else ''}です。"
        return f"{item}に、実際にある日付を、年から入れてください。{this_year}年{month}月は{_day_in(this_year, month, '末')}日までです。"
    if six := re.fullmatch("([0-9]{2})([01][0-9])([0-3][0-9])", plain):
        return _readings(*map(int, six.groups()), six[1], item)
    short = _SHORT_YEAR.fullmatch(plain)
    if short:
        return _readings(int(short["n"]), int(short["m"] or short["m2"]), int(short["d"] or short["d2"]), short["n"], item)
    if _YEAR_LAST.fullmatch(plain):
        return f"{item}は、年、月、日の順に入れてください。例：{EXAMPLE}、2026/10/1"
    if _YEAR_ONLY.fullmatch(plain):
        return f"{item}は、月と日まで入れてください。例：{EXAMPLE}"
    return f"{item}は、年から書いてください。例：{EXAMPLE}、令和8年10月1日、R8.10.1、2026/10/1、2026-10-01"


def _day_in(year, month, written):
    """The day of the month that was written: 末 is its last one."""
    return calendar.monthrange(year, month)[1] if written == "末" else int(written)


def _counted_from_today(plain):
    """The day that 「来年4月1日」 or 「来月末」 names today; None for anything else, and for a day that there is not."""
    today = datetime.date.today()
    if end := re.fullmatch(rf"((?:{_ERA_NAME})\.?(?:[0-9]{{1,2}}|元)|[0-9]{{4}})?(今|来)?年度末", plain):
        first = _western(end[1]) if end[1] else fiscal_year(today) + (end[2] == "来")
        return datetime.date(first + 1, 3, 31)
    year = _NEAR_YEAR.fullmatch(plain)
    if year and 1 <= int(year[3]) <= 12:
        month, first = int(year[3]), (fiscal_year(today) if year[2] else today.year) + _YEARS[year[1]]
        return _made(first + bool(year[2] and month < 4), month, year[4])
    if month := _NEAR_MONTH.fullmatch(plain):
        months = today.year * 12 + today.month - 1 + _MONTHS[month[1]]
        return _made(months // 12, months % 12 + 1, month[2])
    return None


def _made(year, month, written):
    day = _day_in(year, month, written)
    return datetime.date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


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
