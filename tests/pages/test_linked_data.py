"""What other programs read of a page: Open Graph and schema.org, in the words of the page, and nothing that ends its element."""

import json
import re

import pytest

from tests import build
from tests.projects.committees.build import World

pytestmark = pytest.mark.django_db


def linked(client, page):
    """(the JSON-LD, {property of Open Graph: content}) of a page."""
    text = client.get(page).content.decode()
    data = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    return [json.loads(one) for one in data], dict(re.findall(r'<meta property="(og:[a-z_]+)" content="(.*?)">', text))


def test_a_meeting_is_an_event_with_its_day_and_place(client, settings):
    settings.KYODO_ORIGIN = "https://kyodo.example.jp"
    row = World().meeting(20, announced=True, number=4)
    (said,), graph = linked(client, row.get_absolute_url())
    assert (said["@type"], said["name"], said["url"]) == (
        "Event", "協働推進委員会 第4回の会議", f"https://kyodo.example.jp{row.get_absolute_url()}",
    )  # fmt: skip
    assert said["startDate"].startswith(f"{row.on:%Y-%m-%d}T13:30:00") and said["location"] == {
        "@type": "Place",
        "name": "市役所",
    }
    assert graph["og:title"].startswith("協働推進委員会 第4回の会議") and graph["og:description"].endswith("。年のまとめ")


def test_words_of_a_group_end_no_element_and_a_person_is_none(client):
    body = build.partner("</script><b>の会", pr='a"b&c')
    (said,), graph = linked(client, f"/partners/{body.pk}/")
    assert said["name"] == "</script><b>の会" and said["description"] == 'a"b&c'
    assert graph["og:title"] == "&lt;/script&gt;&lt;b&gt;の会｜仲間をさがす"


def test_readings_leave_as_katakana_and_other_sites_may_read_the_tables(client):
    build.partner("みなみの会", kana="みなみのかい", kana_key="みなみのかい")
    answer = client.get("/open-data/partners.csv")
    assert "みなみの会,ミナミノカイ," in answer.getvalue().decode("utf-8-sig")
    assert answer["Access-Control-Allow-Origin"] == "*" and answer["Cross-Origin-Resource-Policy"] == "cross-origin"
