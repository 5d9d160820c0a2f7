"""Events outside their own pages: calendars, feeds, open data, search, home, the matter that they belong to."""

import json

import pytest
from django.utils import timezone
from icalendar import Calendar

from tests import build
from tests.sent import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return build.partner("雪あかりの会")


def read(answer):
    return {str(event["uid"]): event for event in Calendar.from_ical(answer.content).events}


def test_calendars_hear_of_changes_and_of_what_was_cancelled(body, client, django_assert_max_num_queries):
    row = build.event(body, "雪灯ろう", place="中央公園", sequence=3)
    build.event(body, "下書き", published_at=None)
    build.event(body, "講座", kind="course", cancelled_at=timezone.now(), cancelled_why="大雪のため", sequence=1)
    with django_assert_max_num_queries(2):
        found = read(client.get("/events.ics"))
    assert sorted(str(one["summary"]) for one in found.values()) == ["中止：講座", "雪灯ろう"]
    one = found[f"event-{row.pk}@testserver"]
    assert (one["sequence"], str(one["location"]), str(one["status"])) == (3, "中央公園", "CONFIRMED")
    assert (one["dtstart"].dt, one["dtend"].dt) == (row.starts_at, row.ends_at)
    assert {str(one["status"]) for one in read(client.get("/events.ics?kind=course")).values()} == {"CANCELLED"}
    assert [*read(client.get(f"/events/{row.pk}.ics"))] == [f"event-{row.pk}@testserver"]


def test_a_month_and_a_series_are_calendars_of_their_own(body, client):
    first = build.event(body, "朗読の会", at=-40)
    draft = build.event(body, "朗読の会", at=3, former=first, published_at=None)
    last = build.event(body, "朗読の会", at=10, former=draft)
    other = build.event(body, "講座", at=10)
    month = f"{last.day:%Y-%m}"
    assert f'href="/events.ics?month={month}"' in client.get(f"/events/?month={month}").text
    assert {*read(client.get(f"/events.ics?month={month}"))} == {f"event-{row.pk}@testserver" for row in (last, other)}
    page = client.get(first.get_absolute_url()).text
    assert (
        f'href="/events/{first.pk}/series.ics"' in page
        and f'href="/events/{last.pk}/"' in page
        and f"/events/{draft.pk}/" not in page
    )
    assert [*read(client.get(f"/events/{last.pk}/series.ics"))] == [f"event-{row.pk}@testserver" for row in (first, last)]
    assert "series.ics" not in client.get(other.get_absolute_url()).text


def test_the_open_data_have_the_columns_of_the_standard(body, client):
    other, starts = build.partner("環境課の会"), timezone.localdate()
    row = build.event(body, "雪灯ろう", at=0, childcare=True, parking="20台", capacity=30, fee="無料", kana="ユキトウロウ")
    row.co_hosts.add(other)
    build.signup(row, "川上 花")
    lines = client.get("/open-data/events.csv").getvalue().decode("utf-8-sig").splitlines()
    assert lines[0].startswith("全国地方公共団体コード,ID,地方公共団体名,イベント名,イベント名_カナ") and len(lines) == 2
    answer = client.get("/open-data/events.json")
    sent = answer.getvalue().decode()
    (made,) = json.loads(sent)["rows"]
    assert answer["Access-Control-Allow-Origin"] == "*" and "川上" not in sent + lines[1]
    expected = {
        "id": row.pk,
        "starts_on": f"{starts}",
        "starts_at": "10:00",
        "co_hosts": ["環境課の会"],
        "has_childcare": "有",
        "has_parking": "有",
        "capacity": 30,
        "host": "雪あかりの会",
    }
    assert expected.items() <= made.items()
    assert "雪灯ろう" not in client.get("/open-data/events.csv?kind=course").getvalue().decode()


def test_feed_search_home_and_whats_on_name_it(body, client):
    row = build.event(body, "雪灯ろうづくり", text="20人で作ります。")
    link = f'href="{row.get_absolute_url()}"'
    assert "雪灯ろうづくり" in client.get("/feeds/events.atom").text
    for path in ("/search/?q=雪灯ろう", "/", "/whats-on/", body.get_absolute_url(), "/events/"):
        assert link in client.get(path).content.decode(), path
    assert "「雪灯ろうづくり（雪あかりの会）」" in text_of(
        client.get(f"/ask/event:{row.pk}/")
    ) or "電話で聞いてください" in text_of(client.get(f"/ask/event:{row.pk}/"))
