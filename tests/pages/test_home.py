"""Home and the pages behind its doors: what is open, what goes on, whose turn it is; and whether the office can be called now."""

import datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from kyodo_portal.common.japanese.hours import hours_in_words
from kyodo_portal.common.japanese.hours import office_hours as hours_setting
from kyodo_portal.pages.page_text import page_text
from kyodo_portal.process.task_actions import sync_tasks
from partners.models import Field
from projects.models import Update
from tests import build

pytestmark = pytest.mark.django_db
HOURS = (datetime.time(8, 30), datetime.time(17, 15))


def tree(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode().replace("<wbr>", ""))


def words(node, path):
    """The text of what the path finds, without the breaks of the source."""
    return " ".join("".join(found.itertext()) if not isinstance(found, str) else found for found in node.xpath(path)).split()


def told(cycle, by, title, *, day=-1, **fields):
    fields = {"side": "group", "body": "みんなで花を植えました。", "form_key": uuid4(), **fields}
    return Update.objects.create(cycle=cycle, happened_on=build.days(day), title=title, by=by, **fields)


@pytest.fixture
def town():
    """(department, official, [cycle]): two published entries and one that is not."""
    department, official = build.office()
    titles = (("花の道", True), ("見守り配達", True), ("ひみつの計画", False))
    cycles = [
        build.cycle(build.partner(f"{title}の会"), department, official, title=title, published=is_public)
        for title, is_public in titles
    ]
    return department, official, cycles


def test_a_visitor_finds_three_doors_what_is_open_by_deadline_and_what_goes_on(client, town, django_assert_num_queries):
    department, official, cycles = town
    (
        build.call("あとの募集", closes=9),
        build.call("先の募集", closes=3),
        build.call("終わった募集", closes=-1),
        build.call("これから", opens=2),
    )
    day = {"form": "oneday", "kind": "people", "since": build.days(5), "until": build.days(5)}
    build.offer(cycles[0].project.partners.first(), "雪灯ろうづくり、20人", side="seek", **day)
    told(cycles[0], official, "苗が届きました", people=12), told(cycles[2], official, "だれにも言わない")
    told(cycles[1], official, "内輪の打ち合わせ", is_public=False)
    page = tree(client, "/")
    assert page.xpath("//*[@class='kp-door']/h2/a/@href") == ["/guidelines/help/", "/take-part/", "/guidelines/"]
    assert words(page, "//ul[@class='kp-open']//h3") == ["先の募集", "雪灯ろうづくり、20人", "あとの募集"]
    assert words(page, "//ul[@class='kp-open']//time/../span[last()]") == ["あと3日", "あと5日", "あと9日"]
    assert sorted(words(page, "//article//h3")) == ["花の道", "見守り配達"]
    assert words(page, "//ul[contains(@class, 'kp-recent')]//a") == ["苗が届きました"]
    numbers = dict(zip(words(page, "//dl[@class='kp-nums']//dt"), words(page, "//dl[@class='kp-nums']//dd/b"), strict=True))
    assert numbers == {"いっしょの仕事": "0", "加わった人（のべ）": "12", "名簿にのっている団体": "3", "市の担当課": "1"}
    assert not page.xpath("//section[contains(@class, 'kp-turn')]")
    with CaptureQueriesContext(connection) as before:
        client.get("/")
    for title in ("朝の道", "夜の道"):
        cycle = build.cycle(build.partner(f"{title}の会"), department, official, title=title)
        told(cycle, official, f"{title}を歩きました")
        build.call()
    with django_assert_num_queries(len(before)):
        page = tree(client, "/")
    assert words(page, "//ul[contains(@class, 'kp-recent')]//a")[:2] == ["夜の道を歩きました", "朝の道を歩きました"]
    assert sorted(words(page, "//article//h3")) == ["夜の道", "朝の道", "花の道", "見守り配達"]


def test_who_is_signed_in_finds_their_own_turn_first(client, client_for):
    body, representative = build.registered_group("雪あかりの会")
    call = build.call("雪の募集", closes=5)
    draft = build.draft(body, representative, to=call)
    sync_tasks(draft)
    page = tree(client_for(representative), "/")
    assert page.xpath("string(//h1)").endswith("さん、おかえりなさい")
    assert page.xpath("string(//h1/following-sibling::p)") == "雪あかりの会の代表者として、サインインしています。"
    turn = page.xpath("//section[contains(@class, 'kp-turn')]")[0]
    assert words(turn, "./h2") == ["あなたの番です1件"] and words(turn, ".//li//p[last()]")[-1] == draft.title
    assert turn.xpath(".//a[contains(@class, 'kp-btn')]/@href") == turn.xpath(".//h3/a/@href")
    assert not page.xpath("//*[@class='kp-door']")
    sent = build.submitted(body, representative, to=build.call(), title="送った企画")
    elsewhere = tree(client_for(representative), "/").xpath("//section[@aria-labelledby='elsewhere-h']//a")
    assert [(a.get("href"), a.text_content().startswith("送った企画：")) for a in elsewhere] == [(sent.get_absolute_url(), True)]
    resident = tree(client_for(build.user("見本 つばさ")), "/")
    assert "いま、してもらうことはありません" in resident.text_content() and len(resident.xpath("//*[@class='kp-door']")) == 3


def test_the_pages_behind_the_doors(client, town):
    _, official, cycles = town
    build.call("雪の募集")
    build.offer(build.partner("道具がほしい会"), "雪かきの道具", side="seek"), build.partner("何も求めない会")
    told(cycles[0], official, "苗が届きました")
    page = tree(client, "/take-part/")
    assert {"/projects/calls/", "/partners/register/", "/guidelines/forms/", "/projects/procedure/"} <= set(
        page.xpath("//main//a/@href")
    )
    assert words(page, "//li[@class='kp-seeker']//h3") == ["道具がほしい会"] and "雪の募集" in page.text_content()
    page = tree(client, "/whats-on/")
    assert sorted(words(page, "//article//h3")) == ["花の道", "見守り配達"] and "プロジェクト（2件）" in page.text_content()
    assert {"/projects/activities/", "/projects/", "/projects/calls/"} <= set(page.xpath("//main//a/@href"))
    assert "苗が届きました" in page.text_content() and "雪の募集" in page.text_content()


def test_the_list_of_activities_shows_what_is_public_the_newest_first_by_year_and_field(client, town, django_assert_num_queries):
    _, official, cycles = town
    flowers = Field.objects.create(number=7, name="環境の保全を図る活動", short="環境")
    cycles[0].project.fields.add(flowers)
    for number in range(22):
        told(cycles[number % 2], official, f"活動{number}", day=-number - 1)
    told(cycles[2], official, "公開前の仕事の記録"), told(cycles[0], official, "内輪の記録", is_public=False)
    page = tree(client, "/projects/activities/")
    titles = words(page, "//section[@id='results']//h3")
    assert titles == [f"活動{number}" for number in range(20)] and "（22件）" in page.text_content()
    assert words(tree(client, "/projects/activities/?page=2"), "//section[@id='results']//h3") == ["活動20", "活動21"]
    other = cycles[0].fiscal_year - 1
    assert "この条件の記録はありません" in client.get(f"/projects/activities/?year={other}").content.decode()
    with django_assert_num_queries(5):
        green = tree(client, f"/projects/activities/?field={flowers.pk}")
    assert words(green, "//section[@id='results']//h3") == [f"活動{number}" for number in range(0, 22, 2)]


def test_the_box_of_the_telephone_says_whether_anybody_is_there(client, settings, monkeypatch):
    settings.KYODO_OFFICE_OPEN, settings.KYODO_ANSWER_DAYS = HOURS, 3
    settings.KYODO_OFFICE_CLOSED_DAYS = frozenset([datetime.date(2026, 8, 14)])

    def said(*moment):
        now = timezone.make_aware(datetime.datetime(*moment))
        monkeypatch.setattr(timezone, "now", lambda: now)
        return "".join(tree(client, "/").xpath("//section[@aria-labelledby='callus-h']")[0].text_content().split())

    assert "いま開いています。午後5時15分まで" in said(2026, 6, 10, 8, 30)
    closed = said(2026, 6, 10, 17, 15)
    assert "いまは閉まっています。次は6月11日（木）午前8時30分から" in closed and "6月15日（月）までに返事をします" in closed
    assert "次は8月17日（月）午前8時30分から" in said(2026, 8, 13, 18, 0)  # the city's own day and a week-end
    assert "次は1月4日（月）午前8時30分から" in said(2026, 12, 28, 18, 0)  # the New Year closure
    settings.KYODO_OFFICE_OPEN, settings.KYODO_ANSWER_DAYS = None, 0
    silent = said(2026, 6, 10, 9, 0)
    assert page_text(
        "<main><p data-now>いま<b>開いて</b>います</p><p data-repeated>どこでも同じ</p><p>電話です</p></main>"
    ).blocks == ["電話です"]  # for the search
    assert "開いて" not in silent and "返事をします" not in silent and "0258-83-3512" in silent


def test_hours_are_read_from_one_setting():
    hours = hours_setting("9:00 - 17:15")
    assert hours == (datetime.time(9), datetime.time(17, 15)) and hours_in_words(hours) == "平日 午前9時〜午後5時15分"
    for wrong in ("9:00", "9-17", "17:00-9:00", "25:00-26:00", "9:00-12:00-15:00"):
        with pytest.raises(ValueError, match="KYODO_OFFICE_OPEN"):
            hours_setting(wrong)
    assert hours_setting("") is None and hours_in_words(None) == ""
