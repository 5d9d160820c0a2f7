"""The site's search: whatever stands on a public page is found, and what nobody finds is counted."""

import html
import random
import re
import unicodedata
from urllib.parse import urljoin

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import call_command
from django.db import connection
from django.urls import resolve, reverse
from django.utils import timezone

from guidelines.library.models import Trouble
from kyodo_portal.common.japanese import variants
from kyodo_portal.common.lists import search
from kyodo_portal.common.lists.highlight import pieces
from kyodo_portal.common.lists.search import matching
from kyodo_portal.pages import search_text_actions
from kyodo_portal.pages.models import AccessibilityTest, PolicyText, PublicPage, SearchProgress, SoughtWords
from kyodo_portal.pages.search_page_actions import read_page, read_pages
from kyodo_portal.pages.search_pages import Address, public_pages
from partners.directory.actions import refresh_search, write_consents
from partners.models import KnownAnswer, Partner
from projects.models import Committee, CommitteeMeeting, Possibility, YearReport
from tests import build
from tests.guidelines.build import OWN, item, put, term
from tests.projects.grants import build as grants
from tests.projects.opinions import build as opinions
from tests.projects.report import build as reports
from tests.projects.voices import build as voices

pytestmark = pytest.mark.django_db
PHRASES = 300
KINDS = {
    "news", "event", "topic", "opinion-round", "opinion-plan", "grant-scheme", "committee", "committee-meeting", "offers", "lecture-menu",
    "policy-privacy", "policy-terms", "year-report", "report-list", "known-answers", "guideline-chapter", "guideline-trouble", "offer",
    "policy-version", "accessibility-test", "guideline-case", "guideline-form", "guideline-term", "call", "project", "partner", "possibility",
}  # fmt: skip
MANY = (
    "/partners/",
    "/projects/",
    "/guidelines/terms/",
)  # lists to which hits of a kind lead on, or they stand on a page of their own


@pytest.fixture(scope="module")
def city(lay, tmp_path_factory):
    """A small city of every kind of page, read by the search: {address: markup} of what a visitor reaches from the home page."""

    def make():
        about = {"problem": "雪が多い", "topics": ["snow"]}
        put(
            tmp_path_factory.mktemp("library"),
            OWN,
            "ojiya",
            guideline={"year": 2026},  # the newest of the own city: the ledger brings one too
            terms=[term("yuki", "雪の日", "ゆきのひ")],
            cases=[item("yuki", "雪かき", **about)],
            forms=[{**item("koen", "雪まつりの後援", code="nominal")}],
            principles=[item("yuki", "雪の原則", code="other")],
            roles=[item("shimin", "市民の役割", actor="citizen", body="ボランティア休暇を使います。")],
            effects=[item("koka", "市民の効果", actor="citizen", body="顔の見える間がらになります。")],
            columns=[item("kora", "もたれあいのこと", body="オストロムという人が調べました。")],
            policies=[item("hoshin", "ひとを育てる", code="people", measures="推進委員会をひらきます。")],
            contacts=[item("mado", "雪の窓口", actor="government", purpose="印刷機を借りるとき", phone="0258-83-3512")],
            troubles=[
                item("matsuri", "まつりを開きたい", words="祭り、まつり、催し", contacts="mado"),
                item(
                    "akiya",
                    "空き家のことで困っている",
                    own_word="市の課が受け持つこと",
                    words="空き家、廃屋",
                    desk="建設課",
                    contacts="mado",
                ),
            ],
        )
        department, official = build.office(name="見本課")
        group = build.partner("雪あかりの会")
        build.cycle(group, department, official)
        build.call("雪と暮らす知恵")
        opinions.World()
        clerk = voices.World().clerk
        build.event(group, "はしごの講習", text="はしごの立てかたを習います。", bring="軍手と長ぐつ")
        grants.rule(grants.scheme(department))
        rest_of_the_city(group, department, clerk)
        for partner in Partner.objects.all():
            refresh_search(partner)
        read_pages()
        return group

    return lay(make)


def rest_of_the_city(group, department, clerk):
    """A committee with a meeting, what could become one, a counted year with its report, a question that is often asked, a lecture."""
    body = Committee.objects.create(
        name="協働を考える会議", purpose="みんなの案を読みます。", is_public=True, department=department
    )
    said = {"on": build.days(20), "place": "三階の会議室", "agenda": "来年度の進めかた", "announced_at": timezone.now()}
    CommitteeMeeting.objects.create(committee=body, **said)
    Possibility.objects.create(office=department, title="公園の花だん", what="球根を植えかえます。", is_public=True)
    year = reports.counted(2025, [reports.row("子ども食堂", city_cost=300_000)], clerk)
    lead = "はじめて十をこえる取組を数えました。"
    YearReport.objects.create(
        fiscal_year=2025, snapshot=year, title="令和7年度のまとめ", lead=lead, status="published", created_by=clerk
    )
    question = {"question": "道具は借りられますか。", "answer": "印刷の機械と、はしごを貸しています。"}
    KnownAnswer.objects.create(partner=department, **question)
    body = "# 守ること\n\nほかの人がいやがることを書きません。"
    PolicyText.objects.create(kind="terms", version=1, since=build.days(9), body=body, note="写真のことを足しました。")
    found = [{"path": "/", "title": "ホーム", "found": []}]
    test = {"fiscal_year": 2025, "tested_on": build.days(-30), "tool": "axe 見本", "widths": [360], "pages": found}
    AccessibilityTest.objects.create(**test, remark="動く絵に、止めるボタンを付けます。", is_public=True)
    build.offer(group, "水害にそなえる講座", kind="know", form="lecture", fiscal_year=2026, until=build.days(90))


def crawled(client):
    """{address: markup} of the pages that a visitor reaches by links from the home page, and from a list that has been narrowed down."""
    seen, waiting = {}, ["/", "/partners/offers/menu/"]
    while waiting:
        path = waiting.pop()
        answer = client.get(path)
        if path in seen or answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        seen[path] = answer.content.decode()
        links = re.findall(r'href="(/[^"#?]*)"', seen[path])
        waiting += [
            link for link in links if link not in seen and not link.startswith(("/static", "/reading", "/search", "/ask/"))
        ]
    return seen


@pytest.mark.one_engine
def test_random_phrases_of_public_pages_find_their_page(client, city):
    pages, chance = crawled(client), random.Random(20261126)
    forms = ("/print/", "/form/", "/send/", "/me-too/")
    pages = {
        path: page for path, page in pages.items() if not path.endswith(forms) and not re.search(r"/paper/|/\d+/apply/", path)
    }
    kinds = {resolve(path).url_name for path in pages}
    assert kinds >= KINDS, KINDS - kinds
    assert len(pages) > 25 and set(pages) <= set(PublicPage.objects.values_list("path", flat=True))
    lost = []
    for number in range(PHRASES):
        path = chance.choice(sorted(pages))
        main = re.search(r"<main.*</main>", pages[path], re.DOTALL)[0]
        main = re.sub(
            r"<(p|span|section|div)\b[^>]* data-(?:now|repeated)>.*?</\1>", "", main, flags=re.DOTALL
        )  # not the page's own words
        texts = [" ".join(html.unescape(text).split()) for text in re.split(r"<[^>]+>", main)]
        text = chance.choice([text for text in texts if len(text) > 3])
        start = chance.randrange(max(1, len(text) - 8))
        phrase = text[start : start + chance.randint(4, 14)]
        typed = [phrase, otherwise(phrase, chance)]
        lost += [(path, one) for one in typed if not matching(public_pages(), one).filter(path=path).exists()]
        if number % 30 == 0 and not is_found(client, path, phrase):
            lost.append((path, phrase))
    assert lost == []


HALVES = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFFA0)} | {"\u3099": "ﾞ", "\u309a": "ﾟ"}
OLD = {new: chr(old) for old, new in sorted(variants.table().items(), reverse=True)}


def wide(phrase):
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in phrase)


def half(phrase):
    """Katakana as old machines print it, everything else as it was."""
    parts = (unicodedata.normalize("NFD", sign) if "ァ" <= sign <= "ヺ" else sign for sign in phrase)
    return "".join(HALVES.get(sign, sign) for sign in "".join(parts))


def other_kana(phrase):
    """Hiragana as katakana and the other way round."""
    turned = ((chr(ord(sign) + 0x60) if "ぁ" <= sign <= "ゖ" else sign, sign) for sign in phrase)
    return "".join(chr(ord(sign) - 0x60) if "ァ" <= sign <= "ヶ" else katakana for katakana, sign in turned)


def otherwise(phrase, chance):
    """The phrase as somebody else types it: in another width or kana, with old characters, or its first one or two characters."""
    ways = (
        wide,
        half,
        other_kana,
        lambda text: "".join(OLD.get(sign, sign) for sign in text),
        lambda text: text[:2],
        lambda text: text[:1],
    )
    return chance.choice(ways)(phrase)


def is_found(client, path, phrase):
    """Whether the results name the page, on their first page or where they lead on."""
    page, number = client.get("/search/", {"q": phrase}).content.decode(), 1
    while f'href="{path}"' not in page:
        further = re.findall(rf'href="((?:{"|".join(MANY)})\?q=[^"]*|\?q=[^"]*kind=[^"]*)"', page) if number == 1 else []
        if any(f'href="{path}"' in client.get(urljoin("/search/", html.unescape(link))).content.decode() for link in further):
            return True
        number += 1
        if f"page={number}" not in page:
            return False
        page = client.get("/search/", {"q": phrase, "page": number}).content.decode()
    return True


def found(client, query):
    page = client.get("/search/", {"q": query}).content.decode().replace("<wbr>", "")
    return re.sub("</?mark>", "", re.search(r'<section id="results".*</section>', page, re.DOTALL)[0])


def kinds_of(page):
    """{what the hits may be narrowed to: its address}"""
    pills = re.findall(r'<a class="kp-pill" href="([^"]*)"[^>]*>(.*?)</a>', page, re.DOTALL)
    return {" ".join(re.sub("<[^>]+>", "", words).split()): html.unescape(address) for address, words in pills}


def test_every_kind_of_what_the_library_says_is_found_and_so_are_pages_of_the_site(client, city):
    for query, words in {
        "ボランティア休暇": ">役割</p>", "顔の見える間がら": ">効果</p>", "オストロム": ">コラム</p>", "推進委員会": ">市がすすめること</p>",
        "印刷機": ">相談先</p>", "0258-83-3512": "雪の窓口", "アクセシビリティ方針": "/policies/accessibility/", "オープンデータ": "/open-data/",
        "見本課": ">市の担当課</p>",
    }.items():  # fmt: skip
        assert words in found(client, query), query


def test_hits_say_their_kind_mark_the_words_and_are_narrowed_to_a_kind(client, city):
    page = client.get("/search/", {"q": "雪"}).content.decode()
    kinds = kinds_of(page)
    assert [*kinds][1:6] == ["困りごと 1件", "プロジェクト 1件", "仲間 1件", "募集 1件", "事例 1件"]
    assert "<mark>雪</mark>あかりの会" in page.replace("<wbr>", "") and "<mark>雪</mark>かき" in page.replace("<wbr>", "")
    narrowed = client.get(urljoin("/search/", kinds["募集 1件"])).content.decode()
    hits = re.findall(r'<p class="kp-hit__kind">(.*?)</p>', narrowed)
    assert hits == ["募集"] and kinds_of(narrowed) == kinds  # and the others stay one press away
    assert (
        "<mark>ﾕｷ" not in page
        and client.get("/search/", {"q": "雪", "kind": "nonsense"}).content.decode().count("kp-hit__kind") > 5
    )


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("ごみの分け方", "ゴミ", "[ごみ]の分け方"),
        ("髙橋さんとＮＰＯ", "高橋 npo", "[髙橋]さんと[ＮＰＯ]"),
        ("雪かきと雪おろし", "雪 雪かき", "[雪かき]と[雪]おろし"),
        ("どこにもない", "雪", "どこにもない"),
    ],
)
def test_words_are_marked_as_they_are_found_in_any_spelling(text, query, marked):
    forms = [form for forms in search.spellings(query) for form in forms]
    assert "".join(f"[{piece}]" if hit else piece for piece, hit in pieces(text, forms)) == marked


def test_a_long_text_is_cut_around_the_first_word():
    shown = pieces("あ" * 100 + "雪" + "い" * 100, ["雪"], 60)
    assert shown == [("…", False), ("あ" * 40, False), ("雪", True), ("い" * 19, False), ("…", False)]


def test_other_words_for_a_trouble_find_what_the_words_themselves_do_not(client, city):
    page = found(client, "お祭り")
    assert (
        "「お祭り」は見つかりませんでした" in page
        and "近いことばで見つかったページ" in page
        and "/guidelines/help/matsuri/" in page
    )
    Partner.objects.filter(pk=city.pk).update(search_text=search.doc("まつりの会"))
    listed = client.get("/partners/", {"q": "お祭り"}).content.decode()
    assert f'href="/partners/{city.pk}/"' in listed and "近いことば（まつり、催し）でさがしています" in listed


def test_what_nobody_finds_leads_to_the_nearest_trouble_and_is_counted_without_who(client, client_for, city):
    page = found(client, "空家の解体")
    assert "近い困りごとと、相談先" in page and "/guidelines/help/akiya/" in page and "建設課" in page and "0258-83-3512" in page
    unknown = found(client, "渡辺")  # shares nothing with any trouble: none is called near
    assert "近い困りごと" not in unknown
    found(client, "空家の　解体")
    found(client, "見本")
    for private in ("hanako@example.jp", "0258-00-1234", "0258001234"):
        found(client, private)
    client.get("/search/", {"q": "空家の解体", "page": "2"})
    client.get("/search/", {"q": "見本", "kind": "page"})
    counted = SoughtWords.objects.order_by("words").values_list("words", "times", "times_without_hit")
    assert list(counted) == [("渡辺", 1, 1), ("空家の 解体", 1, 1), ("空家の解体", 1, 1), ("見本", 1, 0)]
    found(client, "空家の解体")
    staff = client_for(build.office("secretariat")[1])
    listed = staff.get(reverse("admin:pages_soughtwords_changelist"), {"missed": "1", "q": "空家の解体"}).content.decode()
    assert "空家の解体" in listed and ">2<" in listed and "見本</a>" not in listed


def test_a_trouble_that_is_no_collaboration_names_the_desk(client, city):
    assert Trouble.objects.get(key="akiya").desk == "建設課"
    page = client.get("/guidelines/help/akiya/").content.decode()
    assert "協働で取り組むことではなく、市の建設課が受け持ちます" in page.replace("<wbr>", "")
    listed = client.get("/guidelines/help/").content.decode()
    assert "市の課が受け持つこと" in listed and "建設課" in listed


def test_what_left_a_page_is_found_no_more(client, city):
    assert f"/partners/{city.pk}/" in found(client, city.name)
    Partner.objects.filter(pk=city.pk).update(standing="left")
    assert f"/partners/{city.pk}/" not in client.get("/search/", {"q": city.name}).content.decode()


def test_a_number_that_is_public_no_more_is_found_no_more_at_once(client, city):
    group, by = Partner.objects.get(pk=city.pk), build.user()
    Partner.objects.filter(pk=group.pk).update(phone="0258-11-2233")
    group.refresh_from_db()
    write_consents(group, by=by, fields={"phone"}, wording="見本")
    read_page(Address(group.get_absolute_url(), "partner", group.pk), mark="")
    assert group.get_absolute_url() in found(client, "0258-11-2233")
    write_consents(group, by=by, fields=set(), wording="見本")
    assert group.get_absolute_url() not in client.get("/search/", {"q": "0258-11-2233"}).content.decode()


def test_every_table_with_a_search_text_is_written_anew():
    columns = {model for model in apps.get_models() if any(field.name == "search_text" for field in model._meta.local_fields)}
    assert columns == {model for model, _ in search_text_actions.writers()}


def test_search_texts_are_written_anew_bit_by_bit(city, capsys, monkeypatch):
    """Somebody stops the command half way: the next one goes on where it was."""
    monkeypatch.setattr(search_text_actions, "AT_ONCE", 1)
    Partner.objects.update(search_text="")
    steps = []

    def stop(model, done, of):
        steps.append((model, done, of))
        if model is Partner and done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        search_text_actions.write_texts(say=stop)
    assert steps == [(Partner, 1, Partner.objects.count())] and SearchProgress.objects.get().finished_at is None
    first = Partner.objects.order_by("pk").first()
    Partner.objects.filter(pk=first.pk).update(search_text="書いた")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no index is laid while a trigger waits for COMMIT
    call_command("search_index")
    said = capsys.readouterr().out
    assert f"団体・主体の検索用の文字：{Partner.objects.count()}／{Partner.objects.count()}件" in said and "ページ：" in said
    first.refresh_from_db()
    assert first.search_text == "書いた" and not Partner.objects.filter(search_text="").exists()
    monkeypatch.setattr(search_text_actions, "VERSION", 99)
    assert search_text_actions.write_texts()
    first.refresh_from_db()
    assert first.search_text == search.doc(first.name, first.get_kind_display())


@pytest.mark.parametrize("query", ["０２５８", "見本ノ会"])
def test_staff_lists_are_searched_by_the_same_folding(client_for, query):
    person = build.user("見本の会　会長（0258）")
    build.user("ほかの人")
    page = client_for(build.system_admin()).get(reverse("admin:accounts_user_changelist"), {"q": query}).content.decode()
    assert person.name in page and "ほかの人" not in page


def test_every_list_of_the_admin_has_a_search_box():
    """Where Django's list stands; rows that are pages of our own have none."""
    own_pages = {"projects.Exclusion", "projects.Substitute", "projects.Review", "projects.Snapshot"}
    assert {m._meta.label for m, face in admin.site._registry.items() if not face.search_fields} <= own_pages
