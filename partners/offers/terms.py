"""What the terms of an offer say of a wish: the nearest day on which it is possible, and what speaks against a day. No query.

The rules are those of the 出前講座 of several cities: so many people, so long, so many days ahead, these days of the week and
hours, not over the turn of the year. Too few people is asked about and never refused: 「おおむね」 is what the rules mean.
"""

import datetime
from typing import NamedTuple

import jpholiday
from django.utils import timezone

from kyodo_portal.common.japanese.dates import WEEKDAYS, weekday

FURTHEST = 400  # days that are looked through for the nearest possible one
SATURDAY = 5


class Objections(NamedTuple):
    """What speaks against a wish. `refused`: sentences of what is not possible; `asks_why`: a question to be answered in words, or ""."""

    refused: list[str]
    asks_why: str


def nearest_day(offer, terms, today=None):
    """The first day (date) on which what is offered is possible, asked for on `today`; None where there is none any more.

    terms: an OfferTerms, or None where the offer has none.
    """
    today = today or timezone.localdate()
    first = max(today + datetime.timedelta(days=terms.notice_days if terms else 0), offer.since)
    for ahead in range(FURTHEST):
        day = first + datetime.timedelta(days=ahead)
        if offer.until and day > offer.until:
            return None
        if terms is None or _is_possible(terms, day):
            return day
    return None


def _is_possible(terms, day):
    return day.weekday() in terms.weekdays and not _is_closed(terms, day)


def _is_closed(terms, day):
    """Whether a day lies in the weeks in which it rests every year; they may go over the turn of the year."""
    if not terms.closed_from:
        return False
    first, last, this = terms.closed_from, terms.closed_to, f"{day:%m-%d}"
    return first <= this <= last if first <= last else this >= first or this <= last


def objections(offer, terms, *, on=None, starts=None, minutes=None, people=None, today=None):
    """The Objections to a wish: a day, a time at which it begins, how long (minutes), how many people. What is not said speaks
    against nothing. terms: an OfferTerms or None.
    """
    refused = []
    if on is not None:
        refused += _against_day(offer, terms, on, today or timezone.localdate())
    if terms is None:
        return Objections(refused, "")
    if minutes and terms.max_minutes and minutes > terms.max_minutes:
        refused.append(f"長さは{terms.max_minutes}分までです。短くしてください。")
    if starts is not None:
        refused += _against_hours(terms, on, starts, minutes or 0)
    few = people is not None and terms.min_people is not None and people < terms.min_people
    return Objections(refused, f"{terms.min_people}人からです。人数が少ないわけを書いてください。" if few else "")


def _against_day(offer, terms, on, today):
    if offer.until and on > offer.until:
        return [f"{day_in_words(offer.until)}で終わります。それより前の日を選んでください。"]
    nearest = nearest_day(offer, terms, today)
    if nearest is None:
        return ["申し込める日が、もうありません。「質問・連絡」から聞いてください。"]
    if on < nearest:
        return [f"いちばん早い日は{day_in_words(nearest)}です。それより後の日を選んでください。"]
    if terms is not None and on.weekday() not in terms.weekdays:
        return [f"{WEEKDAYS[on.weekday()]}曜日はできません。{weekdays_in_words(terms)}の日を選んでください。"]
    if terms is not None and _is_closed(terms, on):
        return [f"{period_in_words(terms.closed_from, terms.closed_to)}は休みです。ほかの日を選んでください。"]
    return []


def _against_hours(terms, on, starts, minutes):
    is_weekend = on is not None and (on.weekday() >= SATURDAY or jpholiday.is_holiday(on))
    closes = terms.weekend_closes if is_weekend and terms.weekend_closes else terms.closes
    ends = datetime.datetime.combine(datetime.date.min, starts) + datetime.timedelta(minutes=minutes)
    if terms.opens and starts < terms.opens:
        return [f"{_hour(terms.opens)}からです。始まりをおそくしてください。"]
    if closes and (ends.date() > datetime.date.min or ends.time() > closes):
        return [f"{'土日・祝日は' if closes != terms.closes else ''}{_hour(closes)}までに終わるようにしてください。"]
    return []


def day_in_words(day):
    """「2026年12月3日（木）」"""
    return f"{day.year}年{day.month}月{day.day}日（{weekday(day)}）"


def _hour(time):
    return f"{time.hour}時{time.minute}分" if time.minute else f"{time.hour}時"


def weekdays_in_words(terms):
    """「月・火・水曜」; 「どの曜日も」 for all of them."""
    return "どの曜日も" if len(terms.weekdays) == 7 else "・".join(WEEKDAYS[day] for day in terms.weekdays) + "曜"


def period_in_words(first, last):
    """「12月28日から1月4日まで」 for "12-28" and "01-04"; "" for none."""
    if not first:
        return ""
    first, last = ("{}月{}日".format(*map(int, text.split("-"))) for text in (first, last))
    return f"{first}から{last}まで"


def terms_in_words(terms):
    """[(label, words)] of all that the terms say, for the page of an offer and for the printed menu. [] without terms."""
    if terms is None:
        return []
    hours = [f"{_hour(terms.opens)}から" if terms.opens else "", f"{_hour(terms.closes)}まで" if terms.closes else ""]
    weekend = f"（土日・祝日は{_hour(terms.weekend_closes)}まで）" if terms.weekend_closes else ""
    rows = (
        ("人数", f"{terms.min_people}人から" if terms.min_people else ""),
        ("長さ", f"{terms.max_minutes}分まで" if terms.max_minutes else ""),
        ("曜日", "" if len(terms.weekdays) == 7 else weekdays_in_words(terms)),
        ("時間", "".join(hours) + weekend),
        ("休み", period_in_words(terms.closed_from, terms.closed_to)),
        ("申込み", f"{terms.notice_days}日前まで" if terms.notice_days else ""),
        ("場所", "申し込む人が用意します" if terms.venue_by_asker else ""),
        ("お金", terms.cost),
        ("そのほか", terms.conditions),
    )
    return [(label, words) for label, words in rows if words]
