"""How somebody reads: plain Japanese and readings, kept while browsing; and the two pages for readers of little Japanese."""

import re

import pytest

from guidelines.models import Guideline
from kyodo_portal.common.japanese.readings import page_with_readings
from kyodo_portal.common.web.reading_preference import COOKIE
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_library")]
CHAPTER = "/guidelines/ojiya/1/"
PLAIN, NORMAL, RUBY = "ひとりが <ruby>気", "小千谷市の答えが「協働」です", "<ruby>"


@pytest.fixture
def library():
    return Guideline.objects.get(slug="ojiya")


def main(client, path=CHAPTER):
    """The page's own part, without the frame around it."""
    answer = client.get(path)
    assert answer.status_code == 200 and "Cookie" in answer["Vary"]
    return re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)[0]


def test_plain_japanese_takes_the_place_of_the_text_and_stays(client, library):
    assert NORMAL in main(client) and "気づきます" not in main(client) and RUBY not in main(client)
    answer = client.get("/reading/?easy=1&next=/guidelines/ojiya/1/")
    assert (answer.status_code, answer["Location"]) == (302, CHAPTER)
    cookie = answer.cookies[COOKIE]
    assert (cookie.value, cookie["samesite"], cookie["max-age"], bool(cookie["httponly"])) == ("e", "Lax", 31_536_000, True)
    for path in (CHAPTER, "/guidelines/ojiya/", "/guidelines/"):
        page = main(client, path)
        assert RUBY in page and NORMAL not in page
    assert "ふつうの日本語で読む" in re.sub(r"<rp>.*?</rp>|<rt>.*?</rt>|<[^>]*>", "", main(client))
    client.get("/reading/?easy=0")
    assert NORMAL in main(client) and COOKIE not in {name for name, morsel in client.cookies.items() if morsel.value}


def test_a_text_without_a_plain_version_says_so(client, library):
    library.chapters.update(easy="")
    client.get("/reading/?easy=1")
    page = main(client)
    assert "まだ「やさしい" in bare(page) and NORMAL in bare(page)
    assert "ひみつ" in page  # the principles have plain words of their own


def bare(html):
    """Markup without readings and without what says how it breaks."""
    return re.sub(r"<rt>.*?</rt>|<rp>.*?</rp>|</?ruby>|<wbr>", "", html)


def words(html):
    return re.sub("<[^>]*>", "", bare(html)).split()


NEWCOMERS = [
    "/", "/accounts/signup/", "/accounts/login/", "/partners/register/", "/projects/calls/", "/guidelines/help/",
    "/projects/procedure/propose/", "/partners/", "/partners/map/", "/photos/asked/", "/projects/",
    "/events/", "/voices/", "/voices/send/", "/partners/offers/", "/neighbourhood/", "/opinions/", "/news/", "/committees/", "/apply/schemes/",
]  # fmt: skip


def test_pages_that_a_newcomer_needs_have_readings_and_plain_japanese(client, library):
    """Words of the portal; what a city writes itself (a trouble, an address) has readings as far as the list knows its words."""
    ordinary = {path: main(client, path) for path in NEWCOMERS}
    client.get("/reading/?ruby=1")
    for path in NEWCOMERS:
        page = main(client, path)
        assert words(page) == words(ordinary[path]), path
        page = re.sub("<option.*?</option>", "", page, flags=re.DOTALL)  # holds no markup
        kanji = len(re.findall("[一-龥]", re.sub(r"<rt>.*?</rt>|<[^>]*>", "", page)))
        without = len(re.findall("[一-龥]", re.sub(r"<ruby>.*?</ruby>|<[^>]*>", "", page)))
        assert without < kanji / 12, (path, kanji, without)
    client.get("/reading/?easy=1")
    assert "この サイトを <ruby>使<rp>" in main(client, "/accounts/signup/") and "<textarea" not in main(client, "/")
    client.get("/reading/?ruby=0")
    assert "この サイトを 使う 人の 登録を します。" in main(client, "/accounts/signup/")


def test_every_page_of_signing_in_registering_and_proposing_is_there_in_plain_japanese(client, client_for):
    """Not only the first page of each: what follows it, and what is printed, says in plain Japanese what one does there."""
    _, chair, _ = build.group()
    row, call = build.registration(chair, status="draft", name="見本の読書会"), build.call()
    base, own = f"/partners/registrations/{row.pk}/", client_for(chair)
    ways = [
        (client, "/accounts/password/reset/"), (client, "/accounts/login/code/"), (client, "/partners/register/paper/"), (client, "/partners/takeover/paper/"),
        (client, f"/projects/calls/{call.pk}/paper/"), (own, base), (own, f"{base}paper/"), (own, f"{base}helper/"), (own, f"{base}discard/"),
        (own, f"/projects/calls/{call.pk}/propose/"), (client, "/policies/terms/"), (client, "/policies/privacy/"),
    ]  # fmt: skip
    group, boss, _ = build.group("見本の雪かき隊")
    draft, writer = build.draft(group, boss, to=call), client_for(boss)
    road = [
        f"/projects/proposals/{draft.pk}/{page}"
        for page in ("", "edit/who/", "edit/idea/", "check/", "paper/", "helper/", "delete/")
    ]
    ways += [(writer, path) for path in road]
    for reader, path in ways:
        reader.cookies["kyodo_reading"] = "en"
        page = reader.get(path)
        assert page.status_code == 200, path
        assert page.context["plain_text"] and page.context["plain_text"][0] in page.content.decode(), path


def test_writing_a_proposal_and_the_rules_of_the_site_have_readings(client, client_for):
    """From もくじ to the check, and what the site asks of everybody: nine of ten kanji have their reading, what was typed stays as it is."""
    group, boss, _ = build.group("ひだまりの会")
    draft, writer = build.draft(group, boss), client_for(boss)
    base = f"/projects/proposals/{draft.pk}/"
    pages = [f"{base}{page}" for page in ("", "edit/who/", "edit/idea/", "edit/plan/", "edit/budget/", "check/")]
    for reader, path in [*((writer, path) for path in pages), (client, "/policies/terms/"), (client, "/policies/privacy/")]:
        ordinary = main(reader, path)
        reader.cookies[COOKIE] = "r"
        page = main(reader, path)
        reader.cookies.pop(COOKIE)
        boxes = re.findall("<textarea.*?</textarea>|<input[^>]*>", page, re.DOTALL)
        assert words(page) == words(ordinary) and "<ruby>" not in "".join(boxes), path
        page = re.sub(r"<(option|textarea).*?</\1>", "", page, flags=re.DOTALL)
        kanji = len(re.findall("[一-龥]", re.sub(r"<rt>.*?</rt>|<[^>]*>", "", page)))
        without = len(re.findall("[一-龥]", re.sub(r"<ruby>.*?</ruby>|<[^>]*>", "", page)))
        assert without < kanji / 10, (path, kanji, without)


def test_readings_and_plain_japanese_are_offered_where_they_do_something(client, library):
    def offered(path):
        header = re.search(r'<nav class="kp-util".*?</nav>', client.get(path).content.decode(), re.DOTALL)[0]
        return "easy=1" in header, "ruby=1" in header

    pages = {
        "/": (True, True),
        CHAPTER: (True, True),
        "/search/": (True, True),
        "/policies/terms/": (True, True),
        "/policies/accessibility/": (False, False),
        "/open-data/": (False, False),
        "/nowhere/": (False, False),
    }
    assert {path: offered(path) for path in pages} == pages
    client.get("/reading/?ruby=1")
    assert "<rt>" not in main(client, "/open-data/")
    assert "ふりがなは、「やさしい" in main(client)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("申し込みの受付は12月5日10時30分まで", "申(もう)し込(こ)みの受付(うけつけ)は12月(がつ)5日(いつか)10時(じ)30分(ぷん)まで"),
        ("2か月半と1か月、毎月", "2か月半(げつはん)と1か月(げつ)、毎月(まいつき)"), ("新しい企画を出す", "新(あたら)しい企画(きかく)を出(だ)す"), ("入れる、入る", "入(い)れる、入(はい)る"), ("2人で", "2人(ふたり)で"),
        ("18日（金）午後5時、5日（日）", "18日(にち)（金(きん)）午後(ごご)5時(じ)、5日(いつか)（日(にち)）"), ("市民団体", "市民(しみん)団体(だんたい)"), ("龘という字", "龘という字(じ)"), ("市龘", "市龘"),
        ("変更後の人数と件数、手紙、金額", "変更(へんこう)後(ご)の人数(にんずう)と件数(けんすう)、手紙(てがみ)、金額(きんがく)"), ("後、申請中", "後(あと)、申請(しんせい)中(ちゅう)"),
        ("3日前、14日間、4月1日、1日に1回", "3日(みっか)前(まえ)、14日(じゅうよっか)間(かん)、4月(がつ)1日(ついたち)、1日(いちにち)に1回(かい)"),
        ("月・水・金と、水を飲む火の番", "月(げつ)・水(すい)・金(きん)と、水(みず)を飲(の)む火(ひ)の番(ばん)"), ("何時、何日、今月、前回", "何時(なんじ)、何日(なんにち)、今月(こんげつ)、前回(ぜんかい)"),
        ("画面を開いて行を消す、開いている時間", "画面(がめん)を開(ひら)いて行(ぎょう)を消(け)す、開(あ)いている時間(じかん)"), ("後町", "後町"),
    ],
)  # fmt: skip
def test_readings_come_from_the_list_and_only_where_it_knows_all_of_a_word(text, read):
    html = page_with_readings(f'<p title="{text}">{text}</p><textarea>{text}</textarea>')
    assert re.sub(r"<ruby>(.*?)<rp>（</rp><rt>(.*?)</rt><rp>）</rp></ruby>", r"\1(\2)", html) == (
        f'<p title="{text}">{read}</p><textarea>{text}</textarea>'
    )


@pytest.mark.parametrize(
    ("name", "text", "read"),
    [
        (
            "見本村",
            "村の村民、村内、村役場、村長",
            "村(むら)の村民(そんみん)、村内(そんない)、村役場(むらやくば)、村長(そんちょう)",
        ),
        ("見本県", "県の県民、県内、県庁、知事", "県(けん)の県民(けんみん)、県内(けんない)、県庁(けんちょう)、知事(ちじ)"),
    ],
)
def test_what_a_village_or_a_prefecture_is_called_has_readings_by_itself(settings, name, text, read):
    settings.KYODO_CITY = {**settings.KYODO_CITY, "name": name}
    assert re.sub(r"<ruby>(.*?)<rp>（</rp><rt>(.*?)</rt><rp>）</rp></ruby>", r"\1(\2)", page_with_readings(text)) == read


def test_readings_in_ordinary_texts_only_when_asked_for(client, library):
    library.chapters.update(body="{協働|きょうどう}とは。", easy="{力|ちから}を 合わせます。")
    assert "<p>協働とは。</p>" in main(client)
    client.get("/reading/?ruby=1")
    assert "<rt>きょうどう</rt>" in main(client)
    client.get("/reading/?ruby=0")
    assert "<rt>" not in main(client)
    client.get("/reading/?easy=1")
    assert "<rt>ちから</rt>" in main(client)  # whoever turns to plain Japanese begins with readings
    client.get("/reading/?ruby=0")
    assert "<p>力を 合わせます。</p>" in main(client)


def test_the_switch_says_what_it_does(client, library):
    def header():
        return re.search(r'<nav class="kp-util".*?</nav>', client.get(CHAPTER).content.decode(), re.DOTALL)[0]

    assert "easy=1&amp;next=%2Fguidelines%2Fojiya%2F1%2F" in header()
    assert ">やさしい日本語<" in header() and ">ふりがなをつける<" in header() and 'hreflang="en">English<' in header()
    client.get("/reading/?easy=1")
    assert ">ふつうの日本語<" in bare(header()) and ">ふりがなをはずす<" in header() and "easy=0&amp;next=" in header()


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "evil", "", "/reading/?next=/reading/",
        "/%09/evil.example", "/" + "a" * 3000, "///evil.example", "\t//evil.example",
    ],
)  # fmt: skip
def test_the_switch_leads_to_this_portal_only(client, address):
    answer = client.get("/reading/", {"ruby": "1", "next": address})
    assert answer.status_code == 302 and answer["Location"] in ("/", "/%09/evil.example")


@pytest.mark.parametrize("query", ["easy=2", "easy=1&easy=0&ruby=", "ruby=on&easy=%E3%81%82", "next=/a%0d%0aSet-Cookie:x=1", ""])
def test_odd_wishes_are_harmless(client, query):
    client.cookies[COOKIE] = "odd; <b>"
    answer = client.get(f"/reading/?{query}")
    assert answer.status_code == 302 and "\n" not in answer["Location"]
    assert answer.cookies[COOKIE].value == ""
    assert client.head("/reading/?easy=1").status_code == 302 and not client.head("/reading/?easy=1").cookies
    assert client.post("/reading/?easy=1").status_code == 405


def test_the_cookie_is_for_https_where_the_portal_is(client, settings):
    settings.SESSION_COOKIE_SECURE = True
    assert client.get("/reading/?ruby=1").cookies[COOKIE]["secure"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (
            "/en/",
            [
                "What is kyodo?",
                "Whom to call",
                "as of March 2020",
                "0258-83-3512",
                "070-2209-2483",
                "only in Japanese",
                "Register your group",
            ],
        ),
        ("/easy/", ["どう すれば いいですか", "0258-83-3512", "070-2209-2483", "<rt>きょうどう</rt>", "だけの ページ"]),
    ],
)
def test_the_pages_for_readers_of_little_japanese(client, settings, path, words, django_assert_num_queries):
    with django_assert_num_queries(0):
        html = client.get(path).content.decode()
    assert [word for word in words if word not in html] == []
    assert "受付時間" not in html and "Opening hours" not in html  # not set: not said
    assert f'href="{path}"' in client.get("/sitemap/").content.decode() and path in client.get("/sitemap.xml").getvalue().decode()
    assert ('<html lang="en">' in html and '<header class="kp-header" lang="ja">' in html) == (path == "/en/")
    assert f'<link rel="alternate" hreflang="en" href="{settings.KYODO_ORIGIN}/en/">' in html


def test_hours_are_told_where_they_are_known(client, settings):
    settings.KYODO_CITY = {**settings.KYODO_CITY, "hours": "月曜から金曜 午前8時30分から"}
    assert "午前8時30分から" in client.get("/en/").content.decode() and "午前8時30分から" in client.get("/easy/").content.decode()
