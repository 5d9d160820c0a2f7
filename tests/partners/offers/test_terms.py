"""The rules of 出前講座, tried on days: 10 people, two hours, 9 to 21, weekends to 17, not over the turn of the year, 14 days ahead."""

from datetime import date, time

import pytest

from partners.models import Offer, OfferTerms
from partners.offers.terms import nearest_day, objections, terms_in_words

LECTURE = Offer(since=date(2026, 4, 1), until=date(2027, 3, 31))


def terms(**changed):
    real = {
        "min_people": 10, "max_minutes": 120, "notice_days": 14, "opens": time(9), "closes": time(21), "weekend_closes": time(17),
        "closed_from": "12-28", "closed_to": "01-04",
    }  # fmt: skip
    return OfferTerms(**{**real, **changed})


@pytest.mark.parametrize(
    ("today", "nearest", "changed"),
    [
        (date(2026, 11, 27), date(2026, 12, 11), {}),
        (date(2026, 12, 13), date(2026, 12, 27), {}),
        (date(2026, 12, 14), date(2027, 1, 5), {}),  # the 28th is closed, and so is the 4th of January
        (date(2026, 11, 27), date(2026, 12, 14), {"days_mask": 0b0000011}),  # Mondays and Tuesdays: the 11th is a Friday
        (date(2026, 11, 27), date(2026, 11, 27), {"notice_days": 0}),
        (date(2026, 3, 1), date(2026, 4, 1), {}),  # it begins in April
        (date(2027, 3, 17), date(2027, 3, 31), {}),
        (date(2027, 3, 18), None, {}),  # the year is over before
        (date(2026, 7, 1), date(2026, 9, 1), {"closed_from": "07-10", "closed_to": "08-31"}),
    ],
)
def test_the_nearest_possible_day(today, nearest, changed):
    assert nearest_day(LECTURE, terms(**changed), today) == nearest


def test_what_has_no_terms_is_possible_today():
    assert nearest_day(Offer(since=date(2026, 4, 1)), None, date(2026, 11, 27)) == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("wish", "refused", "why"),
    [
        ({"on": date(2026, 12, 12), "starts": time(10), "minutes": 120, "people": 10}, [], ""),
        ({"on": date(2026, 12, 10)}, ["いちばん早い日は2026年12月11日（金）です。それより後の日を選んでください。"], ""),
        ({"on": date(2026, 12, 30)}, ["12月28日から1月4日までは休みです。ほかの日を選んでください。"], ""),
        ({"on": date(2027, 4, 2)}, ["2027年3月31日（水）で終わります。それより前の日を選んでください。"], ""),
        ({"minutes": 121}, ["長さは120分までです。短くしてください。"], ""),
        ({"on": date(2026, 12, 11), "starts": time(8, 30)}, ["9時からです。始まりをおそくしてください。"], ""),
        ({"on": date(2026, 12, 11), "starts": time(19, 30), "minutes": 120}, ["21時までに終わるようにしてください。"], ""),
        ({"on": date(2026, 12, 12), "starts": time(16), "minutes": 90}, ["土日・祝日は17時までに終わるようにしてください。"], ""),
        ({"on": date(2027, 1, 11), "starts": time(16), "minutes": 90}, ["土日・祝日は17時までに終わるようにしてください。"], ""),
        ({"people": 9}, [], "10人からです。人数が少ないわけを書いてください。"),
    ],
)  # fmt: skip
def test_what_speaks_against_a_wish(wish, refused, why):
    assert objections(LECTURE, terms(), today=date(2026, 11, 27), **wish) == (refused, why)


def test_a_weekday_that_is_none_of_theirs_names_theirs():
    said = objections(LECTURE, terms(days_mask=0b0000101), on=date(2026, 12, 15), today=date(2026, 11, 27))
    assert said.refused == ["火曜日はできません。月・水曜の日を選んでください。"]


def test_the_terms_in_words():
    assert terms_in_words(terms(venue_by_asker=True, cost="材料費1人300円")) == [
        ("人数", "10人から"), ("長さ", "120分まで"), ("時間", "9時から21時まで（土日・祝日は17時まで）"), ("休み", "12月28日から1月4日まで"),
        ("申込み", "14日前まで"), ("場所", "申し込む人が用意します"), ("お金", "材料費1人300円"),
    ]  # fmt: skip
