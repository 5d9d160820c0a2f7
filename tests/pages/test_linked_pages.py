"""What public pages say of themselves to search engines: JSON-LD and Open Graph, of public rows and columns only."""

import json
import re

import pytest
from django.utils import timezone

from guidelines.models import Chapter, Term
from partners.models import Area, Partner
from tests import build
from tests.projects.ledger.build import World

pytestmark = pytest.mark.django_db
HOSTILE = '</script><script>alert(1)</script>"&\u2028'


@pytest.fixture(scope="module")
def world(lay):
    def make():
        world = World()
        area = Area.objects.create(name="岩沢", order=1)
        world.entry = world.entry(title="岩沢の見守り", summary="声をかけます。", areas=[area])
        world.body = build.partner(
            "雪の会", kind="npo", pr="雪を楽しみます。", website="https://yuki.example.jp/", phone="0258-11-2222"
        )
        world.body.areas.add(area)
        world.call = build.call("市民提案 令和8年度")
        world.offer = build.offer(world.body, "スコップ5本")
        world.event = build.event(world.body, "雪の夕べ", place="公民館")
        guideline = world.form.guideline
        Chapter.objects.create(guideline=guideline, number=1, title="協働とは", lead="力を合わせることです。", body="本文")
        Term.objects.create(guideline=guideline, key="kyodo", title="協働", kana="きょうどう", body="力を合わせる。")
        type(guideline).objects.filter(pk=guideline.pk).update(published_at=timezone.now())
        world.guideline = guideline
        return world

    return lay(make)


def things(client, address):
    """[what the blocks of JSON-LD of a page say]"""
    page = client.get(address).content.decode()
    return [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)]


def test_each_page_names_its_thing_in_the_words_of_schema_org(world, client):
    own = f"/guidelines/{world.guideline.slug}/"
    addresses = {
        "/": "WebSite",
        world.body.get_absolute_url(): "NGO",
        world.office.get_absolute_url(): "GovernmentOrganization",
        world.entry.get_absolute_url(): "Project",
        world.call.get_absolute_url(): "Demand",
        world.offer.get_absolute_url(): "Offer",
        world.event.get_absolute_url(): "Event",
        own: "Book",
        f"{own}1/": "Chapter",
        "/guidelines/terms/kyodo/": "DefinedTerm",
        "/open-data/": "DataCatalog",
    }
    found = {address: things(client, address) for address in addresses}
    assert {address: [thing["@type"] for thing in said] for address, said in found.items()} == {
        address: [sort] for address, sort in addresses.items()
    }
    assert all(thing["@context"] == "https://schema.org" for (thing,) in found.values())
    (site,) = found["/"]
    assert (site["publisher"]["@type"], site["publisher"]["name"]) == ("GovernmentOrganization", "小千谷市")
    assert site["potentialAction"]["target"]["urlTemplate"] == "http://testserver/search/?q={search_term_string}"
    (body,) = found[world.body.get_absolute_url()]
    assert (body["areaServed"], body["sameAs"], body["description"]) == (["岩沢"], "https://yuki.example.jp/", "雪を楽しみます。")
    assert "0258-11-2222" not in json.dumps(body)
    (entry,) = found[world.entry.get_absolute_url()]
    assert [member["name"] for member in entry["member"]] == ["ひだまりの会", "福祉課"] and entry[
        "identifier"
    ] == world.entry.number
    (event,) = found[world.event.get_absolute_url()]
    assert (event["location"]["name"], event["organizer"]["name"]) == ("公民館", "雪の会") and event["startDate"].endswith(
        "T10:00:00+09:00"
    )
    (chapter,) = found[f"{own}1/"]
    assert (chapter["position"], chapter["isPartOf"]["name"]) == (1, world.guideline.title)
    (catalog,) = found["/open-data/"]
    assert {"http://testserver/open-data/offers.csv", "http://testserver/open-data/projects.json"} <= {
        way["contentUrl"] for row in catalog["dataset"] for way in row["distribution"]
    }


def test_words_that_would_end_the_block_are_data(world, client):
    Partner.objects.filter(pk=world.body.pk).update(pr=HOSTILE)
    page = client.get(world.body.get_absolute_url()).content.decode()
    assert "<script>alert" not in page and "\u2028" not in re.search(r"ld\+json.>(.*?)</script>", page)[1]
    (body,) = things(client, world.body.get_absolute_url())
    assert body["description"] == HOSTILE


def test_nothing_is_said_of_persons_and_of_what_is_not_public(world, client, client_for):
    person = build.partner("見本 花子", kind="citizen")
    Partner.objects.filter(pk=person.pk).update(name_consent=True)
    assert client.get(person.get_absolute_url()).status_code == 200 and things(client, person.get_absolute_url()) == []
    Partner.objects.filter(pk=world.body.pk).update(taken_down_at=timezone.now())
    clerk = client_for(world.clerk)
    assert things(clerk, world.body.get_absolute_url()) == []
    type(world.entry).objects.filter(pk=world.entry.pk).update(published_at=None)
    assert things(clerk, world.entry.get_absolute_url()) == []


def test_a_public_page_says_how_it_is_called_where_its_address_is_passed_on(world, client, client_for):
    def told(client, address):
        page = client.get(address).content.decode()
        return dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', page))

    Partner.objects.filter(pk=world.body.pk).update(pr='雪の"夕べ"')
    address = world.body.get_absolute_url()
    assert told(client, f"{address}?x=1") == {
        "title": "雪の会｜仲間をさがす", "site_name": "小千谷市 協働ポータル", "type": "website", "locale": "ja_JP",
        "url": f"http://testserver{address}", "description": "雪の&quot;夕べ&quot;",
        "image": "http://testserver/static/pictures/town.png",
    }  # fmt: skip
    assert told(client_for(world.clerk), "/me/") == {} and told(client, "/no-such-page/") == {}
