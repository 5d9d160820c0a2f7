"""The pages over the whole house: what they show, to whom, and how often they ask the database."""

import pytest

from guidelines.models import Guideline
from guidelines.revisions.loading_actions import load_guideline
from projects.models import InventoryRound
from tests import build
from tests.guidelines.build import NIIGATA, OWN, item, put, term

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_guideline():
    return load_guideline(build.OJIYA)


def text(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode().replace("<wbr>", "")


def test_home_tells_what_kyodo_is_from_the_own_guideline(client, own_guideline):
    page = text(client, "/")
    assert "対話" in page and "共有" in page and "対等の立場" in page and "相互理解" in page
    assert "いまは、募集していません。" in page


def test_search_finds_a_group_by_one_kanji_and_says_how_many(client):
    build.partner("雪あかりの会")
    page = text(client, "/search/?q=雪")
    assert "<title>「雪」をさがした結果（1件）" in page
    assert "<mark>雪</mark>あかりの会" in page.replace("<wbr>", "")


def test_search_without_a_hit_says_what_to_do(client):
    page = text(client, "/search/?q=どこにもないことば")
    assert "「どこにもないことば」は見つかりませんでした" in page
    assert "電話" in page


@pytest.mark.parametrize("query", ["%00", "%ff%fe", "a" * 5000, "%ED%A0%80", "'%20OR%201=1--", "<x-probe>"])
def test_search_survives_what_people_and_robots_send(client, query):
    assert client.get(f"/search/?q={query}").status_code in (200, 400)


def test_my_page_of_a_new_resident_says_how_to_begin(client):
    client.force_login(build.user("見本 つばさ"))
    page = text(client, "/me/")
    assert "いま、してもらうことはありません" in page
    assert "はじめるには" in page


def test_my_page_of_somebody_who_comes_later_says_from_when(client):
    office, _ = build.office("department", "福祉課")
    person = build.user("見本 つぎ")
    office.memberships.create(user=person, since=build.days(20))
    client.force_login(person)
    page = text(client, "/me/")
    assert "から、福祉課の担当です。" in page and "どの団体にも入っていません" not in page


def test_open_data_holds_public_columns_only(client):
    body, _, _ = build.group("見本の会")
    body.phone, body.representative, body.email = "0258-00-0000", "見本 花子", "hanako@example.jp"
    body.save()
    data = client.get("/open-data/partners.csv").getvalue().decode("utf-8-sig")
    assert data.splitlines()[0].startswith("全国地方公共団体コード,ID,地方公共団体名,名称,名称_カナ")
    assert "見本の会" in data
    assert not any(secret in data for secret in ("0258-00-0000", "見本 花子", "hanako@example.jp"))


def test_robots_keep_out_of_a_sample_site(client, settings):
    settings.KYODO_SAMPLE = True
    assert "Disallow: /\n" in text(client, "/robots.txt")


@pytest.mark.parametrize(("path", "queries"), [("/", 15), ("/search/?q=会", 26)])
def test_constant_queries(client, django_assert_num_queries, own_guideline, path, queries):
    for count in (1, 2):
        for _ in range(count):
            build.partner()
        client.get(path)
        with django_assert_num_queries(queries):
            client.get(path)


def test_search_finds_what_guidelines_say_each_kind_by_itself(client, tmp_path):
    about = {"problem": "雪が多い", "topics": ["snow"]}
    put(
        tmp_path,
        OWN,
        "ojiya",
        terms=[term("yuki", "雪の日", "ゆきのひ")],
        cases=[item("yuki", "雪かき", **about)],
        forms=[{**item("koen", "雪まつりの後援", code="nominal")}],
        principles=[item("yuki", "雪の原則", code="other")],
    )
    put(tmp_path, NIIGATA, "niigata", terms=[term("yuki", "雪の日", "ゆきのひ")])
    page = text(client, "/search/?q=雪")
    for label in ("ことば", "事例", "協働の形態", "原則"):
        assert page.count(f'<p class="kp-hit__kind">{label}</p>') == 1
    assert 'href="/guidelines/terms/yuki/"' in page and "<mark>雪</mark>の原則（小千谷市）" in page.replace("<wbr>", "")
    assert 'href="/guidelines/ojiya/1/">' in page
    Guideline.objects.update(published_at=None)
    assert "見つかりませんでした" in text(client, "/search/?q=雪の")


def test_search_names_the_city_and_keeps_no_hit_back(client, tmp_path):
    chapters = [{"number": n, "title": f"雪の話{n}", "lead": "要点。", "body": "本文。"} for n in range(1, 8)]
    put(tmp_path, NIIGATA, "niigata", chapters=chapters, terms=[term("yuki", "雪の日", "ゆきのひ", chapter=None)])
    assert "ガイドラインのほかの2件を見る" in text(client, "/search/?q=雪の")
    page = text(client, "/search/?q=雪の&kind=guide").replace("<wbr>", "")
    for n in range(1, 8):
        assert f'href="/guidelines/niigata/{n}/">{n} <mark>雪の</mark>話{n}（新潟市）</a>' in page
    assert "<mark>雪の</mark>日（新潟市）" in page


@pytest.mark.parametrize("address", ["/projects/{}/", "/ledger/inventory/2025/{}/", "/ledger/inventory/{}/", "/events/{}/"])
def test_a_number_that_no_column_holds_names_nothing(client_for, address):
    clerk = build.office("secretariat")[1]
    InventoryRound.objects.create(fiscal_year=2025, status="preparing", opens_on=build.days(0), closes_on=build.days(30))
    assert client_for(clerk).get(address.format(9223372036854775808)).status_code == 404
