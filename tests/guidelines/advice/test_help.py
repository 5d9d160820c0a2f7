"""相談先さがし: from a trouble to whom to ask."""

import re

import pytest

from guidelines.models import ContactPoint, Guideline, Trouble
from tests.build import read

pytestmark = pytest.mark.usefixtures("shared_library")

HELP = "/guidelines/help/"
ROOF = "/guidelines/help/yane-yuki/"
SECTION = r'<section class="kp-top-l" aria-labelledby="found-h">(.*?)</section>'


def hits(html):
    """The addresses of the troubles that were found, in order."""
    section = re.search(SECTION, html, re.DOTALL)
    return list(dict.fromkeys(re.findall(r'href="(/guidelines/help/[a-z-]+/)"', section[1]))) if section else []


@pytest.mark.parametrize("query", ["雪", "屋根", "屋根　雪", "となりの家の屋根の雪がこわいです"])
def test_snow_on_an_old_neighbours_roof_is_found_by_words(client_for, ojiya, query):
    html = read(client_for(), HELP, {"q": query})
    assert hits(html)[0] == ROOF
    section = re.search(SECTION, html, re.DOTALL)[1]
    assert "町内会" in section and "0258-83-3512" in section


def test_snow_on_an_old_neighbours_roof_is_found_by_two_clicks(client_for, ojiya):
    listed = read(client_for(), HELP)
    assert f'<a href="{ROOF}"><span>となりの高齢の人の家に、屋根の雪がたまっている' in listed
    html = read(client_for(), ROOF)
    rungs = re.findall(r"<span>(自分・家族|町内会|地域の協議会・団体|市・中間支援)</span>\s*<small>", html)
    assert rungs == ["自分・家族", "町内会", "地域の協議会・団体", "市・中間支援"]
    for told in (
        'href="tel:0258-83-3512"',
        'href="tel:070-2209-2483"',
        "令和2年3月時点",
        "まず相談する",
        "やさしい日本語で読む",
        "119番",
        "福祉会",
    ):
        assert told in html, told
    assert html.index("福祉会") < html.index("生活支援コーディネーター</h3>")


def test_the_search_of_the_whole_site_finds_it_too(client_for, ojiya):
    assert f'href="{ROOF}"' in read(client_for(), "/search/", {"q": "屋根"})


def test_troubles_stand_in_groups(client_for, ojiya):
    html = read(client_for(), HELP)
    assert re.findall(r'<h3 class="kp-h3 kp-ph">(.*?)</h3>', html) == [
        "冬と災害", "毎日のくらし", "活動を始める・続ける", "市に伝える・市と組む", "市の課が受け持つこと", "そのほか",
    ]  # fmt: skip
    assert html.count('class="kp-troubles') == 6 and "空き家のことで困っている（建設課）" in html


def test_a_hit_in_title_or_words_stands_before_one_in_the_text(client_for, ojiya):
    Trouble.objects.filter(key="ashi").update(search_text="…お金…")
    html = read(client_for(), HELP, {"q": "お金"})
    assert hits(html)[0] == "/guidelines/help/okane/" and "/guidelines/help/ashi/" in hits(html)


@pytest.mark.parametrize("query", ["zzz", "%", "_", "犀", "あ" * 5000])
def test_where_nothing_is_found_the_general_desk_answers(client_for, ojiya, query):
    html = read(client_for(), HELP, {"q": query})
    assert hits(html) == [] and "見つかりませんでした" in html
    assert html.count("まず相談する") == 1
    for told in (
        "地域づくり支援団体こしゃる",
        'href="tel:070-2209-2483"',
        'href="mailto:info@ojiya-kosharu.com"',
        'href="tel:0258-83-3512"',
    ):
        assert told in html, told


def test_a_contact_that_is_gone_and_an_empty_rung_are_left_out(client_for, ojiya):
    ContactPoint.objects.filter(key="chonaikai").delete()
    Trouble.objects.filter(key="yane-yuki").update(by_neighbours="")
    html = read(client_for(), ROOF)
    assert "kp-rung--self" in html and "kp-rung--neighbourhood" not in html


def test_without_a_guideline_the_general_desk_answers(client_for, ojiya):
    Guideline.objects.update(published_at=None)
    html = read(client_for(), HELP)
    assert "困りごとの一覧は、まだ公開していません" in html and "0258-83-3512" in html
    assert client_for().get(ROOF).status_code == 404
    assert client_for().get("/guidelines/help/nothing/").status_code == 404


def test_the_pages_ask_a_constant_number_of_questions(client_for, ojiya, django_assert_num_queries):
    client = client_for()
    for page, count in ((HELP, 3), (f"{HELP}?q=雪", 3), (f"{HELP}?q=zzz", 3), (ROOF, 3)):  # whom letters reach
        with django_assert_num_queries(count):
            client.get(page)


def test_in_plain_japanese_the_page_says_it_once_and_plainly(client_for, ojiya):
    client = client_for()
    client.cookies["kyodo_reading"] = "e"
    html = read(client, ROOF)
    assert "だいじょうぶですか" in html and "来てくれる家族や親せき" not in html
    assert 'href="tel:0258-83-3512"' in html and "kp-rung--self" not in html
