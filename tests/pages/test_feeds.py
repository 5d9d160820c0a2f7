"""Lists as Atom feeds, calls and one's own days as iCalendar, and 「わたしの町内会は？」."""

import datetime
import re
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from icalendar import Calendar

from guidelines.models import CaseStudy
from kyodo_portal.notices.models import News
from partners.directory.actions import refresh_search
from partners.models import Area, Offer, Partner
from tests import build
from tests.projects.grants.build import rule, scheme
from tests.projects.ledger.build import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(lay):
    def make():
        world = World()
        world.area = Area.objects.create(name="岩沢", order=1)
        world.there = world.entry(title="岩沢の見守り", areas=[world.area])
        world.elsewhere = world.entry(title="ほかの見守り")
        world.hidden = world.entry(title="まだ秘密", published=False)
        world.call = build.call("市民提案 令和8年度")
        world.group_there = build.partner("岩沢町内会", kind="neighbourhood", phone="0258-11-2222")
        world.group_there.areas.add(world.area)
        refresh_search(world.group_there)
        rule(scheme(world.office))
        scheme(world.office, "まだ秘密の補助金")
        return world

    return lay(make)


def titles(answer):
    return re.findall(r"<entry><title>([^<]*)", answer.text)


def test_a_feed_is_its_list_narrowed_as_the_list_is(world, client, django_assert_max_num_queries):
    page = client.get("/projects/", {"area": world.area.pk, "page": 1})
    address = re.search(r'type="application/atom\+xml"[^>]*href="([^"]*)"', page.text)[1].replace("&amp;", "&")
    assert address == f"/feeds/projects.atom?area={world.area.pk}"
    with django_assert_max_num_queries(2):
        answer = client.get(address)
    assert titles(answer) == ["岩沢の見守り"] and answer.headers["Content-Type"].startswith("application/atom+xml")
    assert client.get(address, headers={"if-none-match": answer.headers["ETag"]}).status_code == 304
    assert sorted(titles(client.get("/feeds/projects.atom?area=x"))) == ["ほかの見守り", "岩沢の見守り"]


ATOM = "{http://www.w3.org/2005/Atom}"


def read_as_a_reader_does(answer):
    """{id: title} of the entries of a feed that says all that RFC 4287 asks of it and of each of them."""
    feed = ElementTree.fromstring(answer.content)
    assert feed.tag == f"{ATOM}feed" and feed.find(f"{ATOM}author/{ATOM}name").text
    for told in (feed, *feed.iter(f"{ATOM}entry")):
        assert all(told.findtext(f"{ATOM}{name}") for name in ("id", "title")), told
        assert datetime.datetime.fromisoformat(told.findtext(f"{ATOM}updated")).tzinfo
        assert all(link.get("href").startswith("http://testserver/") for link in told.findall(f"{ATOM}link"))
    entries = [(entry.findtext(f"{ATOM}id"), entry.findtext(f"{ATOM}title")) for entry in feed.iter(f"{ATOM}entry")]
    assert len(dict(entries)) == len(entries)
    return dict(entries)


def test_an_entry_is_known_by_the_same_word_whatever_becomes_of_it(world, client):
    offer = build.offer(world.group_there, "集会所の和室")
    first = {
        name: read_as_a_reader_does(client.get(f"/feeds/{name}.atom")) for name in ("news", "projects", "partners", "offers")
    }
    assert first["offers"] == {f"http://testserver/partners/offers/{offer.pk}/": "集会所の和室"}
    Offer.objects.update(title="集会所の洋室")
    News.objects.filter(title="岩沢の見守り").update(title="岩沢の見守りと昼食")
    for name, entries in first.items():
        assert read_as_a_reader_does(client.get(f"/feeds/{name}.atom")).keys() == entries.keys()
    assert "集会所の洋室" in client.get("/feeds/offers.atom").text


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("news", ["ほかの見守り", "岩沢の見守り"]),
        ("activities", []),
        ("calls", ["市民提案 令和8年度"]),
        ("seeds", []),
        ("schemes", ["居場所づくり補助金"]),
        ("offers", []),
        ("cases", []),
    ],
)
def test_every_public_list_has_one(world, client, name, found, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        answer = client.get(f"/feeds/{name}.atom")
    assert sorted(read_as_a_reader_does(answer).values()) == found and "まだ秘密" not in answer.text


def test_the_feed_of_cases_tells_what_each_was_about(world, client, django_assert_max_num_queries):
    guideline = world.form.guideline
    CaseStudy.objects.create(guideline=guideline, key="bus", title="地域のバス", problem="バスがなくなる")
    type(guideline).objects.filter(pk=guideline.pk).update(published_at=timezone.now())
    with django_assert_max_num_queries(2):
        answer = client.get("/feeds/cases.atom")
    assert titles(answer) == ["地域のバス"] and ">バスがなくなる</summary>" in answer.text


def test_the_feed_of_the_directory_holds_nobodys_address(world, client):
    answer = client.get("/feeds/partners.atom?kind=neighbourhood")
    assert "岩沢町内会" in titles(answer)
    assert "0258-11-2222" not in answer.text


def test_calls_stand_in_a_calendar_with_their_last_day(world, client):
    first = client.get("/calls.ics").content
    found = {str(event["summary"]): event["dtstart"].dt for event in Calendar.from_ical(first).events}
    assert all(len(line) <= 75 for line in first.split(b"\r\n"))  # RFC 5545 folds longer ones
    assert {str(event["uid"]) for event in Calendar.from_ical(first).events} == {
        f"call-{world.call.pk}-{name}@testserver" for name in ("opens", "closes")
    }
    assert set(found) == {"募集のはじまり：市民提案 令和8年度", "募集のしめきり：市民提案 令和8年度"}
    assert abs(found["募集のしめきり：市民提案 令和8年度"] - world.call.closes_at) < datetime.timedelta(seconds=1)


def test_the_own_calendar_opens_by_its_key_until_that_is_made_anew(world, client_for, client):
    world.cycle(title="見守りの計画")
    mine = client_for(world.representative)
    first, second = (re.search(r"http://testserver(/me/[\w-]+\.ics)", mine.post("/me/calendar/").text)[1] for _ in range(2))
    assert client.get(first).status_code == 404
    answer = client.get(second)
    assert "private" in answer.headers["Cache-Control"] and "見守りの計画" in answer.text.replace("\r\n ", "")
    assert "DESCRIPTION" not in answer.text and "URL" not in answer.text  # titles only
    assert mine.post("/me/calendar/", {"drop": "1"}).status_code == 302
    assert client.get(second).status_code == 404
    assert client_for(world.clerk).get("/me/calendar/").status_code == 404  # staff sign in with a second factor


def test_an_area_leads_to_its_associations_and_no_address_is_shown(world, client, django_assert_max_num_queries):
    assert "岩沢" in client.get("/neighbourhood/").text
    with django_assert_max_num_queries(4):
        text = client.get("/neighbourhood/", {"area": world.area.pk}).text
    assert "岩沢町内会" in text and "連絡する" in text and "0258-11-2222" not in text
    Partner.objects.filter(pk=world.group_there.pk).update(taken_down_at=timezone.now())
    assert "まだのっていません" in client.get("/neighbourhood/", {"area": world.area.pk}).text
