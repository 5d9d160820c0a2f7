"""事例: found by city, field, form, actor and words; told as far as the source tells; tied to the ledger."""

import re

import pytest

from guidelines.models import CaseStudy, Guideline
from guidelines.revisions.loading_actions import load_guideline
from tests import build
from tests.build import read
from tests.projects.ledger.build import World

LIST = "/guidelines/cases/"


@pytest.fixture(scope="module")
def three_cities(lay):
    lay(lambda: [load_guideline(build.OJIYA.with_name(f"{name}.json")) for name in ("ojiya", "niigata", "nagaoka")])


@pytest.fixture
def library(three_cities, db):
    """The guidelines of three cities, laid once for the file (tests/shared.py)."""


def titles(html):
    return [re.sub("<[^>]*>", "", heading) for heading in re.findall(r'<h3 class="kp-h3 kp-ph">(.*?)</h3>', html)]


def test_the_own_city_stands_first_and_every_case_is_on_one_page(client_for, library):
    first = read(client_for(), LIST)
    second = read(client_for(), LIST, {"page": "2"})
    assert "すべての事例（28件）" in first and 'href="?page=2"' in first
    assert titles(first)[:3] == [
        "小千谷の除雪",
        "岩沢の地域コミュニティバス",
        "地域の清掃と施設の手入れ",
    ]
    assert titles(first)[8] == "福祉防災マップづくり"
    assert len(titles(first)) == 12 and titles(second)[6:9] == [
        "GREEN DAY（グリーンデー）",
        "災害応援協定",
        "不審者についての情報の配信",
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"topic": "snow"}, ["小千谷の除雪"]),
        ({"topic": ["snow", "mobility"], "city": "152081"}, ["小千谷の除雪", "岩沢の地域コミュニティバス"]),
        ({"form": "cooperation", "city": "151009"}, ["災害応援協定"]),
        ({"actor": "user"}, ["岩沢の地域コミュニティバス"]),
        ({"q": "雪"}, ["小千谷の除雪"]),
        ({"q": "新潟市　犬"}, ["わんわんパトロール隊"]),
        ({"q": "ﾊﾞｽ", "topic": "mobility", "city": "152081"}, ["岩沢の地域コミュニティバス"]),
        ({"q": "どこにもないことば"}, []),
    ],
)
def test_filters(client_for, library, query, expected):
    html = read(client_for(), LIST, query)
    assert titles(html) == expected
    assert html.count("を外す</span></a>") == sum(len(value) if isinstance(value, list) else 1 for value in query.values())
    assert ("条件を1つ外すと、見つかるかもしれません" in html) is not bool(expected)


@pytest.mark.parametrize(
    "query",
    [f"page={10**40}", "page=-1", "topic=unknown&topic=snow", "city=%F0%9F%8C%B8", "form=%25&actor=_", "q=" + "%E9%9B%AA+" * 200],
)
def test_odd_parameters_harm_nothing(client_for, library, query):
    assert client_for().get(f"{LIST}?{query}").status_code == 200


def test_a_story_is_told_whole(client_for, library):
    html = read(client_for(), "/guidelines/cases/ojiya/iwasawa-bus/")
    headings = [re.sub("<[^>]*>", "", heading) for heading in re.findall(r"<h2[^>]*>(.*?)</h2>", html)]
    assert headings == [
        "困りごと", "話し合い", "参考にしたこと", "実現したこと", "見直し", "だれが何をしたか", "似た事例をさがす", "出典",
    ]  # fmt: skip
    for told in (
        "岩沢地域",
        "中心になったところ",
        "いっしょに取り組んだところ",
        "第5節",
        'href="/guidelines/ojiya/5/"',
        "?topic=mobility",
    ):
        assert told in html, told
    assert 'rel="prev"><span>前の事例（小千谷市）</span>小千谷の除雪' in html
    assert 'rel="next"><span>次の事例（小千谷市）</span>地域の清掃と施設の手入れ' in html


def test_what_the_source_lacks_has_no_heading(client_for, library):
    html = read(client_for(), "/guidelines/cases/niigata/green-day/")
    assert re.findall(r'<h2[^>]*id="(.*?)"', html) == ["alike-h", "source-h"]
    assert "この資料には記載なし" in html
    Guideline.objects.filter(slug="niigata").update(city_note="町の名からの推定です。")
    html = read(client_for(), "/guidelines/cases/niigata/green-day/")
    assert "（推定）" in html and "町の名からの推定です。" in html


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_case_and_its_ledger_entries_lead_to_each_other(client_for, library, django_assert_num_queries, how_many):
    world, case = World(), CaseStudy.objects.select_related("guideline").get(key="iwasawa-bus")
    entries = [world.entry(title=f"バスの運行{number}", case=case) for number in range(how_many)]
    world.entry(title="まだ公開しないバス", case=case, published=False)
    client = client_for()
    with django_assert_num_queries(4):
        html = read(client, case.get_absolute_url())
    assert f"台帳に載っている取り組み（{how_many}件）" in re.sub("<wbr>", "", html) and "まだ公開しない" not in html
    page = f"/projects/{entries[0].pk}/"
    assert f'<a href="{case.get_absolute_url()}">ガイドラインの事例：岩沢の地域コミュニティバス</a>' in read(client, page)
    Guideline.objects.filter(slug="ojiya").update(published_at=None)
    assert case.get_absolute_url() not in read(client, page)


def test_the_list_asks_three_questions(client_for, library, django_assert_num_queries):
    client = client_for()
    for query in ("", "?topic=snow", "?q=雪"):
        with django_assert_num_queries(3):
            client.get(LIST + query)
