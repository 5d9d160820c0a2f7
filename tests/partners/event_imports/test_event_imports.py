"""催しの取込: イベント一覧 from the file to drafts, brought again, out and back, put right, taken back."""

import datetime
import io

import openpyxl
import pytest
from django.utils import timezone

from kyodo_portal.common.lists.incoming import pasted
from kyodo_portal.notices.models import Notice
from partners.event_imports.actions import begin_import, take_in
from partners.models import Event, EventImport, Theme
from tests import build
from tests.partners.imports.pages import begin as begin_at
from tests.partners.imports.pages import chosen, walk

pytestmark = pytest.mark.django_db
FIRST = "/staff/events/imports/read/"
# Made up: a title above, Japanese years, what goes wrong in real lists.
LIST = """令和8年度 イベント一覧,,,,,,,,,,,
ID,イベント名,開始日,開始時間,終了日,終了時間,場所名称,主催者,連絡先電話番号,参加申込方法,URL,カテゴリー
E-1,雪おろし講習,令和8年12月5日,午後1時半,,15:30,体育館,若葉野市くらし課,258110001,電話,,講座
E-2,冬の市,2026/12/13,10:00,2026/12/12,16:00,広場,くらし課,,不要,,まつり
E-3,星を見る会,2026年13月1日,19:00,,21:00,天文台,くらし課,,,,
E-1,雪おろし講習 2回め,2026/12/19,13:30,,15:30,体育館,くらし課,,,,
E-5,凧づくり,2027/1/9,9時,,11時,公民館,凧の会,,はがき,,
E-6,もちつき,2026-12-20,,,,公民館,くらし課,,,ftp://x,
,,2026-12-20,10:00,,11:00,公民館,くらし課,,,,
"""


@pytest.fixture
def office(client):
    _, staff = build.office("secretariat")
    client.force_login(staff)
    client.staff = staff
    return client


@pytest.fixture
def desk():
    return build.office(name="くらし課")[0]


def begin(client, content, file_name="催し.csv", **more):
    return begin_at(client, content, file_name, first=FIRST, **more)


def local(*parts):
    return timezone.make_aware(datetime.datetime(*parts))


@pytest.mark.parametrize("encoding", ["cp932", "utf-16"])
def test_a_list_is_looked_at_taken_in_as_drafts_and_taken_back(office, client_for, desk, settings, encoding):
    settings.KYODO_CITY = {**settings.KYODO_CITY, "name": "若葉野市"}
    kites, _, member = build.group("冬あそび凧の会")
    address, page = walk(office, begin(office, LIST.encode(encoding)), "hosts")
    assert page.count('value="くらし課"') == 2  # with and without the city's name before it
    refused = office.post(address, {**chosen(page), "host2": "だれか"})
    assert "「だれか」の団体が見つかりません。" in refused.content.decode() and 'value="だれか"' in refused.content.decode()
    answer = office.post(address, {**chosen(page), "host2": str(kites.pk)})
    address, page = walk(office, answer.url)
    for words in (
        "F列 終了時間「16:00」：終わりが、始まりより前です",
        "C列 開始日「2026年13月1日」：",
        "A列 ID「E-1」：同じ表の3行目と同じIDです",
        "イベント名：ありません",
        "K列 URL「ftp://x」：",
        "C列 開始日「2026-12-20」：時刻がありません",
        "下書きに3行、今ある催しに0行、入れない4行",
    ):
        assert words in page, words
    assert not Event.objects.exists()  # nothing counts before the last step
    done = office.post(address, chosen(page)).url
    snow = Event.objects.get(title="雪おろし講習")
    assert (snow.host, snow.starts_at, snow.ends_at, snow.phone, snow.signup, snow.kind) == (
        desk, local(2026, 12, 5, 13, 30), local(2026, 12, 5, 15, 30), "0258110001", "phone", "course",
    )  # fmt: skip
    assert (Event.objects.get(title="凧づくり").host, Event.objects.get(title="凧づくり").text) == (kites, "申込み：はがき")
    assert Event.objects.get(title="もちつき").ends_at == local(2026, 12, 20, 23, 59)
    assert not Event.objects.filter(published_at__isnull=False).exists()
    assert EventImport.objects.get().sheets == []  # no cell of the list is kept
    assert client_for().get(snow.get_absolute_url()).status_code == 404
    # Taken back after a page that says what goes: what its host works with stays.
    client_for(member).post(f"/events/{Event.objects.get(title='凧づくり').pk}/publish/")
    asked = build.read(office, done.replace("done", "undo"))
    assert "<dt>消える下書き</dt><dd>2件</dd>" in asked and "<dt>そのまま残る催し</dt><dd>1件</dd>" in asked
    page = office.post(done.replace("done", "undo"), follow=True).content.decode()
    assert "もう使われている1件は、そのままです" in page
    assert [event.title for event in Event.objects.all()] == ["凧づくり"]


def test_the_same_list_again_puts_right_and_a_list_of_another_year_does_not(office, desk):
    text = "ID\tイベント名\t開催日\t開始時間\t終了時間\t会場\t主催\n{}\n"
    first = "1\t朝の体操\t2026/12/5\t9:00\t10:00\t広場\tくらし課"
    for rows in (first, first):
        address, page = walk(office, begin(office, None, pasted=text.format(rows)))
        office.post(address, chosen(page))
    event = Event.objects.get()
    assert [run.rows.get().outcome for run in EventImport.objects.order_by("pk")] == ["made", "same"]
    moved = first.replace("広場", "体育館")
    address, page = walk(office, begin(office, None, pasted=text.format(moved)))
    assert '<td role="cell" data-l="直る欄">場所</td>' in page
    done = office.post(address, chosen(page)).url
    event.refresh_from_db()
    assert event.place == "体育館"
    office.post(done.replace("done", "undo"))
    event.refresh_from_db()
    assert event.place == "広場"
    address, page = walk(office, begin(office, None, pasted=text.format("1\t夏の市\t2027/8/1\t9:00\t10:00\t広場\tくらし課")))
    office.post(address, chosen(page))
    assert sorted(Event.objects.values_list("title", flat=True)) == ["夏の市", "朝の体操"]


def test_the_portals_own_list_goes_out_comes_back_the_same_and_puts_right(office, client_for, desk):
    group, _, member = build.group("=わかばの会", shown_from=None)
    theme = Theme.objects.first()
    more = {
        "kana": "ゆきおろし", "when_note": "雨のときは休み", "address": "若葉野市1-1", "access": "バス停から5分", "parking": "20台",
        "text": "道具は\n貸します。", "bring": "手袋", "fee": "300円", "fee_detail": "保険代", "conditions": "中学生から", "sign": True,
        "childcare": True, "capacity": 30, "signup": "lot", "most_people": 2, "phone": "0258-11-0001", "url": "https://example.jp/x",
        "theme": theme, "kind": "course",
    }  # fmt: skip
    event = build.event(group, "'雪おろし", signup_until=timezone.now().replace(second=0, microsecond=0), **more)
    event.co_hosts.add(desk)
    off = build.event(desk, "中止の会", cancelled_at=timezone.now(), cancelled_why="大雪のため")
    coming = build.user()
    build.signup(event, user=coming)
    table = b"".join(client_for().get("/open-data/events.csv"))
    before = list(Event.objects.order_by("pk").values())
    address, page = walk(office, begin(office, table))
    assert "今ある催しに2行、入れない0行" in page and page.count("変わりません") == 2
    office.post(address, chosen(page))
    assert list(Event.objects.order_by("pk").values()) == before and list(event.co_hosts.all()) == [desk]
    assert [row.event_id for row in EventImport.objects.get().rows.order_by("event")] == [event.pk, off.pk]
    # Put right in a spreadsheet: only what was changed is written, and who comes hears of it.
    book = openpyxl.Workbook()
    book.active.append(["ID", "イベント名", "開始日", "開始時間", "終了時間", "場所名称", "主催者のID", "参加申込方法のコード"])
    starts = timezone.localtime(event.starts_at)
    book.active.append(
        [event.pk, "雪おろし（実技）", starts.replace(tzinfo=None), None, starts.time().replace(hour=13), "公民館", group.pk, ""]
    )
    out = io.BytesIO()
    book.save(out)
    address, page = walk(office, begin(office, out.getvalue(), "催し.xlsx"))
    assert "公開中の催しです。直すと、すぐに見えます" in page and "催しの名前、終わる日時、場所" in page
    office.post(address, chosen(page))
    event.refresh_from_db()
    assert (event.title, event.place, event.capacity, event.signup) == ("雪おろし（実技）", "公民館", 30, "lot")
    assert event.ends_at == local(starts.year, starts.month, starts.day, 13, 0)
    assert Notice.objects.get(user=coming).title.startswith("日時か場所が変わりました")


def test_many_lines_ask_no_more_than_few_and_nobody_else_takes_lists_in(office, client_for, desk, django_assert_max_num_queries):
    head = "ID\tイベント名\t開始日\t開始時間\t終了時間\t場所名称\t主催者\n"
    rows = "".join(f"{n}\t見本の会{n}\t2027-01-{n % 28 + 1:02}\t9:00\t10:00\t広場\tくらし課\n" for n in range(1, 31))
    run = begin_import(by=office.staff, form_key=build.uuid4(), name="表", sheets=pasted(head + rows))
    with django_assert_max_num_queries(24):
        office.get(f"/staff/events/imports/{run.pk}/check/")
    with django_assert_max_num_queries(30):
        take_in(run, by=office.staff, version=0, choices={})
    assert Event.objects.count() == 30
    _, official = build.office()
    assert client_for(official).get("/staff/events/imports/").status_code == 403
