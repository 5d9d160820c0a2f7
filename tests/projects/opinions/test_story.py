"""A round through the front door: written in the admin, answered by people and on paper, split, grouped, answered, read by everybody."""

import copy
import json
import re

import pytest
from django.core import mail

from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.notices.models import News, Notice
from kyodo_portal.pages.search_page_actions import read_page
from kyodo_portal.pages.search_pages import Address
from kyodo_portal.personal.erasing_actions import close_account
from kyodo_portal.personal.export import data_of
from kyodo_portal.personal.retention_records import FINDERS
from projects.models import Opinion, OpinionPoint, OpinionRound, Remark
from projects.opinions.blank_actions import blank_opinions
from projects.opinions.limits import LINE_A_DAY
from tests import build
from tests.sent import opened, text_of

from .build import World, entered, past, sent, step

pytestmark = pytest.mark.django_db
ADMIN = "/admin/projects/opinionround/"


@pytest.fixture(scope="module")
def laid(lay):
    return lay(World)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


def key_on(client, address):
    return re.search(r'name="form_key" value="([^"]+)"', client.get(address).content.decode())[1]


def streamed(client, address):
    return b"".join(client.get(address).streaming_content).decode()


def take(client, round, name, **said):
    """Take a step in the admin as its page asks it."""
    address = f"{ADMIN}{round.pk}/step/{name}/"
    version = client.get(address).context["form"].initial["version"]
    answer = client.post(address, {"version": version, **said})
    assert answer.status_code == 302, build.markup(answer)
    round.refresh_from_db()


def typed_in_admin(client, address, **typed):
    page = client.get(address)
    sent = {name: "" if value in (None, False) else value for name, value in page.context["adminform"].form.initial.items()}
    for formset in page.context["inline_admin_formsets"]:
        sent |= {f"{formset.formset.prefix}-{name}": value for name, value in formset.formset.management_form.initial.items()}
    sent |= {name: page.context[name] for name in ("row_token", "form_key") if name in page.context}
    return client.post(address, sent | typed)


def test_an_office_writes_a_round_and_announces_it(world, client_for):
    official = client_for(world.official)
    first, last = build.days(5), build.days(20)
    said = {
        "title": "道の計画への意見", "what": "道を聞きます。", "department": world.office.pk, "opens_on": first.isoformat(),
        "closes_on": last.isoformat(), "papers-TOTAL_FORMS": "1", "papers-INITIAL_FORMS": "0", "papers-0-order": "1",
        "papers-0-title": "案", "papers-0-text": "道をなおします。",
    }  # fmt: skip
    refused = typed_in_admin(official, f"{ADMIN}add/", **said)
    assert "受付の期間が30日より短いので、わけを書くか、しめきりの日を後にしてください。" in build.markup(refused)
    made = typed_in_admin(official, f"{ADMIN}add/", **said, short_why="国の期限に合わせます。")
    assert made.status_code == 302, build.markup(made)
    round = OpinionRound.objects.get(title="道の計画への意見")
    assert round.status == "preparing" and client_for().get(f"/opinions/{round.pk}/").status_code == 404
    take(official, round, "announce")
    page = build.read(client_for(), f"/opinions/{round.pk}/")
    assert "これから受け付けます" in page and "国の期限に合わせます。" in page and "意見を書く" not in page
    assert "道をなおします。" in build.read(client_for(), f"/opinions/{round.pk}/plan/")
    assert (
        not client_for(world.outsider).post(f"{ADMIN}{round.pk}/step/rework/", {"version": 1, "reason": "x"}).status_code == 302
    )


def test_a_visitor_sends_after_reading_it_again(world, client_for):
    visitor, page = client_for(), f"/opinions/{world.round.pk}/send/"
    said = {"form_key": key_on(visitor, page), "part": "第2章 これから", "text": "朝もあけてください。", "category": "lives"}
    missing = build.markup(visitor.post(page, said))
    assert "名前・団体名" in missing and "朝もあけてください。" in missing and not Opinion.objects.exists()
    said |= {"name": "川井 一郎", "address": "見本町9"}
    check = build.markup(visitor.post(page, said))
    assert "まだ出していません" in check and "第2章 これから" in check and not Opinion.objects.exists()
    assert 'value="朝もあけてください。"' in check
    back = build.markup(visitor.post(page, {**said, "back": "1"}))
    assert "朝もあけてください。</textarea>" in back
    for _ in range(2):
        answer = visitor.post(page, {**said, "send": "1"})
        assert answer.status_code == 302
    opinion = Opinion.objects.get()
    receipt = build.read(visitor, answer["Location"].partition("#")[0])
    assert f"{world.round.pk}-001" in receipt and "朝もあけてください。" in receipt
    assert client_for().get(f"/opinions/{world.round.pk}/sent/").status_code == 404
    assert (opinion.by, opinion.channel, opinion.part) == (None, "web", "第2章 これから")
    for page in ("/opinions/", f"/opinions/{world.round.pk}/", "/", "/feeds/opinions.atom"):
        assert "川井" not in build.read(client_for(), page) and "朝も" not in build.read(client_for(), page)
    assert "川井" not in streamed(client_for(), "/open-data/opinions.json")


def test_who_is_signed_in_has_a_mail_and_puts_it_right(world, client_for):
    client, page = client_for(world.resident), f"/opinions/{world.round.pk}/send/"
    said = {"form_key": key_on(client, page), "text": "広く。", "category": "works", "name": "見本 住民", "address": "見本町1"}
    assert client.post(page, {**said, "send": "1"}).status_code == 302
    opinion = Opinion.objects.get()
    notice = Notice.objects.get(user=world.resident)
    assert f"受付番号 {opinion.receipt}" in notice.title and "広く。" not in notice.body and "広く。" not in notice.title
    own = f"/opinions/received/{opinion.pk}/"
    for person, status in ((None, 302), (world.other, 404), (world.outsider, 404), (world.official, 200), (world.clerk, 200)):
        assert client_for(person).get(own).status_code == status
    assert AuditEvent.objects.filter(act="look", by=world.official, note=f"意見 {opinion.receipt}").exists()
    assert client_for(world.official).post(own, {"text": "せまく。"}).status_code == 403
    client.post(f"{own}withdraw/")
    assert "取り下げました" in build.read(client, own)
    client.post(f"{own}withdraw/", {"restore": "1"})
    opinion.refresh_from_db()
    assert (opinion.text, opinion.withdrawn_at) == ("広く。", None)


def test_two_windows_of_one_opinion(world, client_for):
    opinion = sent(world.round, world.resident)
    client, own = client_for(world.resident), f"/opinions/received/{opinion.pk}/"
    shown = {name: value or "" for name, value in client.get(own).context["form"].initial.items()}
    assert client.post(own, {**shown, "text": "一つ目"}).status_code == 302
    second = build.markup(client.post(own, {**shown, "text": "二つ目"}))
    assert "いまの内容：一つ目" in second and "二つ目</textarea>" in second


def test_a_line_sends_only_so_many(world, client_for):
    for _ in range(LINE_A_DAY):
        sent(world.round)
    with pytest.raises(Exception, match="今日出せる意見の数"):
        sent(world.round)


def test_papers_are_entered_by_the_office(world, client_for):
    official, page = client_for(world.official), f"/staff/opinions/{world.round.pk}/enter/"
    said = {"form_key": key_on(official, page), "channel": "fax", "received_on": build.days(0).isoformat(), "text": "残して。"}
    assert official.post(page, {**said, "category": "body"}).status_code == 302
    opinion = Opinion.objects.get()
    assert (opinion.channel, opinion.entered_by, opinion.by) == ("fax", world.official, None)
    assert client_for(world.outsider).get(page).status_code == 403 and client_for(world.resident).get(page).status_code == 404
    own = f"/opinions/received/{opinion.pk}/"
    shown = {name: value or "" for name, value in official.get(own).context["form"].initial.items()}
    assert official.post(own, {**shown, "text": "残してください。"}).status_code == 302
    past(world.round)
    late = {**said, "form_key": key_on(official, page), "category": "body"}
    assert "しめきりのあとに入れるときは、わけを書いてください。" in build.markup(official.post(page, late))
    assert official.post(page, {**late, "late_why": "箱にありました。"}).status_code == 302


def answered(world, client_for):
    """Three people, four points in two groups, answered; the round is ready to be published."""
    sent(world.round, world.resident, text="朝もあけてください。\n\n広くしてください。", name="川井 一郎")
    sent(world.round, world.other, text="広くしてください。")
    entered(world.round, world.official, text="広くして。", channel="paper")
    past(world.round)
    official, work = client_for(world.official), f"/staff/opinions/{world.round.pk}/points/"
    take(official, world.round, "summarise")
    waited_for = "いまは、<b>市</b>が「意見をまとめ、市の考えを書いて公表する」番です。"
    assert waited_for in build.read(client_for(), world.round.get_absolute_url())
    assert "いまの番：" in build.read(official, work) and "いまの番：" in build.read(
        official, f"/staff/opinions/{world.round.pk}/"
    )
    assert "/step/publish/" not in build.read(official, f"{ADMIN}{world.round.pk}/change/")
    assert official.post(work, {"split_all": "1"}).status_code == 302
    keys = dict(OpinionPoint.objects.values_list("text", "pk"))
    page = official.get(work)
    key = re.search(r'name="form_key" value="([^"]+)"', page.content.decode())[1]
    wide = list(OpinionPoint.objects.filter(text__startswith="広く").values_list("pk", flat=True))
    for _ in range(2):
        said = {"group": "1", "form_key": key, "points": wide, "text": "広くしてほしい\n使う人がふえている"}
        assert official.post(work, said).status_code == 302
    remark = Remark.objects.get()
    key = key_on(official, work)
    official.post(work, {"group": "1", "form_key": key, "points": [keys["朝もあけてください。"]], "text": "朝もあけてほしい"})
    return official, work, remark


def test_from_points_to_the_published_result(world, client_for):
    official, work, remark = answered(world, client_for)
    assert remark.points.count() == 3
    address = f"/staff/opinions/remarks/{remark.pk}/"
    token = official.get(address).context["form"].initial["etag"]
    said = {
        "text": remark.text,
        "effect": "reflected",
        "answer": "広げます。",
        "change": "第2章に書き足しました。",
        "etag": token,
    }
    assert "両方を入れてください" in build.markup(official.post(address, {**said, "answer": ""}))
    assert official.post(address, said).status_code == 302
    assert "/step/publish/" not in build.read(official, f"{ADMIN}{world.round.pk}/change/")  # the other group has no answer
    other = Remark.objects.exclude(pk=remark.pk).get()
    address = f"/staff/opinions/remarks/{other.pk}/"
    token = official.get(address).context["form"].initial["etag"]
    said = {"text": other.text, "effect": "declined", "answer": "人手がありません。", "etag": token}
    assert official.post(address, said).status_code == 302
    Notice.objects.all().delete()
    take(official, world.round, "publish")
    assert {notice.user for notice in Notice.objects.all()} >= {world.resident, world.other}

    visitor = client_for()
    page = build.read(visitor, f"/opinions/{world.round.pk}/")
    for word in (
        "3人から、4件の意見",
        "広くしてほしい",
        "使う人がふえている",
        "3件",
        "取り入れます",
        "広げます。",
        "第2章に書き足しました。",
        "少数",
    ):
        assert word in page, word
    for word in ("川井", "見本町1", "朝もあけてください。"):
        assert word not in page
    assert News.objects.filter(source=f"opinion:{world.round.pk}:result").exists()
    data = streamed(visitor, "/open-data/opinion-results.csv")
    assert "広くしてほしい" in data and "取り入れます" in data and "川井" not in data
    rounds = json.loads(visitor.get("/open-data/opinions.json").getvalue())["rows"]
    assert [(row["people"], row["points"]) for row in rounds] == [(3, 4)]
    assert "結果を公表しました" in build.read(visitor, "/feeds/news.atom")
    assert world.round.title in build.read(visitor, "/feeds/opinions.atom")

    take(official, world.round, "unpublish", reason="数がちがいました。")
    assert "広げます。" not in build.read(visitor, f"/opinions/{world.round.pk}/")
    assert "広げます。" not in streamed(visitor, "/open-data/opinion-results.csv")


def test_points_are_split_anew_moved_and_loosened(world, client_for):
    official, work, remark = answered(world, client_for)
    first = Opinion.objects.get(number=1)
    address = f"/staff/opinions/split/{first.pk}/"
    token = official.get(address).context["form"].initial["etag"]
    said = {"text": "朝もあけてください。\n\n広くしてください。\n\n明るくしてください。", "etag": token}
    assert official.post(address, said).status_code == 302
    assert [point.remark is None for point in first.points.all()] == [False, False, True]  # what stays keeps its group
    assert "いまの内容" in build.markup(official.post(address, {"text": "一つだけ", "etag": token}))
    loose = first.points.get(remark=None)
    assert official.post(work, {"move": "1", "points": [loose.pk], "remark": remark.pk}).status_code == 302
    old = official.post(work, {"loosen": "1", "points": [f"{loose.pk}:"]})  # of a page on which it stood nowhere
    assert old.status_code == 409 and "選んだ論点のまとめが変わりました" in text_of(old)
    assert official.post(work, {"loosen": "1", "points": [f"{loose.pk}:{remark.pk}"]}).status_code == 302
    assert "まとめる論点を、1つ以上選んでください。" in build.markup(
        official.post(work, {"group": "1", "text": "新しい", "form_key": build.uuid4()})
    )
    official.post(f"/staff/opinions/remarks/{remark.pk}/", {"drop": "1"})
    assert Remark.objects.filter(pk=remark.pk).exists()  # points stand under it
    remark.points.update(remark=None)
    official.post(f"/staff/opinions/remarks/{remark.pk}/", {"drop": "1"})
    assert not Remark.objects.filter(pk=remark.pk).exists()


def test_two_who_group_the_same_points_do_not_undo_each_other(world, client_for):
    official, work, remark = answered(world, client_for)
    colleague = client_for(build.office("secretariat")[1])
    before, key = text_of(colleague.get(work)), key_on(colleague, work)
    stood = {point.text: f"{point.pk}:{point.remark_id}" for point in OpinionPoint.objects.all()}
    assert all(f'value="{value}"' in before for value in stood.values())
    morning, wide = stood["朝もあけてください。"], stood["広くして。"]
    assert official.post(work, {"move": "1", "points": [morning], "remark": remark.pk}).status_code == 302
    late = {"group": "1", "form_key": key, "points": [morning, wide], "text": "ひとつにした文です。"}
    answer = colleague.post(work, late)
    assert answer.status_code == 409 and "ひとつにした文です。" in text_of(answer)
    assert "選んだ論点のまとめが変わりました" in text_of(answer) and remark.points.count() == 4
    late["points"] = [value.partition(":")[0] + f":{remark.pk}" for value in late["points"]]
    for _ in range(2):  # seen and sent again; the button pressed twice
        assert colleague.post(work, late).status_code == 302
    assert remark.points.count() == 2 and Remark.objects.count() == 3


def test_a_round_that_is_put_off_or_stopped_says_why(world, client_for):
    sent(world.round, world.resident)
    official, visitor = client_for(world.official), client_for()
    Notice.objects.all().delete()
    address = f"{ADMIN}{world.round.pk}/step/extend/"
    version = official.get(address).context["form"].initial["version"]
    sooner = official.post(address, {"version": version, "closes_later": build.days(3).isoformat(), "public_reason": "x"})
    assert "それより後の日にしてください" in build.markup(sooner)
    take(official, world.round, "extend", closes_later=build.days(45).isoformat(), public_reason="大雪のため。")
    assert "大雪のため。" in build.read(visitor, f"/opinions/{world.round.pk}/")
    assert Notice.objects.filter(user=world.resident, title__contains="しめきりがのびました").exists()
    take(official, world.round, "stop", public_reason="案を作り直します。")
    page = build.read(visitor, f"/opinions/{world.round.pk}/")
    assert "案を作り直します。" in page and "意見を書く（5分ほど）" not in page
    assert not News.objects.filter(source=f"opinion:{world.round.pk}:open").exists()
    calendar = visitor.get("/opinions.ics").text
    assert calendar.count("STATUS:CANCELLED") == 2 and "とりやめ：意見のしめきり" in calendar
    mail.outbox.clear()


def test_open_rounds_stand_where_people_look(world, client_for):
    visitor = client_for()
    assert f"/opinions/{world.round.pk}/" in streamed(visitor, "/sitemap.xml")
    for page in ("/", "/whats-on/", "/opinions/", "/opinions.ics"):
        said = build.read(visitor, page)
        assert (world.round.title in said) or f"/opinions/{world.round.pk}/" in said, page
    read_page(Address(f"/opinions/{world.round.pk}/", "opinion", world.round.pk), "m")
    assert f"/opinions/{world.round.pk}/" in build.read(visitor, "/search/", {"q": "集会所の計画"})
    assert "意見の用紙" in build.read(visitor, f"/opinions/{world.round.pk}/form/")
    assert client_for(world.resident).post(f"/follow/opinion:{world.round.pk}/", {"follow": "1"}).status_code in (200, 302)


def test_a_list_of_three_asks_no_more_than_of_one(world, client_for, django_assert_max_num_queries):
    for number in range(2):
        OpinionRound.objects.create(
            title=f"計画{number}",
            what="x",
            department=world.office,
            opens_on=build.days(0),
            closes_on=build.days(40),
            status="open",
        )
    for _ in range(3):
        sent(world.round)
    visitor, official = client_for(), client_for(world.official)
    with django_assert_max_num_queries(4):
        visitor.get("/opinions/")
    official.get(f"/staff/opinions/{world.round.pk}/")
    with django_assert_max_num_queries(9):  # four of the list; who one is, one's rights, and what the look leaves
        official.get(f"/staff/opinions/{world.round.pk}/")


def test_who_leaves_is_taken_off_and_old_rounds_are_blanked(world):
    opinion = sent(world.round, world.resident, name="川井 一郎")
    assert data_of(world.resident)["意見募集に出した意見"][0]["意見"] == "広くしてください。"
    close_account(user=world.resident, by=world.resident)
    opinion.refresh_from_db()
    assert (opinion.by, opinion.name, opinion.address, opinion.text) == (None, "", "", "広くしてください。")
    step(world.round, "stop", world.official, public_reason="やめます。")
    records = list(FINDERS["opinion"]())
    assert [(record.pk, record.partners) for record in records] == [(world.round.pk, (world.office.pk,))]
    blank_opinions([world.round.pk])
    opinion.refresh_from_db()
    assert opinion.text == "" and list(FINDERS["opinion"]()) == []


def test_two_windows_at_an_opinion_and_at_the_answer_to_it(world, client_for):
    """Different boxes go together, and what both wrote is shown with both words."""
    row = sent(world.round, world.resident, text="はじめの意見", name="川井")
    mine, page = client_for(world.resident), row.get_absolute_url()
    late, both = opened(mine, page, name="川井 花"), opened(mine, page, text="あとの意見")
    assert mine.post(page, opened(mine, page, text="さきの意見")).status_code == 302
    assert "「意見」は、そのまま残しました" in text_of(mine.post(page, late, follow=True))
    answer = mine.post(page, both)
    assert answer.status_code == 409 and "いまの内容：さきの意見" in text_of(answer)
    row.refresh_from_db()
    assert (row.text, row.name) == ("さきの意見", "川井 花")
    row.delete()
    official, _, remark = answered(world, client_for)
    page = f"/staff/opinions/remarks/{remark.pk}/"
    late = opened(official, page, text="広くしてほしい（まとめ）")
    assert official.post(page, opened(official, page, effect="reflected", answer="広げます。")).status_code == 302
    assert "「市の扱い」「市の考え」は、そのまま残しました" in text_of(official.post(page, late, follow=True))
    remark.refresh_from_db()
    assert (remark.text, remark.effect, remark.answer) == ("広くしてほしい（まとめ）", "reflected", "広げます。")
