"""ことば: the index, a word's page, and words linked in chapters."""

import re
import time

import pytest

from guidelines.library.glossary import Word, link_terms
from guidelines.models import Term
from kyodo_portal.common.text.markdown import render
from tests import build
from tests.guidelines.build import NIIGATA, OWN, SUNAGAWA, put, term

pytestmark = pytest.mark.django_db


def three_cities(tmp_path):
    """Words of three cities; 協働 is a word of two, and stands in a chapter of the first."""
    text = {
        "number": 2,
        "title": "協働の章",
        "lead": "要点。",
        "body": "市民協働と、協働の話です。協働と補完性の原理。総働。\n\n# 協働の見出し",
    }
    chapters = [{"number": 1, "title": "はじめの章", "lead": "要点。", "body": "[[用語]]"}, text]
    put(tmp_path, OWN, "ojiya", chapters=chapters, terms=[term("kyodo", "協働", "きょうどう", easy="いっしょに する ことです。")])
    put(
        tmp_path,
        SUNAGAWA,
        "sunagawa",
        terms=[
            term("kyodo", "協働", "きょうどう", family="3つのきょうどう", related="hokansei nowhere", section="3ページ"),
            term("kyodo-kyodo", "共同", "きょうどう", family="3つのきょうどう"),
        ],
    )
    put(
        tmp_path,
        NIIGATA,
        "niigata",
        guideline={"issue_note": "資料に年はありません。"},
        terms=[
            term("hokansei", "補完性の原理", "ほかんせいのげんり", also="補完性の原則"),
            term("sodo", "総働", "そうどう"),
            term("npo", "NPO", "えぬぴーおー"),
        ],
    )


@pytest.fixture(scope="module")
def shelf(lay, tmp_path_factory):
    lay(lambda: three_cities(tmp_path_factory.mktemp("shelf")))


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return build.markup(answer)


def said(html):
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_index_is_in_the_order_of_readings(client, shelf):
    html = read(client, "/guidelines/terms/")
    index = html[html.index('id="words"') :]
    assert re.findall(r"<b>([^<]+)</b></a>", index) == ["NPO", "共同", "協働", "総働", "補完性の原理"]
    assert re.findall(r'<h3[^>]*id="row-(.)"', html) == ["あ", "か", "さ", "は"]
    assert re.findall(r'<a href="#row-(.)"', html) == ["あ", "か", "さ", "は"]
    assert "説明のある資料：小千谷市、砂川市" in html and "3つのきょうどう" in html


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("総", ["総働"]),
        ("そうどう", ["総働"]),
        ("ｎｐｏ", ["NPO"]),
        ("補完 原則", ["補完性の原理"]),
        ("協", ["協働"]),
        ("雪", []),
    ],
)
def test_words_are_found_by_name_reading_and_other_spelling(client, shelf, query, expected):
    html = read(client, f"/guidelines/terms/?q={query}")
    assert re.findall(r'<dt><a href="[^"]+"><b>([^<]+)</b>', html) == expected


def test_a_word_has_a_meaning_by_city(client, shelf):
    page = said(read(client, "/guidelines/terms/kyodo/"))
    assert page.index("小千谷市では") < page.index("砂川市では")
    assert "出典：砂川市「sunagawaの指針」発行年の記載なし、3ページ" in page and "やさしい日本語で読む" in page
    assert "3つのきょうどう" in page and "共同" in page and "関連することば 補完性の原理" in page
    assert "このことばが出てくる節 小千谷市「ojiyaの指針」 2 協働の章" in page


def test_plain_japanese_is_kept_on_a_word_s_page_and_below_a_chapter(client, shelf):
    client.cookies["kyodo_reading"] = "e"
    assert "いっしょに する ことです。" in said(read(client, "/guidelines/terms/kyodo/"))
    assert "協働 （ きょうどう ） いっしょに する ことです。" in said(read(client, "/guidelines/ojiya/2/"))


@pytest.mark.parametrize("address", ["/guidelines/terms/nowhere/", f"/guidelines/terms/{'9' * 400}/", "/guidelines/terms/%25/"])
def test_unknown_words_are_404(client, shelf, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("query", ["?q=%00", "?q=%ED%A0%80", f"?page={10**40}", "?q=a&q=b&page=-1", "?q=%25_"])
def test_hostile_queries_are_harmless(client, shelf, query):
    assert client.get(f"/guidelines/terms/{query}").status_code in (200, 400)


def test_a_chapter_links_each_word_once_and_explains_it_below(client, shelf):
    html = read(client, "/guidelines/ojiya/2/")
    assert (
        '市民協働と、<a class="kp-term" role="doc-glossref" id="at-kyodo" href="#word-kyodo">協働</a>の話です。協働と<a' in html
    )
    assert re.findall(r'href="#at-(\w+)"', html) == ["kyodo", "hokansei"]  # 総働 of another city is too short to be told apart
    assert '<div id="word-hokansei"><dt><b>補完性の原理</b>（新潟市の資料のことば）</dt>' in html
    assert 'href="/guidelines/terms/kyodo/"' in html and ">協働の見出し</h2>" in html
    assert 'class="kp-term"' not in read(client, "/guidelines/ojiya/1/")  # the chapter explains the word itself


def linked(html, *titles):
    return link_terms(html, [Word(Term(key=f"k{n}", title=title), (title,)) for n, title in enumerate(titles)])


def test_only_running_text_is_linked():
    html = (
        '<h2>協働</h2><p title="協働">a<a href="/協働">協働</a><code>協働</code><ruby>漢字<rt>協働</rt></ruby><img alt="x > 協働">'
        "<svg><text>協働</text></svg>NPO法人とNPOと&amp;協働</p>"
    )
    new, used = linked(html, "NPO", "協働", "NPO法人", "amp")
    assert re.sub(r'<a class="kp-term"[^>]*>([^<]*)</a>', r"\1", new) == html
    assert [word.term.title for word in used] == ["NPO法人", "NPO", "協働"]
    assert new.endswith('&amp;<a class="kp-term" role="doc-glossref" id="at-k1" href="#word-k1">協働</a></p>')


def test_hostile_text_stays_harmless_and_fast():
    text = "<script>協働</script> [x](javascript:協働) 市民協 &lt;b&gt; " * 1500 + "協" * 30_000
    html = render(text)
    begun = time.perf_counter()
    new, used = linked(html + "<a \"'" * 5_000, "協働", *(f"協{n}" for n in range(200)), '<b onclick="x">', "lt")
    assert time.perf_counter() - begun < 0.3
    assert [word.key for word in used] == ["k0"] and "<script" not in new and "<b onclick" not in new
    assert re.sub(r'<a class="kp-term"[^>]*>([^<]*)</a>', r"\1", new).startswith(html)
