"""Japanese dates, fiscal years and working days."""

import calendar
import datetime
import re

import jpholiday

from .width import to_half

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

_MONTH = re.compile(r"(?P<era>令和|平成|昭和)?(?P<y>[0-9]{1,4}|元)年(?P<m>[0-9]{1,2})月")
ERA_LETTER = (
    {name: letter for letter, name, _, _ in ERAS}
    | {name[0]: letter for letter, name, _, _ in ERAS}  # 令8.4.1
    | {"㋿": "R", "㍻": "H", "㍼": "S", "㍽": "T", "㍾": "M"}
)


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


_YEAR = re.compile(r"(?P<era>令和|平成|昭和|[RHS])?(?P<n>[0-9]{1,4}|元)年(?P<fiscal>度?)", re.IGNORECASE)


def year_in_both(text):
    """[令和9年度, 2027年度] for either of them or R9年度, [令和9年, 2027年] without 度; [] for what names no year."""
    match = _YEAR.fullmatch(to_half(text))
    if not match or not match["era"] and len(match["n"]) != 4:
        return []
    year = 1 if match["n"] == "元" else int(match["n"])
    if era := match["era"]:
        year += ERA_FIRST_YEAR[ERA_LETTER.get(era, era.upper())] - 1
    return [fiscal_label(year).removesuffix("度") + match["fiscal"], f"{year}年{match['fiscal']}"]


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
    """A text that names no date or no time; the message is Japanese and says what to write instead."""


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
