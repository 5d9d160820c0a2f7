"""What RFC 5545 asks of a calendar and RFC 4287 of a feed, held against every one that the portal hands out."""

import datetime
import re
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from icalendar import Calendar

from kyodo_portal.pages import calendars
from kyodo_portal.pages.feeds import FEEDS
from kyodo_portal.process.models import Deadline
from kyodo_portal.process.task_actions import sync_state, sync_tasks
from partners.models import Event
from projects.models import OpinionRound, Project
from tests import build
from tests.projects.committees.build import World as Committee
from tests.projects.ledger.build import World
from tests.sent import opened

pytestmark = pytest.mark.django_db

LONG = "雪の日の見守りと、坂の上の家までの道をあける手伝いを、若い人にたのむ会のこと、その日取りの相談🌸"
ONCE = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "DESCRIPTION", "URL", "SEQUENCE", "STATUS", "LAST-MODIFIED")
STATES = ("CONFIRMED", "CANCELLED", "TENTATIVE")


def lines_of(content):
    """The lines of a calendar, unfolded; AssertionError where one is longer than 75 octets, cut within a character, or ends otherwise."""
    assert content.endswith(b"\r\n") and not re.search(rb"(?<!\r)\n|\r(?!\n)", content)
    for line in content.split(b"\r\n")[:-1]:
        assert len(line) <= 75 and not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line.decode()), line
    return content.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def strictly(answer):
    """{uid: event} of a calendar that says everything that RFC 5545 asks of it and of each of its events, and says it once."""
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    lines = lines_of(answer.content)
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-1] == "END:VCALENDAR"
    assert [line for line in lines if line.startswith("VERSION")] == ["VERSION:2.0"] and any("PRODID:" in line for line in lines)
    calendar = Calendar.from_ical(answer.content)
    assert calendar.subcomponents and not calendar.errors
    events = {str(event["uid"]): event for event in calendar.events}
    assert len(events) == len(calendar.events)
    for event in calendar.events:
        names = [name for name, _ in event.property_items() if name in ONCE]
        assert not event.errors and len(names) == len(set(names)) and {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= {*names}
        whole_days(event)
    return events


def whole_days(event):
    """What has hours is in UTC; what has none fills whole days and says the first day on which it is over."""
    begins, ends = event["dtstart"], event.get("dtend")
    assert event["dtstamp"].dt.utcoffset() == datetime.timedelta() and event["dtstamp"].dt <= timezone.now()
    if isinstance(begins.dt, datetime.datetime):
        assert begins.dt.utcoffset() == datetime.timedelta() and (ends is None or ends.dt > begins.dt)
    else:
        assert begins.params["VALUE"] == ends.params["VALUE"] == "DATE" and ends.dt == begins.dt + datetime.timedelta(days=1)
    assert event.get("status", "CONFIRMED") in STATES and int(event.get("sequence", 0)) >= 0


@pytest.fixture(scope="module")
def city(lay):
    return lay(City)


class City:
    """A call, an opinion round, a meeting, two events of one series and a group's task, with long names and signs that are escaped."""

    def __init__(self):
        self.world, self.committee = World(), Committee()
        self.world.cycle(title=LONG)
        days = {"questions_until": build.days(9), "briefing_at": timezone.now() + datetime.timedelta(days=3)}
        self.call = build.call(
            LONG, briefing_place="市役所; 2階, 大会議室\\西", summary="100円<200円です。\n2行め & 終わり", **days
        )
        self.round = OpinionRound.objects.create(
            title=f"{LONG}への意見", what="案", department=self.world.office, opens_on=build.days(-3), closes_on=build.days(40),
            result_due=build.days(80), status="open",
        )  # fmt: skip
        self.meeting = self.committee.meeting(20, announced=True, agenda=f"{LONG}\n次の日取り; そのほか, いろいろ")
        self.event = build.event(self.world.group, LONG, place="公民館, 1階", text="読み聞かせ <0歳から>")
        self.series = build.event(self.world.group, f"{LONG}（2回め）", at=14, former=self.event)


ADDRESSES = ("/calls.ics", "/events.ics", "/opinions.ics", "/committees.ics")


def test_every_calendar_is_one_of_rfc_5545(city, client, client_for):
    pages = [*ADDRESSES, f"/events/{city.event.pk}.ics", f"/events/{city.event.pk}/series.ics"]
    found = {page: strictly(client.get(page)) for page in pages}
    own = re.search(r"http://testserver(/me/[\w-]+\.ics)", client_for(city.world.representative).post("/me/calendar/").text)[1]
    assert all(strictly(client.get(page)) for page in (*pages, own))
    call = f"call-{city.call.pk}"
    assert {*found["/calls.ics"]} == {f"{call}-{day}@testserver" for day in ("opens", "briefing", "questions", "closes")}
    day = found["/calls.ics"][f"{call}-questions@testserver"]
    assert (day["dtstart"].dt, day["dtend"].dt) == (build.days(9), build.days(10))
    assert str(found["/calls.ics"][f"{call}-briefing@testserver"]["location"]) == "市役所; 2階, 大会議室\\西"
    assert str(found["/committees.ics"][f"meeting-{city.meeting.pk}@testserver"]["description"]).endswith("; そのほか, いろいろ")
    for page in ADDRESSES:  # as it was: nobody's calendar hears of a change that was none
        assert {uid: event.to_ical() for uid, event in strictly(client.get(page)).items()} == {
            uid: event.to_ical() for uid, event in found[page].items()
        }


def test_a_calendar_without_entries_still_holds_something(client):
    assert strictly(client.get("/events.ics?month=2001-01")) == {}


def test_an_entry_keeps_its_word_counts_its_changes_and_says_that_it_was_called_off(city, client, client_for):
    page, uid = f"/events/{city.event.pk}/", f"event-{city.event.pk}@testserver"
    seen, host = [strictly(client.get("/events.ics"))[uid]], client_for(city.world.representative)
    begins = f"{build.days(8):%Y-%m-%d} 10:00"
    for address, said in (
        (f"{page}edit/", {"starts_at": begins, "ends_at": "12:00", "place": "体育館"}),
        (f"{page}cancel/", {"why": "大雪のため"}),
        (f"{page}revive/", {}),
    ):
        sent = opened(host, address, **said) if said else {}
        assert host.post(address, sent).status_code == 302, address
        seen.append(strictly(client.get("/events.ics"))[uid])
    assert [str(one["status"]) for one in seen] == ["CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED"]
    numbers = [int(one["sequence"]) for one in seen]
    assert numbers == sorted(set(numbers)) and seen[1]["dtstart"].dt.date() == build.days(8)
    assert str(seen[2]["summary"]).startswith("中止：")


def own_calendar(client_for, person):
    return re.search(r"http://testserver(/me/[\w-]+\.ics)", client_for(person).post("/me/calendar/").text)[1]


def test_the_own_calendar_says_that_a_last_day_moved_or_a_matter_got_another_name(client, client_for, later):
    world = World()
    cycle = world.cycle(title="見守り")
    page = own_calendar(client_for, world.representative)
    seen = [strictly(client.get(page))]
    [uid] = seen[0]
    later(minutes=2)
    Deadline.objects.create(process="cycle", state="preparing", counts_from="starts_on", days=40)
    sync_state("cycle", "preparing")
    seen.append(strictly(client.get(page)))
    later(minutes=2)
    Project.objects.filter(pk=cycle.project_id).update(title="見守りと声かけ")
    sync_tasks(cycle)
    seen.append(strictly(client.get(page)))
    later(minutes=2)
    sync_tasks(cycle)  # nothing has changed
    assert client.get(page).content == client.get(page).content
    seen.append(strictly(client.get(page)))
    entries = [found[uid] for found in seen]
    numbers = [int(entry["sequence"]) for entry in entries]
    assert numbers[0] < numbers[1] < numbers[2] == numbers[3]
    assert entries[0]["dtstart"].dt != entries[1]["dtstart"].dt and "見守りと声かけ" in str(entries[2]["summary"])
    assert entries[1]["dtstamp"].dt < entries[2]["dtstamp"].dt == entries[2]["last-modified"].dt == entries[3]["dtstamp"].dt


def test_a_calendar_that_is_full_holds_what_comes_and_says_where_the_rest_is(client, monkeypatch):
    monkeypatch.setattr(calendars, "MOST", 3)
    Event.objects.update(published_at=None)  # those of the city above
    world = World()
    over = [build.event(world.group, f"終わった会{n}", at=-5 - n) for n in range(3)]
    coming = [build.event(world.group, f"これからの会{n}", at=5 + n) for n in range(5)]
    found = strictly(client.get("/events.ics"))
    [more] = [event for uid, event in found.items() if uid.startswith("more-")]
    assert {*found} == {*(f"event-{row.pk}@testserver" for row in coming[:3]), str(more["uid"])}
    assert str(more["summary"]) == "このあとの予定は、ポータルで見てください（カレンダーに出るのは3件までです）"
    assert str(more["url"]) == "http://testserver/events/" and more["dtstart"].dt == build.days(8)
    assert client.get("/events.ics").content == client.get("/events.ics").content
    for row in coming[2:]:
        row.delete()
    found = strictly(client.get("/events.ics"))  # what is over is left out without a word, the longest ago first
    assert {*found} == {f"event-{row.pk}@testserver" for row in (*coming[:2], over[0])}


ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("name", FEEDS)
def test_every_feed_is_one_of_rfc_4287(city, client, name):
    address = f"/feeds/{name}.atom?q=雪&page=2"
    feed = ElementTree.fromstring(client.get(address.replace("&page=2", "")).content)
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert [*links] == ["alternate", "self"] and links["self"].startswith(f"http://testserver/feeds/{name}.atom?q=%E9%9B%AA")
    for told in (feed, *feed.iter(f"{ATOM}entry")):
        for one in ("id", "title", "updated"):
            assert len(told.findall(f"{ATOM}{one}")) == 1 and told.findtext(f"{ATOM}{one}").strip()
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", told.findtext(f"{ATOM}updated"))
        assert datetime.datetime.fromisoformat(told.findtext(f"{ATOM}updated")) <= timezone.now()
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    newest = max((entry.findtext(f"{ATOM}updated") for entry in feed.iter(f"{ATOM}entry")), default=None)
    assert newest in (None, feed.findtext(f"{ATOM}updated"))
    for entry in feed.iter(f"{ATOM}entry"):
        alternate = [link.get("href") for link in entry.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert len(alternate) == 1 and alternate[0].isascii()


def test_what_was_typed_is_read_in_a_feed_as_it_was_typed(city, client):
    feed = ElementTree.fromstring(client.get("/feeds/calls.atom").content)
    summary = feed.find(f"{ATOM}entry/{ATOM}summary")
    assert summary.get("type") == "html" and summary.text.endswith("100円&lt;200円です。<br>2行め &amp; 終わり")


def test_a_call_that_is_put_off_is_new_to_a_reader_of_feeds(city, client):
    def updated():
        return ElementTree.fromstring(client.get("/feeds/calls.atom").content).findtext(f"{ATOM}entry/{ATOM}updated")

    first = updated()
    city.call.closes_at += datetime.timedelta(days=3)
    city.call.save()
    assert updated() > first
