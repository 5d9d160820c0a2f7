"""1年の暦: what this 年度 holds for whoever works for the city, month by month, out of the days that stand in the calls, rounds and meetings."""

import datetime
from itertools import groupby
from typing import NamedTuple

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat, TruncDate
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_label, fiscal_span, fiscal_year
from kyodo_portal.common.lists.put_together import once_a_day
from projects.models import Call, CommitteeMeeting, GrantRule, InventoryRound, OpinionRound

SHOWN = 5  # days of one month; the rest of a month stands there when that month is asked for
CALLS = Call.objects.filter(withdrawn_at=None)
MEETINGS = CommitteeMeeting.objects.filter(cancelled_at=None)
RULES = GrantRule.objects.filter(is_public=True)
YEAR = Cast("fiscal_year", CharField())
MEETING = Concat("committee__name", Value(" 第"), Cast("number", CharField()), Value("回"))
# rows, the address of the page, what stands for the row in it, what the row is called, its day, what is on that day
KEPT_DAYS = (
    (CALLS, "call", "pk", "title", TruncDate("opens_at"), "受付開始：{}"),
    (CALLS, "call", "pk", "title", TruncDate("closes_at"), "締切：{}"),
    (CALLS, "call", "pk", "title", F("review_due_on"), "審査票の締切：{}"),
    (CALLS, "call", "pk", "title", F("presentation_on"), "発表会：{}"),
    (CALLS, "call", "pk", "title", F("result_on"), "結果の通知：{}"),
    (InventoryRound.objects, "inventory-round", "fiscal_year", YEAR, F("opens_on"), "{}の棚卸しを始める日"),
    (InventoryRound.objects, "inventory-round", "fiscal_year", YEAR, F("closes_on"), "{}の棚卸しの締切"),
    (MEETINGS.exclude(number=None), "committee-meeting", "pk", MEETING, F("on"), "{}"),
    (MEETINGS.filter(number=None), "committee-meeting", "pk", "committee__name", F("on"), "{}"),
    (OpinionRound.objects, "opinion-round", "pk", "title", F("closes_on"), "意見募集のしめきり：{}"),
    (RULES, "grant-scheme", "scheme", "scheme__title", F("closes_on"), "申請のしめきり：{}"),
)


class Day(NamedTuple):
    """One day of the year: what is on it, and the page where that stands with what names it there ("" for a day of the law)."""

    on: datetime.date
    text: str
    page: str = ""
    key: object = None

    @property
    def url(self):
        """Where it stands; "" for a day of the law."""
        return reverse(self.page, args=[self.key]) if self.page else ""


class Month(NamedTuple):
    """One month from `first` on: its first days, all of the month that is asked for; how many more a full one has."""

    first: datetime.date
    is_past: bool
    is_now: bool
    is_whole: bool
    days: list[Day]
    more: int


def year_days(whole=None):
    """[Month], twelve, from April: the days of this 年度, for whoever works for the city. whole: the number of the month that is shown with
    all its days. One query."""
    today = timezone.localdate()
    first, last = fiscal_span(fiscal_year(today))
    days = sorted([*_of_the_law(first, last), *map(_day, _rows())], key=lambda day: day[:3])
    of_month = {key: [*found] for key, found in groupby(days, lambda day: (day.on.year, day.on.month))}
    starts = [datetime.date(first.year + month // 12, month % 12 + 1, 1) for month in range(3, 15)]
    return [_month(start, of_month.get((start.year, start.month), []), today, start.month == whole) for start in starts]


@once_a_day
def _rows(day):
    """(place in KEPT_DAYS, key, name, day) of every day in the 年度 of `day`."""
    span = fiscal_span(fiscal_year(day))
    one, *others = (
        rows.order_by().annotate(kept=on).filter(kept__range=span).values_list(Value(place), key, name, "kept")
        for place, (rows, _, key, name, on, _) in enumerate(KEPT_DAYS)
    )
    return one.union(*others, all=True)


def _day(row):
    place, key, name, on = row
    _, page, stands, _, _, text = KEPT_DAYS[place]
    return Day(on, text.format(fiscal_label(int(name)) if stands == "fiscal_year" else name), page, key)


def _month(first, days, today, is_whole):
    now, shown = today.replace(day=1), days if is_whole else days[:SHOWN]
    return Month(first, first < now, first == now, is_whole, shown, len(days) - len(shown))


def _of_the_law(first, last):
    """The accounts of a 年度 are closed by the end of May (地方自治法235条の5)."""
    closed = first.replace(month=5, day=31)
    return [Day(first, "新しい年度"), Day(closed, "前の年度の出納整理の終わり"), Day(last, "年度の終わり")]
