"""Japanese dates, fiscal years and working days."""

import calendar
import datetime
import re
import unicodedata

import jpholiday

from .width import DASHES, to_half

# (letter, name, first day, last day); the reform of the calendar of 1873 is where 明治 dates become usable.
ERAS = (
    ("R", "令和", datetime.date(2019, 5, 1), datetime.date.max),
    ("H", "平成", datetime.date(1989, 1, 8), datetime.date(2019, 4, 30)),
    ("S", "昭和", datetime.date(1926, 12, 25), datetime.date(1989, 1, 7)),
    ("T", "大正", datetime.date(1912, 7, 30), datetime.date(1926, 12, 24)),
    ("M", "明治", datetime.date(1873, 1, 1), datetime.date(1912, 7, 29)),
)
ERA_FIRST_YEAR = {"R": 2019, "H": 1989, "S": 1926, "T": 1912, "M": 1868}
WEEKDAYS = "月火水木金土日"
EXAMPLE = "2026年10月1日"

_WESTERN = re.compile(
    r"(?P<y>[0-9]{4})(?:(?P<sep>[-/.])(?P<m>[0-9]{1,2})(?P=sep)(?P<d>[0-9]{1,2})|年(?P<m2>[0-9]{1,2})月(?P<d2>[0-9]{1,2})日)"
)
_ERA = re.compile(
    r"(?P<era>令和|平成|昭和|大正|明治|[RHSTM])(?P<y>[0-9]{1,3}|元)"
    r"(?:(?P<sep>[-/.])(?P<m>[0-9]{1,2})(?P=sep)(?P<d>[0-9]{1,2})|年(?P<m2>[0-9]{1,2})月(?P<d2>[0-9]{1,2})日)"
)
_MONTH = re.compile(r"(?P<era>令和|平成|昭和)?(?P<y>[0-9]{1,4}|元)年(?P<m>[0-9]{1,2})月")
_WEEKDAY_TAIL = re.compile(r"[(（][月火水木金土日](?:曜日?)?[)）]$")
ERA_LETTER = {name: letter for letter, name, _, _ in ERAS} | {"㋿": "R", "㍻": "H", "㍼": "S", "㍽": "T", "㍾": "M"}


def english_month(text):
    """「令和2年3月時点」 as "March 2020", for readers who do not know our years; what names no month stays as it is."""
    match = _MONTH.search(to_half(text))
    if not match or not 1 <= int(match["m"]) <= 12:
        return text
    year, era = 1 if match["y"] == "元" else int(match["y"]), match["era"]
    if era:
        year += ERA_FIRST_YEAR[ERA_LETTER[era]] - 1
    return f"{calendar.month_name[int(match['m'])]} {year}"


def fiscal_year(date):
    """The 年度 in which a date falls: 2027-03-31 is 2026."""
    return date.year if date.month >= 4 else date.year - 1


def fiscal_span(year):
    """The first and the last day of a 年度."""
    return datetime.date(year, 4, 1), datetime.date(year + 1, 3, 31)


def fiscal_mark(year):
    """A 年度 in two or three characters, as numbers carry it: R8 for 2026. The era of its April 1 counts, R1 from 2019 on."""
    letter = next(letter for letter, _, first, _ in ERAS if year >= first.year)
    return f"{letter}{year - ERA_FIRST_YEAR[letter] + 1}"


def fiscal_label(year):
    """令和8年度 for 2026. 2019 is 令和元年度, although its April was still 平成31年."""
    for letter, name, first, _ in ERAS:
        if year >= first.year and (letter != "M" or year >= 1873):
            return f"{name}{_year_in_era(year - ERA_FIRST_YEAR[letter] + 1)}年度"
    return f"{year}年度"


def wareki(date):
    """令和8年10月1日; before the calendar of 1873 the Western year is kept."""
    for letter, name, first, last in ERAS:
        if first <= date <= last:
            return f"{name}{_year_in_era(date.year - ERA_FIRST_YEAR[letter] + 1)}年{date.month}月{date.day}日"
    return f"{date.year}年{date.month}月{date.day}日"


def _year_in_era(number):
    return "元" if number == 1 else str(number)


def weekday(date):
    """One character out of 月火水木金土日."""
    return WEEKDAYS[date.weekday()]


class DateProblem(ValueError):
    """A text that names no date; the message is Japanese and says what to write instead."""


def parse_date(text, *, lenient=False, item="日付"):
    """Reads a date as people in a city office write it; raises DateProblem.

    Accepted: 2026-10-01, 2026/10/1, 2026.10.1, 2026年10月1日, 令和8年10月1日, R8.10.1, R8/10/1, 元年, full-width digits, a
    weekday in brackets behind it. Refused, because two people would read them differently: 10/11/12, 12/31/26,
    Nov 20 2026, and anything without a year.
    An era date outside its era (平成32年4月1日) is refused with the right year named; `lenient=True` reads it as the
    year that was meant, because old papers that are imported are full of them. `item` names the date in the message.
    """
    plain = _plain(text)
    match = _WESTERN.fullmatch(plain)
    if match:
        return _real(int(match["y"]), match, item)
    match = _ERA.fullmatch(plain)
    if not match:
        raise DateProblem(f"{item}は、年から書いてください。例：{EXAMPLE}、令和8年10月1日、R8.10.1、2026/10/1、2026-10-01")
    letter = ERA_LETTER.get(match["era"], match["era"])
    number = 1 if match["y"] == "元" else int(match["y"])
    if number == 0:
        raise DateProblem(f"{item}に、実際にある日付を入れてください。例：{EXAMPLE}")
    date = _real(ERA_FIRST_YEAR[letter] + number - 1, match, item)
    _, _, first, last = next(era for era in ERAS if era[0] == letter)
    if not first <= date <= last and not lenient:
        raise DateProblem(
            f"{item}に書かれた元号の年はありません。{wareki(date)}（{date.year}年）のことなら、そう書いてください。"
        )
    return date


_YEAR_MONTH = re.compile(
    r"(?:[0-9]{4}|(?:令和|平成|昭和|大正|明治|[RHSTM])(?:[0-9]{1,2}|元))(?:年度?|(?P<sep>[-/.年])(?P<m>[0-9]{1,2})月?)?"
)
_NAMES_A_YEAR = re.compile(r"[0-9]{4}年|(?:令和|平成|昭和|大正|明治)(?:[0-9]{1,2}|元)年")


def check_loose_date(text, *, item="日付"):
    """Refuses what two people would read differently where a year, a month or a day may be written in words; raises DateProblem.

    Accepted: a year (2015, 平成27年), a year and a month (2015年4月, 2015/4, H27.4), a day as `parse_date` reads it, words
    around a year (昭和50年ごろ), and words without figures (不明). Refused: 12/31/26, 4月, 27.4.
    """
    plain = _plain(text)
    if not re.search("[0-9]", plain):
        return
    month = _YEAR_MONTH.fullmatch(plain)
    if month and 1 <= int(month["m"] or 1) <= 12:
        return
    if not (month or _WESTERN.fullmatch(plain) or _ERA.fullmatch(plain)) and _NAMES_A_YEAR.search(plain):
        return
    try:
        parse_date(text, lenient=True, item=item)
    except DateProblem:
        raise DateProblem(
            f"{item}は、年から書いてください。例：2015年4月、平成27年4月、2015/4、2015年4月1日。年だけでもかまいません。"
        ) from None


_TIME = re.compile(
    r"(?P<half>午前|午後)?(?P<h>[0-9]{1,2})(?:[:：](?P<m>[0-9]{2})(?::00)?|時(?:(?P<m2>[0-9]{1,2})分|(?P<halfhour>半))?)"
)


def parse_time(text, *, item="時刻"):
    """Reads 17:00, 午後5時, 17時30分, 午前9時半, 正午; raises DateProblem. 24:00 is no time of a day."""
    plain = re.sub(r"[ \t]+", "", to_half(str(text).strip()[:30]))
    if plain == "正午":
        return datetime.time(12)
    match = _TIME.fullmatch(plain)
    if match:
        hour, minute = int(match["h"]), 30 if match["halfhour"] else int(match["m"] or match["m2"] or 0)
        if match["half"]:
            # 午前12時 and 午後12時 mean noon to one and midnight to another: only 0 to 11 are read.
            hour = 99 if hour > 11 else hour + 12 * (match["half"] == "午後")
        if hour <= 23 and minute <= 59:
            return datetime.time(hour, minute)
    raise DateProblem(f"{item}の時刻を、17:00か午後5時のように入れてください。")


def _plain(text):
    text = to_half(unicodedata.normalize("NFC", str(text).strip()[:60])).translate(DASHES)
    for sign in "㋿㍻㍼㍽㍾":
        text = text.replace(sign, ERA_LETTER[sign])
    text = re.sub(r"[ \t]+", "", text).upper()
    return _WEEKDAY_TAIL.sub("", text)


def _real(year, match, item):
    try:
        date = datetime.date(year, int(match["m"] or match["m2"]), int(match["d"] or match["d2"]))
    except ValueError:
        raise DateProblem(f"{item}に、実際にある日付を入れてください。例：{EXAMPLE}") from None
    if date.year < 1800 or date.year > 2200:
        raise DateProblem(f"{item}の年を確かめてください。例：{EXAMPLE}")
    return date


def is_working_day(date):
    """False on Saturdays, Sundays, national holidays and the offices' New Year closure (12月29日 to 1月3日)."""
    if date.weekday() >= 5 or (date.month, date.day) >= (12, 29) or (date.month, date.day) <= (1, 3):
        return False
    return not jpholiday.is_holiday(date)


def add_working_days(date, n):
    """The n-th working day of the city office after (n < 0: before) a date; n = 0 is the next one from the date on."""
    step = datetime.timedelta(days=1 if n >= 0 else -1)
    if n == 0:
        while not is_working_day(date):
            date += step
        return date
    for _ in range(abs(n)):
        date += step
        while not is_working_day(date):
            date += step
    return date
