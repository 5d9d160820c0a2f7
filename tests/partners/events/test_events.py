"""Events through their pages: written, read, narrowed, published, changed, cancelled, taken back, and the next one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kyodo_portal.notices.models import News
from partners.events.filters import FIRST
from partners.models import Event, Theme
from tests import build
from tests.sent import opened, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    return build.group("雪あかりの会")


def titles(answer):
    return [row.title for day in answer.context["days"] for row in day.rows]


def spoken(day, time):
    return f"{day.year}年{day.month}月{day.day}日 {time}"


def write(client, body, **typed):
    address = f"/partners/{body.pk}/events/new/"
    first = {
        "kind": "course",
        "title": "雪おろしの安全講習",
        "starts_at": spoken(build.days(9), "13:30"),
        "ends_at": "16:00",
        "place": "総合体育館",
    }
    return address, opened(client, address, **first | typed)


def test_a_host_writes_a_draft_and_everybody_reads_it_once_it_is_published(group, client_for):
    body, representative, _ = group
    client, visitor = client_for(representative), client_for()
    build.partner("信濃川みずべ応援隊")
    said = {"needs": ["sign", "childcare"], "together": "信濃川みずべ応援隊", "fee": "無料", "text": "命綱の結びかたから。"}
    address, sent = write(client, body, **said)
    answer = client.post(address, sent)
    made = Event.objects.get()
    assert answer.url == f"/events/{made.pk}/#main"
    client.post(address, sent)
    assert Event.objects.count() == 1
    local = timezone.localtime(made.starts_at), timezone.localtime(made.ends_at)
    assert [f"{moment:%H:%M}" for moment in local] == ["13:30", "16:00"] and local[0].date() == local[1].date() == build.days(9)
    assert visitor.get(made.get_absolute_url()).status_code == 404 and titles(visitor.get("/events/")) == []
    assert "下書きです" in text_of(client.get(made.get_absolute_url()))
    client.post(f"/events/{made.pk}/publish/")
    own = f'href="/partners/{body.pk}/events/"'
    assert own in build.markup(client.get("/events/")) and own not in build.markup(visitor.get("/events/"))
    assert titles(visitor.get("/events/")) == ["雪おろしの安全講習"]
    page = text_of(visitor.get(made.get_absolute_url()))
    for words in (
        "午後1時30分〜4時",
        "総合体育館",
        "手話通訳・託児",
        "信濃川みずべ応援隊",
        "雪あかりの会",
        "無料",
        "命綱の結びかたから。",
    ):
        assert words in page
    assert "雪おろしの安全講習" in text_of(visitor.get(body.get_absolute_url()))
    assert [*News.objects.values_list("kind", "title")] == [("event", "雪おろしの安全講習")]
    client.post(f"/events/{made.pk}/withdraw/")
    assert visitor.get(made.get_absolute_url()).status_code == 404 and not News.objects.exists()


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"ends_at": "13:00"}, "「終わる日時」は、「始まる日時」より後にしてください。"),
        ({"together": "ない会"}, "「ない会」が見つかりません。"),
        ({"signup": "phone"}, "電話で申し込むときは、その電話番号を入れてください。"),
        ({"signup": "lot", "capacity": "5"}, "抽選にするときは、申込みの締切を入れてください。"),
        ({"signup_until": "2099年1月1日 9:00"}, "申込みの締切は、始まる日時より前にしてください。"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(group, client_for, typed, says):
    client = client_for(group[1])
    address, sent = write(client, group[0], **typed)
    answer = client.post(address, sent)
    assert answer.status_code == 200 and says in text_of(answer) and "雪おろしの安全講習" in text_of(answer)
    assert answer.text.index("1／6　どんな催しか") < answer.text.index("5／6　申込み") and 'name="form_key"' in answer.text
    assert not Event.objects.exists()


def test_the_list_is_by_month_and_is_narrowed_by_kind_help_theme_host_and_words(group, client_for):
    body, visitor, theme = group[0], client_for(), Theme.objects.create(code="bosai2", name="防災のこと", kana="ぼうさい")
    build.event(body, "近い催し", at=1, sign=True)
    build.event(body, "講座", at=2, kind="course", childcare=True, sign=True)
    build.event(build.partner("別の会"), "別の会の催し", at=3, theme=theme)
    build.event(body, "去年の催し", at=-300)
    build.event(body, "下書き", published_at=None)
    build.event(body, "中止の催し", at=5, cancelled_at=timezone.now(), cancelled_why="大雪のため")
    assert titles(visitor.get("/events/")) == ["近い催し", "講座", "別の会の催し", "中止の催し"]
    assert titles(visitor.get("/events/?month=over")) == ["去年の催し"]
    past = build.days(-300)
    assert titles(visitor.get(f"/events/?month={past:%Y-%m}")) == ["去年の催し"]
    assert titles(visitor.get("/events/?kind=course")) == ["講座"]
    assert titles(visitor.get("/events/?needs=sign&needs=childcare")) == ["講座"]
    assert titles(visitor.get(f"/events/?theme={theme.pk}")) == ["別の会の催し"]
    assert titles(visitor.get(f"/events/?host={body.pk}")) == ["近い催し", "講座", "中止の催し"]
    assert titles(visitor.get("/events/?q=別の会")) == ["別の会の催し"]
    assert titles(visitor.get("/events/?month=2026-13&kind=x")) == ["近い催し", "講座", "別の会の催し", "中止の催し"]
    assert "条件を1つ外すと" in text_of(visitor.get("/events/?q=ありません"))


def test_hosts_to_choose_from_are_those_of_the_first_events_and_the_one_that_was_asked_for(group, client_for):
    first, last = group[0], build.partner("あとの会")
    build.event(last, "あとの催し", at=90)
    row = build.event(first)
    Event.objects.bulk_create(
        Event(
            **{**{f.attname: getattr(row, f.attname) for f in Event._meta.concrete_fields}, "id": None, "title": f"催し{number}"}
        )
        for number in range(FIRST)
    )
    visitor, chosen = client_for(), f"/events/?host={last.pk}"

    def hosts(address):
        return [label for _, label in visitor.get(address).context["filter"].form.fields["host"].choices]

    assert hosts("/events/") == ["すべての団体・課", "雪あかりの会"]
    assert hosts(chosen) == ["すべての団体・課", "雪あかりの会", "あとの会"] and titles(visitor.get(chosen)) == ["あとの催し"]
    assert hosts("/events/?month=over") == ["すべての団体・課"]
    last.standing = "left"
    last.save()
    assert hosts(chosen) == ["すべての団体・課", "雪あかりの会"]


def test_the_list_asks_the_same_for_one_and_for_three(group, client_for, django_assert_num_queries):
    visitor = client_for()
    for number in (1, 2):
        for _ in range(number):
            build.signup(build.event(group[0], capacity=3, signup="web"))
        with django_assert_num_queries(3):
            visitor.get("/events/")


def test_a_published_one_is_changed_and_two_people_keep_each_others_words(group, client_for):
    body, representative, member = group
    row = build.event(body, "朝市", text="古い文")
    first, second, address = client_for(representative), client_for(member), f"/events/{row.pk}/edit/"
    mine, theirs = opened(first, address, text="新しい文"), opened(second, address, place="中央公園")
    assert first.post(address, mine).status_code == 302 and second.post(address, theirs).status_code == 302
    row.refresh_from_db()
    assert (row.text, row.place, row.sequence) == ("新しい文", "中央公園", 1)
    late = opened(second, address, title="朝市その2")
    first.post(address, opened(first, address, title="夕市"))
    answer = second.post(address, late)
    assert answer.status_code == 409 and "いまの内容：夕市" in text_of(answer)


def test_it_is_cancelled_with_a_reason_and_revived(group, client_for):
    row, client, visitor = build.event(group[0], "雪灯ろう"), client_for(group[1]), client_for()
    assert "入れてください" in text_of(client.post(f"/events/{row.pk}/cancel/", {"why": ""}))
    client.post(f"/events/{row.pk}/cancel/", {"why": "大雪のため、開けません。"})
    page = text_of(visitor.get(row.get_absolute_url()))
    assert "中止になりました" in page and "大雪のため、開けません。" in page
    assert titles(visitor.get("/events/")) == ["雪灯ろう"] and News.objects.get().title == "中止：雪灯ろう"
    client.post(f"/events/{row.pk}/revive/")
    row.refresh_from_db()
    assert (row.cancelled_at, row.cancelled_why, row.sequence) == (None, "", 2)
    assert "中止" not in text_of(visitor.get(row.get_absolute_url()))


def test_a_cancelled_one_keeps_its_day_and_place_and_says_what_to_do(group, client_for):
    """Its words can still be put right, and nobody hears of another day of what does not take place."""
    row, client = build.event(group[0], "雪灯ろう"), client_for(group[1])
    client.post(f"/events/{row.pk}/cancel/", {"why": "大雪のため、開けません。"})
    address = f"/events/{row.pk}/edit/"
    page = text_of(client.get(address))
    assert "中止になっています。ここで直しても、中止のままです" in page and f'href="/events/{row.pk}/next/"' in page
    assert "申し込んだ人に知らせます" not in page
    answer = client.post(address, opened(client, address, place="べつの広場", text="書きかえた文"))
    assert answer.status_code == 200 and "日時と場所は直せません" in text_of(answer) and "書きかえた文" in text_of(answer)
    assert client.post(address, opened(client, address, title="雪灯ろう（中止）", text="書きかえた文")).status_code == 302
    now = Event.objects.get(pk=row.pk)
    assert (now.place, now.text, now.is_cancelled) == (row.place, "書きかえた文", True)
    client.post(f"/events/{row.pk}/revive/")
    assert client.post(address, opened(client, address, place="べつの広場")).status_code == 302
    assert Event.objects.get(pk=row.pk).place == "べつの広場"


def test_the_next_one_is_a_draft_with_everything_but_its_days(group, client_for):
    row = build.event(group[0], "昼ごはんの会", text="毎月です。", childcare=True, capacity=20)
    client, address = client_for(group[1]), f"/events/{row.pk}/next/"
    sent = opened(client, address, starts_at=spoken(build.days(40), "11:00"), ends_at="13:00")
    answer = client.post(address, sent)
    made = Event.objects.get(former=row)
    assert answer.url == f"/events/{made.pk}/edit/#main"
    assert (made.title, made.text, made.childcare, made.capacity, made.published_at) == (
        "昼ごはんの会",
        "毎月です。",
        True,
        20,
        None,
    )
    assert made.ends_at - made.starts_at == timedelta(hours=2)
    client.post(address, sent)
    assert Event.objects.filter(former=row).count() == 1


def test_a_draft_is_thrown_away_and_nothing_else(group, client_for):
    draft, shown, client = build.event(group[0], published_at=None), build.event(group[0]), client_for(group[1])
    assert client.post(f"/events/{draft.pk}/discard/").url == f"/partners/{group[0].pk}/events/#main"
    assert "捨てられるのは" in text_of(client.post(f"/events/{shown.pk}/discard/", follow=True))
    assert [*Event.objects.values_list("pk", flat=True)] == [shown.pk]


def test_what_belongs_to_a_project_stands_on_its_page_and_only_its_own_people_put_it_there(group, client_for):
    (office, official), other = build.office(), build.group()[0]
    project, other = (build.cycle(body, office, official).project for body in (group[0], other))
    client = client_for(group[1])
    address, sent = write(client, group[0], about=f"project:{project.pk}")
    client.post(address, sent)
    made = Event.objects.get()
    assert (made.about, made.about_label) == (f"project:{project.pk}", project.title)
    client.post(f"/events/{made.pk}/publish/")
    assert "雪おろしの安全講習" in text_of(client_for().get(project.get_absolute_url()))
    assert f'href="{project.get_absolute_url()}"' in text_of(client_for().get(made.get_absolute_url()))
    address, sent = write(client, group[0], about=f"project:{other.pk}")
    assert "選び直してください" in text_of(client.post(address, sent))


def test_what_an_event_is_about_is_found_by_a_word_however_many_there_are(client_for):
    office, official = build.office(name="総合政策課")
    calls = [build.call(f"第{n}回の募集", questions=False, criteria=False, department=office, closes=n) for n in range(1, 24)]
    oldest, client = calls[0], client_for(official)
    address, sent = write(client, office)
    page = text_of(client.get(address))
    assert f'"call:{calls[-1].pk}"' in page and f'"call:{oldest.pk}"' not in page and "ほかにも、あります" in page
    found = client.post(address, sent | {"find": "第１回", "search": "1", "title": "説明会"})
    page = text_of(found)
    assert f'"call:{oldest.pk}"' in page and f'"call:{calls[-1].pk}"' not in page and "ほかにも、あります" not in page
    assert 'value="説明会"' in page and not found.context["form"].errors and Event.objects.count() == 0
    assert "「花火」は見つかりませんでした" in text_of(client.post(address, sent | {"find": "花火", "search": "1"}))
    unsure = client.post(address, sent | {"find": "第１回"})
    assert "並んでいるものから選んでください" in text_of(unsure) and Event.objects.count() == 0
    client.post(address, sent | {"find": "第１回", "about": f"call:{oldest.pk}"})
    made = Event.objects.get()
    assert (made.about, made.about_label) == (f"call:{oldest.pk}", "第1回の募集")
    edited = text_of(client.get(f"/events/{made.pk}/edit/"))
    assert f'value="call:{oldest.pk}" selected' in edited


def test_what_is_over_is_reached_page_by_page(group, client_for):
    body, representative, _ = group
    for day in range(1, 24):
        build.event(body, f"{day}日前の催し", at=-day)
        build.signup(build.event(body, f"{day}日前の会", at=-day), user=representative)
    client = client_for(representative)
    first, second, third = (text_of(client.get(f"/partners/{body.pk}/events/?over={page}")) for page in (1, 2, 3))
    assert "終わったもの（46件）" in first.replace("<wbr>", "") and "1日前の催し" in first and "23日前の催し" not in first
    assert "23日前の催し" in third and "1日前の催し" not in third.replace("11日前の催し", "").replace("21日前の催し", "")
    assert "?over=2#over-h" in first and second != third
    mine = [text_of(client.get(f"/events/mine/?page={page}")) for page in (1, 2)]
    assert "23日前の会" not in mine[0] and "23日前の会" in mine[1]
