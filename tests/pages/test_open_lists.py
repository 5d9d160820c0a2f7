"""Every public list as data: the columns that are documented, the lists' own filters, what other sites may read, and no private word."""

import csv
import json
import re

import pytest
from django.db.models import OuterRef
from django.utils import timezone

from guidelines.models import CaseStudy
from kyodo_portal.common.lists.open_lists import Column, Kind, OpenList, Several, plain
from kyodo_portal.common.privacy import PrivateColumn
from kyodo_portal.pages.open_data import LISTS
from partners.models import Area, Membership, Offer, Partner, Theme
from projects.models import (
    Committee,
    CommitteeMeeting,
    CommitteeSeat,
    Opinion,
    OpinionPoint,
    OpinionRound,
    Possibility,
    Remark,
    Topic,
    Update,
)
from tests import build
from tests.projects.ledger.build import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(lay):
    def make():
        world = World()
        world.area = Area.objects.create(name="岩沢", order=1)
        entry = world.entry(title="岩沢の見守り", summary="声をかけます。", areas=[world.area])
        world.entry(title="ほかの見守り")
        world.body = build.partner(
            "おぢや雪の会", kana="おぢやゆきのかい", kind="npo", phone="0258-11-2222", pr="雪を楽しみます。"
        )
        world.body.areas.add(world.area)
        theme = Theme.objects.create(code="yuki", name="雪", kana="ゆき")
        world.offer = build.offer(world.body, "スコップ5本", side="give", kind="things", theme=theme)
        build.offer(world.body, "人手", side="seek", kind="people")
        world.call = build.call("市民提案 令和8年度", grant_limit=300_000)
        Update.objects.create(
            cycle=entry.cycles.get(), side="group", happened_on="2026-06-01", title="歩きました", body="30軒。", people=12,
            by=world.clerk, form_key=build.uuid4(),
        )  # fmt: skip
        Possibility.objects.create(office=world.office, title="窓口の手伝い", what="案内", state="open", is_public=True)
        guideline = world.form.guideline
        CaseStudy.objects.create(guideline=guideline, key="bus", title="地域のバス", partners="町内会\n学校", topics=["mobility"])
        type(guideline).objects.filter(pk=guideline.pk).update(published_at=timezone.now())
        world.event = build.event(world.body, "雪灯ろう", kana="ゆきとうろう", theme=theme, phone="0258-11-2222")
        people_take_part(world, theme)
        return world

    return lay(make)


def people_take_part(world, theme):
    """A topic, a round with its result, a committee with a seat and a meeting."""
    now, office = timezone.now(), world.office
    Topic.objects.create(title="バスの本数", summary="昼の便", theme=theme, status="open", opened_at=now, created_by=world.clerk)
    days = {"opens_on": build.days(-60), "closes_on": build.days(-20), "department": office}
    world.round = OpinionRound.objects.create(title="集会所の計画", what="つかい方", status="published", **days)
    remark = Remark.objects.create(
        round=world.round, text="広くしてほしい", effect="outside", answer="別の担当で考えます。", answered_at=now
    )
    opinion = Opinion.objects.create(
        round=world.round, number=1, text="ひみつの意見", name="川井", category="lives", channel="web", received_on=build.days(-30),
        form_key=build.uuid4(),
    )  # fmt: skip
    OpinionPoint.objects.create(opinion=opinion, text="広く", remark=remark)
    committee = Committee.objects.create(name="協働推進委員会", is_public=True, department=office)
    CommitteeSeat.objects.create(committee=committee, name="委員 一郎", category="group", since=build.days(-100))
    CommitteeMeeting.objects.create(committee=committee, on=build.days(20), agenda="年のまとめ", announced_at=now)


def table(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return list(csv.DictReader(answer.getvalue().decode("utf-8-sig").splitlines()))


def data(client, address):
    return json.loads(client.get(address).getvalue())


TYPES = {"string": str, "integer": int, "boolean": bool, "array": list, "null": type(None)}


def breaches(schema, row):
    """What of a row of JSON its schema does not allow; the few words of JSON Schema that ours use."""
    found = [f"{key} is missing" for key in schema["required"] if key not in row]
    for key, value in row.items():
        told = schema["properties"].get(key)
        if told is None:
            found.append(f"{key} is not documented")
            continue
        allowed = told["type"] if isinstance(told["type"], list) else [told["type"]]
        if not any(type(value) is TYPES[name] for name in allowed):
            found.append(f"{key}: {value!r} is no {allowed}")
    return found


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_what_its_documentation_says(world, client, name):
    page = client.get("/open-data/").text
    part = re.search(rf'<section[^>]* id="{name}".*?</section>', page, re.DOTALL)[0]
    rows, sent = table(client, f"/open-data/{name}.csv"), data(client, f"/open-data/{name}.json")
    schema = client.get(f"/open-data/{name}.schema.json").json()
    headings, keys = map(list, zip(*re.findall(r"<dt>(.*?)　<code>(.*?)</code></dt>", part), strict=True))
    assert rows and len(rows) == len(sent["rows"])
    assert [*rows[0]] == headings and [*sent["rows"][0]] == keys == [*schema["properties"]["rows"]["items"]["properties"]]
    assert len(set(headings)) == len(headings) and len(set(keys)) == len(keys)
    assert [breach for row in sent["rows"] for breach in breaches(schema["properties"]["rows"]["items"], row)] == []
    assert sent["license"]["url"] == "https://creativecommons.org/licenses/by/4.0/deed.ja"
    assert sent["attribution"] == "小千谷市 協働ポータル" and sent["schema"] == f"http://testserver/open-data/{name}.schema.json"
    assert f"/open-data/{name}.csv" in part and f"{name}.schema.json" in part and f"（{len(rows)}行）" in page


def test_names_stand_in_katakana_and_keys_lead_to_their_page(world, client):
    (body,) = [row for row in table(client, "/open-data/partners.csv") if row["名称"] == "おぢや雪の会"]
    assert (body["名称_カナ"], body["種類"], body["種類のコード"], body["活動地域"]) == (
        "オヂヤユキノカイ",
        "NPO法人",
        "npo",
        "岩沢",
    )
    assert (
        body["ページ"] == f"http://testserver/partners/{body['ID']}/"
        and client.get(f"/partners/{body['ID']}/").status_code == 200
    )
    (offer,) = [row for row in data(client, "/open-data/offers.json")["rows"] if row["title"] == "スコップ5本"]
    assert (offer["theme"], offer["partner_id"], offer["partner_kana"]) == ("雪", world.body.pk, "オヂヤユキノカイ")
    (call,) = data(client, "/open-data/calls.json")["rows"]
    assert (call["grant_limit"], call["track_code"]) == (300_000, "citizen") and call["closes_at"].endswith("+09:00")
    (case,) = data(client, "/open-data/cases.json")["rows"]
    assert (case["partners"], case["topics"]) == (["町内会", "学校"], ["移動・交通"])
    (result,) = data(client, "/open-data/opinion-results.json")["rows"]
    assert (result["round_id"], result["number"], result["effect"]) == (world.round.pk, 1, "この案の外のことです")
    (event,) = table(client, "/open-data/events.csv")
    assert (event["イベント名_カナ"], event["主催者のID"], event["連絡先電話番号"]) == (
        "ユキトウロウ", f"{world.body.pk}", "0258-11-2222",
    )  # fmt: skip
    (update,) = data(client, "/open-data/activities.json")["rows"]
    assert (update["people"], update["happened_on"], update["project_name"]) == (12, "2026-06-01", "岩沢の見守り")


def test_a_download_is_narrowed_by_the_words_of_its_list(world, client):
    page = client.get("/projects/", {"area": world.area.pk, "page": 1, "sort": "name"}).text
    (address,) = re.findall(r'href="(/open-data/projects\.csv\?[^"]*)"', page)
    assert address == f"/open-data/projects.csv?area={world.area.pk}"
    assert [row["名称"] for row in table(client, address)] == ["岩沢の見守り"]
    assert "/feeds/projects.atom?area=" in page and "/open-data/#projects" in page
    assert len(table(client, "/open-data/projects.csv?area=x")) == 2  # what is none of the choices narrows nothing
    assert table(client, "/open-data/projects.csv?year=1999") != []
    assert [row["title"] for row in data(client, "/open-data/offers.json?tab=help")["rows"]] == ["人手"]
    assert [row["name"] for row in data(client, "/open-data/partners.json?q=雪の会")["rows"]] == ["おぢや雪の会"]
    assert data(client, "/open-data/calls.json?track=city")["rows"] == []
    assert data(client, "/open-data/cases.json?topic=snow")["rows"] == []
    for address in (
        "events.json?month=over",
        "topics.json?state=working",
        "opinion-results.json?status=open",
        "committee-members.json?state=ended",
    ):
        assert data(client, f"/open-data/{address}")["rows"] == [], address
        assert len(data(client, f"/open-data/{address.partition('?')[0]}")["rows"]) == 1


def test_scripts_of_other_sites_read_data_and_feeds_and_nothing_else(world, client, client_for):
    shared = ["/open-data/partners.csv", "/open-data/partners.json", "/open-data/offers.schema.json", "/feeds/projects.atom", "/calls.ics",
              "/report/statistics.csv"]  # fmt: skip
    for address in shared:
        answer = client.get(address)
        told = answer.headers["Access-Control-Allow-Origin"], answer.headers["Cross-Origin-Resource-Policy"]
        assert told == ("*", "cross-origin") and "Access-Control-Allow-Credentials" not in answer.headers
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for address in (
        "/",
        "/open-data/",
        "/projects/",
        world.body.get_absolute_url(),
        "/search/?q=雪",
        "/open-data/nothing.csv",
        "/me/",
    ):
        answer = client_for(world.representative).get(address)
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_who_is_signed_in_gets_the_same_data_as_everybody(world, client, client_for):
    hidden = world.cycle(title="まだ秘密", published=False)
    for name in LISTS:
        address = f"/open-data/{name}.csv"
        assert table(client_for(world.clerk), address) == table(client, address)
    assert hidden.project.title not in client.get("/open-data/projects.csv").getvalue().decode()


def test_a_private_column_stops_the_program_at_its_start():
    def made(*columns):
        return OpenList("x", "x", "x", "partners", Partner, Partner.objects.all, None, ("pk",), columns)

    made(plain(Partner, "name"))
    members = Several(Membership.objects.filter(partner=OuterRef("pk")), ("user__email",))
    for column in (plain(Partner, "phone"), Column("p", "p", reads=("merged_into__email",)), Column("m", "m", reads=(members,))):
        with pytest.raises(PrivateColumn):
            made(column)


@pytest.mark.parametrize("count", [1, 3])
def test_a_download_asks_the_same_however_many_rows(world, client, django_assert_max_num_queries, count):
    for number in range(count):
        build.offer(world.body, f"机{number}")
        world.cycle(title=f"花壇{number}")
    data(client, "/open-data/projects.json")  # the database is asked once for what it can do
    for name in LISTS:
        with django_assert_max_num_queries(6):
            data(client, f"/open-data/{name}.json?q=")


def test_words_that_spreadsheets_would_run_are_shielded_in_csv_alone(world, client):
    Offer.objects.filter(pk=world.offer.pk).update(title="=1+1")
    assert "'=1+1" in [row["名称"] for row in table(client, "/open-data/offers.csv")]
    assert "=1+1" in [row["title"] for row in data(client, "/open-data/offers.json")["rows"]]


def test_an_empty_list_is_a_list(client):
    assert (
        data(client, "/open-data/offers.json?q=どこにもない")["rows"] == []
        and table(client, "/open-data/offers.csv?q=どこにもない") == []
    )


def test_a_column_says_how_it_is_written():
    assert Column("a", "a", kind=Kind.WORDS).in_csv(None) == "" and Column("a", "a", kind=Kind.WORDS).in_json(None) == []
    assert Column("a", "a", kind=Kind.NUMBER).in_json(None) is None and Column("a", "a").in_json(None) == ""
