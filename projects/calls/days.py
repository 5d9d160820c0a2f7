"""The days of a call, from the briefing to the report: their order, their words, and where they fall in another 年度."""

import calendar
import datetime
from typing import NamedTuple

from django.utils import timezone

from kyodo_portal.common.japanese.dates import add_working_days, fiscal_label, fiscal_span, fiscal_year, is_working_day
from kyodo_portal.common.templatetags.kyodo import jdate, jdatetime


class Day(NamedTuple):
    """A column of Call that holds a day or a moment. `spans`: it begins or ends what may be done, and stays on its date whatever
    weekday that is."""

    name: str
    label: str
    spans: bool = False


DAYS = (
    Day("briefing_at", "説明会の日時"),
    Day("questions_until", "質問を受け付ける最後の日"),
    Day("consult_from", "事前の相談を始める日"),
    Day("consult_until", "事前の相談を終える日"),
    Day("opens_at", "受付を始める日時"),
    Day("closes_at", "受付を終える日時"),
    Day("review_due_on", "審査票を出す締切日"),
    Day("screening_on", "書類審査の日"),
    Day("presentation_on", "発表会の日"),
    Day("result_on", "結果を知らせる予定日"),
    Day("starts_on", "実施できる最初の日", spans=True),
    Day("ends_on", "実施できる最後の日", spans=True),
    Day("report_due_on", "報告の期限"),
)
LABELS = {day.name: day.label for day in DAYS}
BEFORE_CLOSING, AFTER_CLOSING = (
    ("briefing_at", "questions_until", "consult_until"),
    ("screening_on", "presentation_on", "result_on"),
)


class Milestone(NamedTuple):
    """One line of what everybody reads of a call's days. `ends`: the day of a calendar, and `summary` what it is called there."""

    key: str
    label: str
    text: str
    ends: object
    summary: str


def milestones_of(call):
    """[Milestone] of the days that the call names, as they come; the days of the panel's sheets are not everybody's. No query."""
    place = f"\n場所：{call.briefing_place}" if call.briefing_place else ""
    found = [
        Milestone("briefing", "説明会", jdatetime(call.briefing_at) + place, call.briefing_at, "説明会"),
        Milestone("questions", "質問の受付", _until(call.questions_until), call.questions_until, "質問の受付のおわり"),
        Milestone(
            "consult", "事前の相談", _span(call.consult_from, call.consult_until), call.consult_until, "事前の相談のおわり"
        ),
        Milestone(
            "closes", "受付", f"{jdatetime(call.opens_at)}から\n{jdatetime(call.closes_at)}まで", call.closes_at, "募集のしめきり"
        ),
        Milestone("screening", "書類審査", jdate(call.screening_on), call.screening_on, "書類審査"),
        Milestone("presentation", "発表会", jdate(call.presentation_on), call.presentation_on, "発表会"),
        Milestone("result", "結果のお知らせ", _planned(call.result_on), call.result_on, "結果のお知らせ（予定）"),
        Milestone("works", "実施する期間", _span(call.starts_on, call.ends_on), None, ""),
        Milestone("report", "報告の期限", jdate(call.report_due_on), call.report_due_on, "報告の期限"),
    ]
    return [row for row in found if row.text.strip()]


def _until(day):
    return f"{jdate(day)}まで" if day else ""


def _planned(day):
    return f"{jdate(day)}の予定です" if day else ""


def _span(first, last):
    return (f"{jdate(first)}から" if first else "") + (f"\n{jdate(last)}まで" if last else "")


def last_day_of(closes_at):
    """The last day (date) on which a paper is in time for a moment (aware): what closes at 0:00 takes none on that day."""
    return timezone.localdate(closes_at - datetime.timedelta(microseconds=1))


def day_problems(data):
    """(name, sentence) of every day that does not come after what it follows. data: {name: value or None} of DAYS and `fiscal_year`."""
    closes = data.get("closes_at") and timezone.localdate(data["closes_at"])
    for name in BEFORE_CLOSING:
        if closes and data.get(name) and _day(data[name]) > closes:
            yield name, f"{LABELS[name]}は、受付を終える日までにしてください。"
    if _are(data, "consult_from", "consult_until") and data["consult_until"] < data["consult_from"]:
        yield "consult_until", "事前の相談を終える日は、始める日より後にしてください。"
    stood = [("受付を終える日", closes)] if closes else []
    for name in AFTER_CLOSING:
        if not data.get(name):
            continue
        over = next((label for label, day in stood if data[name] < day), "")
        if over:
            yield name, f"{LABELS[name]}は、{over}より後にしてください。"
        else:
            stood.append((LABELS[name], data[name]))
    yield from _works_problems(data)


def _works_problems(data):
    year = data.get("fiscal_year")
    if year and data.get("starts_on") and fiscal_year(data["starts_on"]) != year:
        first, last = fiscal_span(year)
        yield "starts_on", f"実施するのは{fiscal_label(year)}です。{jdate(first)}から{jdate(last)}までの日にしてください。"
    if _are(data, "starts_on", "ends_on") and data["ends_on"] < data["starts_on"]:
        yield "ends_on", "実施できる最後の日は、最初の日より後にしてください。"
    if _are(data, "ends_on", "report_due_on") and data["report_due_on"] < data["ends_on"]:
        yield "report_due_on", "報告の期限は、実施できる最後の日より後にしてください。"


def _are(data, *names):
    return all(data.get(name) for name in names)


def _day(value):
    return timezone.localdate(value) if isinstance(value, datetime.datetime) else value


def moved_days(call, years=1):
    """{name: the day or moment that many 年度 later} of the days that the call names; see `moved`."""
    return {
        day.name: moved(getattr(call, day.name), years, spans=day.spans) for day in DAYS if getattr(call, day.name) is not None
    }


def moved(value, years, *, spans=False):
    """Where a day or moment falls that many 年度 later, as an office plans it. The time of day stays.

    `spans`: the same date, whatever day of the week (実施期間は 4月1日から3月31日まで). Otherwise: the first and the last day of a
    month stay the first and the last, every other day stays the n-th weekday of its month (第2金曜日; the last where there is no
    fifth). What was a working day of the office and comes to a holiday goes on to the next working day (地方自治法第4条の2第4項),
    but never out of its 年度: there it goes back. What was on a Saturday on purpose (発表会) stays on one.
    """
    if isinstance(value, datetime.datetime):
        local = timezone.localtime(value)
        return timezone.make_aware(datetime.datetime.combine(moved(local.date(), years, spans=spans), local.time()))
    last = calendar.monthrange(value.year + years, value.month)[1]
    if spans:
        return value.replace(year=value.year + years, day=min(value.day, last))
    day = _same_place(value, years, last)
    if not is_working_day(value) or is_working_day(day):
        return day
    later = add_working_days(day, 0)
    return later if fiscal_year(later) == fiscal_year(day) else add_working_days(day, -1)


def _same_place(value, years, last):
    """The first, the last or the n-th weekday of the same month in another year, which has `last` days."""
    first = value.replace(year=value.year + years, day=1)
    if value.day == 1:
        return first
    if value.day == calendar.monthrange(value.year, value.month)[1]:
        return first.replace(day=last)
    number = (value.weekday() - first.weekday()) % 7 + 1 + (value.day - 1) // 7 * 7
    return first.replace(day=number if number <= last else number - 7)
