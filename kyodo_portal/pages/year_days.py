"""1年の暦: what this 年度 holds for whoever works for the city, month by month, out of the days that stand in the calls, rounds and meetings."""

import datetime
from itertools import groupby
from typing import NamedTuple

from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_span, fiscal_year
from projects.models import Call, CommitteeMeeting, GrantRule, InventoryRound, OpinionRound

SHOWN = 5  # days of one month
A_YEAR = datetime.timedelta(days=366)  # between the first day of a call and its last
# The days of a call, and what each is called there.
OF_CALLS = {
    "opens_at": "受付開始", "closes_at": "締切", "review_due_on": "審査票の締切", "presentation_on": "発表会", "result_on": "結果の通知",
}  # fmt: skip


class Day(NamedTuple):
    """One day of the year: what is on it and where that stands ("" for a day of the law)."""

    on: datetime.date
    text: str
    url: str = ""


class Month(NamedTuple):
    """One month from `first` on: its first days, and how many more there are."""

    first: datetime.date
    is_past: bool
    is_now: bool
    days: list[Day]
    more: int


def year_days(user):
    """[Month], twelve, from April: the days of this 年度 that this member of staff may know of. Five queries."""
    today = timezone.localdate()
    first, last = fiscal_span(fiscal_year(today))
    days = sorted(day for source in SOURCES for day in source(user, first, last) if first <= day.on <= last)
    of_month = {key: [*found] for key, found in groupby(days, lambda day: (day.on.year, day.on.month))}
    starts = [datetime.date(first.year + month // 12, month % 12 + 1, 1) for month in range(3, 15)]
    return [_month(start, of_month.get((start.year, start.month), []), today) for start in starts]


def _month(first, days, today):
    now = today.replace(day=1)
    return Month(first, first < now, first == now, days[:SHOWN], len(days[SHOWN:]))


def _of_the_law(user, first, last):
    """The accounts of a 年度 are closed by the end of May (地方自治法235条の5)."""
    return [
        Day(first, "新しい年度"),
        Day(first.replace(month=5, day=31), "前の年度の出納整理の終わり"),
        Day(last, "年度の終わり"),
    ]


def _calls(user, first, last):
    rows = Call.objects.visible_to(user).filter(withdrawn_at=None, closes_at__date__range=(first - A_YEAR, last + A_YEAR))
    for call in rows.only("title", *OF_CALLS):
        for name, word in OF_CALLS.items():
            value = getattr(call, name)
            if value:
                on = timezone.localdate(value) if isinstance(value, datetime.datetime) else value
                yield Day(on, f"{word}：{call.title}", call.get_absolute_url())


def _inventory(user, first, last):
    for row in InventoryRound.objects.visible_to(user).filter(opens_on__lte=last, closes_on__gte=first):
        yield Day(row.opens_on, f"{row}を始める日", row.get_absolute_url())
        yield Day(row.closes_on, f"{row}の締切", row.get_absolute_url())


def _meetings(user, first, last):
    rows = CommitteeMeeting.objects.visible_to(user).filter(cancelled_at=None, on__range=(first, last))
    rows = rows.select_related("committee")
    return [
        Day(row.on, f"{row.committee} 第{row.number}回" if row.number else str(row.committee), row.get_absolute_url())
        for row in rows
    ]


def _opinions(user, first, last):
    rows = OpinionRound.objects.visible_to(user).filter(opens_on__lte=last, closes_on__gte=first)
    return [Day(row.closes_on, f"意見募集のしめきり：{row.title}", row.get_absolute_url()) for row in rows]


def _grants(user, first, last):
    rows = GrantRule.objects.filter(is_public=True, closes_on__range=(first, last)).select_related("scheme")
    return [Day(row.closes_on, f"申請のしめきり：{row.scheme.title}", row.scheme.get_absolute_url()) for row in rows]


# Every function that says what a year holds; what comes to the portal later is one line more.
SOURCES = (_of_the_law, _calls, _inventory, _meetings, _opinions, _grants)
