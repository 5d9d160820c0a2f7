"""見くらべる: what documents say of one kind, side by side, and what is said when the choice does not fit."""

import re

import pytest

from tests.guidelines.build import MURORAN, NIIGATA, OWN, SUNAGAWA, item, put

pytestmark = pytest.mark.django_db
PAGE = "/guidelines/compare/"


def four_cities(tmp_path):
    """Three cities with principles, the fourth with policies only."""
    put(tmp_path, OWN, "ojiya", principles=[item("taiwa", "対話", code="dialogue", own_word="ポイント")])
    put(
        tmp_path,
        NIIGATA,
        "niigata",
        guideline={"edition": "案", "issue_note": "資料に年はありません。"},
        principles=[
            item("jiritsu", "相互自立", code="autonomy", own_word="原則"),
            item("minaoshi", "評価・見直し", code="review", own_word="原則"),
        ],
    )
    put(
        tmp_path,
        SUNAGAWA,
        "sunagawa",
        guideline={"year": 2013, "month": 4},
        principles=[
            item("jishu", "自主性の尊重", code="autonomy", own_word="原則", body="- 自分から動く\n- 責任を持つ"),
            item("taito", "対等な関係", code="equality", own_word="原則"),
        ],
    )
    put(
        tmp_path,
        MURORAN,
        "muroran",
        guideline={"city_note": "題と制度から推定しました。", "year": 2015, "issue_note": "年は推定です。"},
        policies=[
            item("rinen", "理念の共有", code="awareness", own_word="柱"),
            item("joho", "情報の提供", code="information", own_word="方針"),
            item("kikai", "機会の提供", code="chances", own_word="方針"),
            item("tashita", "足した区分", code="people", section="", is_added=True),
        ],
    )


@pytest.fixture(scope="module")
def shelf(lay, tmp_path_factory):
    lay(lambda: four_cities(tmp_path_factory.mktemp("shelf")))


def words(client, query=""):
    answer = client.get(PAGE + query)
    assert answer.status_code == 200
    html = answer.content.decode()
    return " ".join(re.sub(r"<[^>]*>", " ", html.replace("<wbr>", "")).split()), html


def checked(html):
    return re.findall(r'name="city" value="(\w+)"[^>]*checked', html)


def test_two_cities_differ_at_a_glance(client, shelf):
    page, html = words(client, "?kind=principles&city=niigata&city=sunagawa")
    assert "砂川市は2つの原則、新潟市は2つの原則をあげています。どちらにもあるのは、「自主・自立」です。" in page
    assert "どちらにもある 自主・自立" in page
    assert "砂川市だけにある 対等 " in page and "新潟市だけにある 評価・見直し" in page
    assert "砂川市 2013年（平成25年4月） 資料での呼び名：原則" in page and "案、発行年の記載なし" in page
    assert 'href="/guidelines/sunagawa/1/"><b>自主性の尊重</b>' in html and "<li>責任を持つ</li>" in html
    assert checked(html) == ["sunagawa", "niigata"] and page.count("エラー") == 0


def test_a_document_without_the_kind_says_so(client, shelf):
    page, html = words(client, "?kind=principles&city=niigata&city=muroran")
    assert "室蘭市（推定） 2015年（平成27年）（推定） この資料には記載なし" in page
    assert "室蘭市（推定）の資料には、原則の記載がありません。" in page
    assert html.count("この資料には記載なし") == 1 and '<span class="kp-small">記載なし</span>' in html


def test_unlike_things_keep_their_own_words_and_additions_are_left_out(client, shelf):
    page, _ = words(client, "?kind=policies&city=muroran&city=ojiya")
    assert "室蘭市（推定）は1つの柱と2つの方針をあげています。" in page
    assert "理念の共有 資料では「柱」" in page and "情報の提供 資料では「方針」" in page
    assert "足した区分" not in page


def test_nothing_sent_shows_the_own_city_and_two_that_speak(client, shelf):
    page, html = words(client)
    assert checked(html) == ["ojiya", "sunagawa", "niigata"]
    assert "小千谷市は1つのポイント" in page and "くらべる自治体を2つ以上" not in page


@pytest.mark.parametrize(
    ("query", "message", "kept"),
    [
        ("?kind=principles&city=niigata", "くらべる自治体を2つ以上選んでください。", ["niigata"]),
        ("?kind=principles", "くらべる自治体を2つ以上選んでください。", []),
        ("?kind=principles&city=niigata&city=niigata", "同じ自治体が2回選ばれています。", ["niigata"]),
        ("?kind=principles&city=niigata&city=nowhere", "くらべる自治体を、並んでいるものから選び直してください。", ["niigata"]),
        (
            "?kind=stones&city=niigata&city=sunagawa",
            "くらべることを、並んでいるものから選び直してください。",
            ["sunagawa", "niigata"],
        ),
        ("?kind=roles&kind=forms&city=niigata&city=sunagawa", "くらべることは、1つだけ選んでください。", ["sunagawa", "niigata"]),
        ("?kind=%0A&city=" + "9" * 400, "くらべる自治体", []),
    ],
)
def test_a_choice_that_does_not_fit_is_told_at_its_field(client, shelf, query, message, kept):
    page, html = words(client, query)
    assert page.count(message) >= 2 and "入力を直してください" in page and "くらべた資料" in page
    assert sorted(checked(html)) == sorted(kept)
