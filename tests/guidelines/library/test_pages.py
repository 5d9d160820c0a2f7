"""The library as a resident reads it."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guidelines.models import CaseStudy, CollaborationForm, Guideline, Policy, Principle, Term
from guidelines.revisions.loading_actions import load_guideline
from kyodo_portal.common.web.reading_preference import COOKIE
from tests import build
from tests.shared import laid_once

pytestmark = [pytest.mark.usefixtures("shared_library"), pytest.mark.one_engine]

# page -> what must stand on it, in the page's words: the facts of the document, section by section
FACTS = {
    "/guidelines/": ["協働とは", "住む人、地域、団体、企業、学校、そして行政", "対話", "共有", "対等の立場", "相互理解",
        "小千谷市 市民との協働ガイドライン", "令和2年3月", "8 小千谷市がすすめること"],
    "/guidelines/ojiya/": ["道の雪かたづけ", "新潟県中越大震災", "復興", "2020年（令和2年3月）", "新潟県小千谷市", "小千谷市役所 観光交流課",
        "最初の一歩", "自主", "出典と編集について"],
    "/guidelines/ojiya/1/": ["人の数が減り", "子どもが少なく高齢の人が多い", "力を出し合って", "気がすむまで話します", "情報を隠しません", "責任も分け合います",
        "信じ合える", "やさしい日本語で読む", "第7節"],
    "/guidelines/ojiya/2/": ["こうなったらいいのにな", "困ったな、どうしよう", "みんなの笑顔が輝くまち", "目的や課題", "情報を届けられる", "相談にのれる",
        "活動の場を用意できる", "専門的な知識と情報", "住む人どうしの交流", "地域の課題を解決できる", "社会に役立つ活動に加われる", "活動に加わる"],
    "/guidelines/ojiya/3/": ["広報おぢや", "行事に出てみる", "あいさつ", "清掃", "避難", "年齢も、性別も、国籍も", "絆"],
    "/guidelines/ojiya/4/": ["小千谷の除雪", "市民（個人）", "家族や親せきの家", "近所の除雪", "地域や団体", "流雪溝", "消雪パイプ", "除雪ボランティア",
        "アーケードの雪下ろし", "企業や行政", "道路と施設の除雪", "区域の割り振り", "緊急出動", "克雪都市宣言", "昭和54年8月17日", "議決"],
    "/guidelines/ojiya/5/": ["岩沢", "コミュニティバス", "路線がなくなり", "買い物", "病院", "町内会や地域振興会", "会社の前がバス停", "使える制度", "ほかの地域",
        "走り始めました", "定期的に見直し", "利用者", "岩沢住民センター", "岩沢地域振興協議会", "運行を管理", "維持管理", "バスを待つ場所", "車両を貸し出し",
        "困りごと", "話し合い", "参考にしたこと", "実現したこと", "乗り継げるところまで"],
    "/guidelines/ojiya/6/": ["ごみゼロ", "草取り", "消防団", "自主防災訓練", "ファミリーサポート事業", "おぢやまつり", "委員会や計画づくりへの参画", "生活支援体制整備事業",
        "生活支援コーディネーター", "福祉会", "手法", "計画策定の市民参画", "活動支援", "実行委員会組織", "減免", "後援", "共催", "委託事業", "補助金"],
    "/guidelines/ojiya/7/": ["気づく・考える", "みんなで気づく・考える", "活動を計画する", "役割と期限", "計画を実施する", "ふりかえる・続ける・広げる",
        "話し合いとコミュニケーション", "楽しみながら"],
    "/guidelines/ojiya/8/": ["「ひと」を育み", "「しくみ」をつくります", "「体制」を整えます", "町内会", "地域の団体", "小千谷市役所 観光交流課", "0258-83-3512",
        "0258-83-0871", "947-0028", "城内1-13-20", "地域づくり支援団体こしゃる", "分庁舎", "070-2209-2483", "info@ojiya-kosharu.com",
        "http://ojiya-kosharu.com", "令和2年3月時点"],
}  # fmt: skip
# A visitor's queries: constant, whatever the number of rows.
QUERIES = {
    "/guidelines/": 5, "/guidelines/ojiya/": 4, "/guidelines/ojiya/1/": 4, "/guidelines/ojiya/2/": 3, "/guidelines/ojiya/3/": 3,
    "/guidelines/ojiya/4/": 4, "/guidelines/ojiya/5/": 4, "/guidelines/ojiya/6/": 4, "/guidelines/ojiya/7/": 3, "/guidelines/ojiya/8/": 5,
}  # fmt: skip


@pytest.mark.parametrize("page", FACTS)
def test_page_tells_what_the_document_tells(client_for, ojiya, page):
    answer = client_for().get(page)
    words = re.sub(r"<[^>]*>", "", answer.content.decode())
    assert answer.status_code == 200
    assert [fact for fact in FACTS[page] if fact not in words] == []


@pytest.mark.parametrize("page", QUERIES)
def test_page_is_light(client_for, ojiya, page):
    client = client_for()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(page)
    assert len(queries) == QUERIES[page], [q["sql"][:120] for q in queries]
    assert len(answer.content) <= 40_000


OTHERS = ("niigata", "sunagawa", "nagaoka", "muroran")


@pytest.fixture(scope="module")
def city(request, shared_library, django_db_blocker):
    """One city's guideline, loaded once for all the tests that ask for it."""
    with laid_once(django_db_blocker, lambda: load_guideline(build.OJIYA.with_name(f"{request.param}.json"))) as loaded:
        yield loaded


@pytest.mark.parametrize("city", ["ojiya", *OTHERS], indirect=True)
@pytest.mark.parametrize("choice", ["", "e"], ids=["ordinary", "easy"])
def test_every_chapter_is_light_and_well_formed(client_for, city, choice):
    client = client_for()
    client.cookies[COOKIE] = choice
    for chapter in city.chapters.all():
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(chapter.get_absolute_url())
        # The chapter of the policies asks what became of them.
        assert len(queries) <= 4 + (chapter.title == "小千谷市がすすめること"), (chapter, [q["sql"][:120] for q in queries])
        assert len(answer.content) <= 40_000, chapter
        well_formed(answer.content.decode())


@pytest.mark.parametrize("city", OTHERS, indirect=True)
def test_a_guideline_of_another_city_shows_what_is_inferred(client_for, city):
    card, page = (
        client_for().get(path).content.decode().replace("<wbr>", "") for path in ("/guidelines/", f"/guidelines/{city.slug}/1/")
    )
    assert "ほかの自治体に学ぶ" in card and city.summary in card and f"全{city.chapters.count()}節" in card
    for html in (card, page):
        assert ("市町村は推定" in html) == (city.slug in ("nagaoka", "muroran"))
        assert ("年の記載なし" in html) == (not city.year)
    assert city.chapters.get(number=1).section in page
    if city.slug == "nagaoka":  # nothing in the title says whose document it is
        assert "<b>長岡市（推定）　市民との協働を推進する市役所のコンセプト</b>" in page and "全4節のうち第1節" in page
    if city.slug == "muroran":
        assert "、2015年（平成27年12月）（推定）、第3章1。" in page


def test_the_city_s_ways_of_support_lead_to_their_forms(client_for, ojiya):
    html = build.read(client_for(), "/guidelines/ojiya/6/")
    assert '<a href="/guidelines/forms/ojiya/genmen/">減免</a>' in html
    assert html.count('scope="row"><a href="/guidelines/forms/ojiya/') == 8


@pytest.mark.parametrize("city", ["ojiya", *OTHERS], indirect=True)
def test_the_whole_document_stands_on_one_page(client_for, city):
    with CaptureQueriesContext(connection) as queries:
        html = client_for().get(f"/guidelines/{city.slug}/print/").content.decode()
    assert len(queries) <= 16
    for chapter in city.chapters.all():
        assert f'href="#chapter-{chapter.number}"' in html and f'id="chapter-{chapter.number}"' in html
    for kind in (Principle, Term, Policy, CollaborationForm, CaseStudy):
        shown = kind.objects.filter(guideline=city, chapter__isnull=False).values_list("title", flat=True)
        assert [title for title in shown if title not in html.replace("<wbr>", "")] == []
    well_formed(html)


def test_the_day_of_the_last_check_is_told(client_for, ojiya):
    chapter = ojiya.chapters.get(number=1)
    assert "最後に確かめた日" not in client_for().get("/guidelines/ojiya/1/").content.decode()
    chapter.checked_on, chapter.checked_by = datetime.date(2026, 6, 30), build.user()
    chapter.save()
    assert "最後に確かめた日：<time" in (html := client_for().get("/guidelines/ojiya/1/").content.decode())
    assert "2026年6月30日（火）" in html


@pytest.mark.parametrize("page", FACTS)
def test_page_is_well_formed(client_for, ojiya, page):
    well_formed(client_for().get(page).content.decode())


def well_formed(html):
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", html)]
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in zip(levels, levels[1:], strict=False)), levels
    assert len(ids) == len(set(ids))
    for named in re.findall(r'aria-labelledby="([^"]+)"', html):
        assert set(named.split()) <= set(ids)
    assert "style=" not in html and "{{" not in html and "[[" not in html and "None" not in re.sub(r"<[^>]*>", "", html)


def test_first_and_last_chapter_lead_on(client_for, ojiya):
    first = client_for().get("/guidelines/ojiya/1/").content.decode()
    last = client_for().get("/guidelines/ojiya/8/").content.decode()
    assert 'href="/guidelines/ojiya/" rel="prev"' in first and 'href="/guidelines/ojiya/2/" rel="next"' in first
    assert 'href="/guidelines/ojiya/7/" rel="prev"' in last and 'rel="next"' not in last


@pytest.mark.parametrize(
    "page",
    [
        "/guidelines/nowhere/",
        "/guidelines/ojiya/9/",
        "/guidelines/ojiya/0/",
        f"/guidelines/ojiya/{10**40}/",
        "/guidelines/nowhere/1/",
    ],
)
def test_what_is_not_there_is_404(client_for, ojiya, page):
    assert client_for().get(page).status_code == 404


def test_a_draft_is_not_there_for_the_public(client_for, ojiya):
    Guideline.objects.update(published_at=None)
    assert client_for().get("/guidelines/ojiya/").status_code == 404
    assert client_for().get("/guidelines/ojiya/1/").status_code == 404
    empty = client_for().get("/guidelines/")
    assert empty.status_code == 200 and "まだ公開していません" in empty.content.decode()


def test_a_hostile_body_is_harmless(client_for, ojiya):
    chapter = ojiya.chapters.get(number=3)
    chapter.body = (
        "<script>alert(1)</script>\n\n[押す](javascript:alert(1))\n\n<img src=x onerror=alert(1)>\n\n![図](//evil.example/a.png)\n\n"
        '<p style="position:fixed">上に</p>\n\n[[知らない名前]]\n\n[[はじめの一歩]]\n\n{{ settings.SECRET_KEY }} {漢字|<b>かんじ</b>}\n\n'
        "**「重要」**です\n\n" + "> " * 3000 + "深い" + "\n\n" + "[" * 5000
    )
    chapter.save()
    answer = client_for().get("/guidelines/ojiya/3/")
    html = answer.content.decode()
    assert answer.status_code == 200
    for bad in ("<script>", "<img src=x", 'href="javascript', "<p style", '//evil.example/a.png"', "<b>かんじ"):
        assert bad not in html
    assert "<strong>「重要」</strong>です" in html
    assert "[[知らない名前]]" in html and "広報おぢや" in html


def test_lines_of_a_paragraph_join_without_a_gap(client_for, ojiya):
    chapter = ojiya.chapters.get(number=3)
    chapter.body = "日本語の行。\n次の行\n**太字**の行\nEnglish\nwords\n\n[[はじめの一歩]]"
    chapter.save()
    html = client_for().get("/guidelines/ojiya/3/").content.decode()
    assert "日本語の行。次の行<strong>太字</strong>の行\nEnglish\nwords" in html
