"""A call's days: their order, and where each falls in the next 年度."""

import datetime
import json

import pytest
from django.utils import timezone
from icalendar import Calendar

from kyodo_portal.common.templatetags.kyodo import jdatetime
from projects.calls.days import day_problems, moved
from projects.models import Call
from tests import build

D = datetime.date


@pytest.mark.parametrize(
    ("day", "there"),
    [
        (D(2026, 6, 30), D(2027, 6, 30)),  # the last day of a month, a Wednesday
        (D(2026, 4, 1), D(2027, 4, 1)),
        (D(2025, 5, 30), D(2026, 5, 29)),  # the fifth Friday
        (D(2026, 6, 12), D(2027, 6, 11)),  # the second Friday
        (D(2026, 10, 30), D(2027, 10, 29)),  # the fifth Friday
        (D(2025, 12, 30), D(2026, 12, 29)),  # no working day before, none now
        (D(2026, 7, 29), D(2027, 7, 28)),  # the fifth Wednesday becomes the fourth and last
        (D(2026, 11, 7), D(2027, 11, 6)),  # a Saturday on purpose stays one
        (D(2025, 11, 4), D(2026, 11, 4)),  # the first Tuesday is 文化の日
        (D(2026, 5, 29), D(2027, 5, 28)),
        (D(2025, 4, 30), D(2026, 4, 30)),
        (D(2026, 1, 30), D(2027, 1, 29)),
        (D(2027, 3, 31), D(2028, 3, 31)),
        (D(2028, 3, 31), D(2029, 3, 30)),  # a Saturday: the next working day is of another 年度
        (D(2026, 3, 31), D(2027, 3, 31)),
        (D(2025, 1, 31), D(2026, 2, 2)),  # a Saturday: the next working day (地方自治法第4条の2第4項)
        (D(2028, 2, 29), D(2029, 2, 28)),
    ],
)
def test_a_day_moves_as_an_office_plans_it(day, there):
    assert moved(day, 1) == there


def test_a_span_stays_on_its_dates_and_a_moment_keeps_its_time():
    assert moved(D(2026, 5, 3), 1, spans=True) == D(2027, 5, 3)  # 憲法記念日
    assert moved(D(2028, 2, 29), 1, spans=True) == D(2029, 2, 28)
    closes = timezone.make_aware(datetime.datetime(2026, 6, 12, 23, 59, 59))
    assert moved(closes, 1) == timezone.make_aware(datetime.datetime(2027, 6, 11, 23, 59, 59))
    assert moved(D(2026, 6, 12), 2) == D(2028, 6, 9)


def test_days_come_in_their_order():
    at = timezone.make_aware
    first = {
        "briefing_at": at(datetime.datetime(2026, 7, 1, 14)),
        "consult_from": D(2026, 5, 2),
        "consult_until": D(2026, 5, 1),
        "opens_at": at(datetime.datetime(2026, 5, 1, 9)),
        "closes_at": at(datetime.datetime(2026, 6, 30, 17)),
        "screening_on": D(2026, 7, 20),
        "presentation_on": D(2026, 7, 10),
        "result_on": D(2026, 6, 1),
        "fiscal_year": 2027,
        "starts_on": D(2026, 4, 1),
        "ends_on": D(2027, 3, 31),
        "report_due_on": D(2027, 3, 1),
    }
    assert dict(day_problems(first)) == {
        "briefing_at": "説明会の日時は、受付を終える日までにしてください。",
        "consult_until": "事前の相談を終える日は、始める日より後にしてください。",
        "presentation_on": "発表会の日は、書類審査の日より後にしてください。",
        "result_on": "結果を知らせる予定日は、受付を終える日より後にしてください。",
        "starts_on": "実施するのは令和9年度です。2027年4月1日（木）から2028年3月31日（金）までの日にしてください。",
        "report_due_on": "報告の期限は、実施できる最後の日より後にしてください。",
    }
    assert list(day_problems({"closes_at": first["closes_at"], "result_on": D(2026, 6, 30)})) == []


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        (datetime.datetime(2026, 6, 1, 8, 59, 59), False),
        (datetime.datetime(2026, 6, 1, 9), True),
        (datetime.datetime(2026, 6, 30, 23, 59, 59), True),
        (datetime.datetime(2026, 7, 1, 0, 0, 0), False),
    ],
)
@pytest.mark.django_db
def test_a_call_until_midnight(monkeypatch, now, is_open):
    """What the row says of itself, and which rows the database finds."""
    opens, closes = (timezone.make_aware(day) for day in (datetime.datetime(2026, 6, 1, 9), datetime.datetime(2026, 7, 1)))
    call = build.call()
    Call.objects.filter(pk=call.pk).update(opens_at=opens, closes_at=closes, published_at=opens)
    call.refresh_from_db()
    monkeypatch.setattr(timezone, "now", lambda: timezone.make_aware(now))
    assert (call.is_open, Call.objects.open_now().exists()) == (is_open, is_open)


@pytest.mark.django_db
def test_all_days_stand_in_the_calendar_the_feed_and_the_open_data(client_for):
    moment = timezone.make_aware(datetime.datetime.combine(build.days(3), datetime.time(14)))
    call = build.call(
        "知恵の募集", briefing_at=moment, briefing_place="市役所", questions_until=build.days(9), consult_until=build.days(12),
        screening_on=build.days(25), presentation_on=build.days(30), result_on=build.days(40), report_due_on=build.days(500),
        kinds=["npo"], rate_num=2, rate_den=3,
    )  # fmt: skip
    visitor = client_for()
    found = {str(event["summary"]): event for event in Calendar.from_ical(visitor.get("/calls.ics").content).walk("VEVENT")}
    words = ("募集のはじまり", "説明会", "質問の受付のおわり", "事前の相談のおわり", "募集のしめきり", "書類審査", "発表会")
    assert set(found) == {f"{word}：知恵の募集" for word in (*words, "結果のお知らせ（予定）", "報告の期限")}
    assert found["説明会：知恵の募集"]["location"] == "市役所" and found["報告の期限：知恵の募集"].decoded(
        "dtstart"
    ) == build.days(500)
    assert f"{jdatetime(call.closes_at)}まで。" in visitor.get("/feeds/calls.atom").content.decode()
    row = json.loads(visitor.get("/open-data/calls.json").getvalue())["rows"][0]
    assert row["kinds"] == ["NPO法人"] and row["rate"] == "3分の2" and row["questions_until"] == f"{build.days(9)}"
    page = build.read(visitor, call.get_absolute_url())
    assert "場所：市役所" in page and "報告の期限" in page and "対象になる経費の<b>3分の2</b>（1,000円未満は切り捨て）" in page
