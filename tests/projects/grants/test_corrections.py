"""補正 item by item: asked for in one notice, changed or answered, dropped or left as it is."""

import copy

import pytest
from django.core.exceptions import ValidationError

from projects.grants.models import Grant
from tests import build
from tests.sent import opened

from .build import World, receipt

pytestmark = pytest.mark.django_db
WHY = {"purpose": "だれのためかを書いてください。", "expenses": "材料の内訳を書いてください。"}


@pytest.fixture(scope="module")
def laid(lay):
    return lay(World)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


def now(grant):
    return Grant.objects.get(pk=grant.pk)


def asked(world, *fields, of=None):
    grant = of or world.step(world.step(world.draft(), "submit"), "receive")
    items = [{"field": field, "reason": WHY.get(field, "足りません。")} for field in fields or WHY]
    return world.step(now(grant), "ask_correct", items=items, due=build.days(10))


def test_the_group_is_told_once_and_puts_right_only_what_was_asked_for(world, client_for):
    grant = asked(world)
    leader = client_for(world.leader)
    inbox = build.read(leader, "/inbox/")
    assert inbox.count("の交付申請に、直してほしいところがあります") == 1
    page = build.read(leader, grant.get_absolute_url())
    assert "だれのためかを書いてください。" in page and f'href="{grant.get_absolute_url()}correct/#main"' in page
    address = f"{grant.get_absolute_url()}correct/"
    fields = opened(leader, address)
    assert "purpose" in fields and "expenses-0-item" in fields and "title" not in fields and "incomes-0-item" not in fields
    page = build.read(leader, address)
    sent = leader.post(address, {**fields, "purpose": "小学生が放課後に集まります。", "title": "別の名前"})
    assert "まだ直していないところがあります：支出の予算" in sent.content.decode()
    fields |= {
        "purpose": "小学生が放課後に集まります。",
        "expenses-0-amount": "26万円",
        "expenses-0-note": "10か月分",
        "title": "別の名前",
    }
    sent = leader.post(address, {**fields, "expenses-add": "1"})
    assert "小学生が放課後に集まります。" in sent.content.decode() and now(grant).status == "correcting"
    sent = leader.post(address, fields)
    assert "収入が支出より10,000円多くなっています" in sent.content.decode()
    assert leader.post(address, {**fields, "expenses-0-amount": "28万円"}).status_code == 302
    grant = now(grant)
    assert (grant.status, grant.title, grant.purpose) == ("received", "空き家の居場所", "小学生が放課後に集まります。")
    assert [row.outcome for row in grant.corrections.all()] == ["changed", "changed"]
    assert "小学生" in build.read(client_for(world.clerk), grant.get_absolute_url())
    grant = world.step(grant, "undo_correct", reason="もう一度直す")
    assert (grant.status, grant.purpose, grant.corrections.open().count()) == ("correcting", "子どもが放課後に集まります。", 2)
    assert grant.lines.get(side="expense").note == ""
    # Nothing typed is lost: the form begins with what was sent, and sends it again; the reasons against are in their boxes.
    again = opened(leader, address)
    first = {"purpose": ["小学生が放課後に集まります。"], "expenses-0-amount": ["280000"], "expenses-0-note": ["10か月分"]}
    assert {name: again[name] for name in first} == first
    assert "小学生が放課後に集まります。" not in build.read(client_for(world.clerk), grant.get_absolute_url())
    assert leader.post(address, again).status_code == 302
    grant = now(grant)
    assert (grant.status, grant.purpose, grant.lines.get(side="expense").note) == (
        "received",
        "小学生が放課後に集まります。",
        "10か月分",
    )
    assert not grant.corrections.typed()


def test_what_was_sent_and_taken_back_is_the_groups_to_read_when_its_item_is_let_off(world, client_for):
    grant = asked(world, "purpose", "place")
    values = {"purpose": "小学生が放課後に集まります。", "place": "片貝1丁目"}
    grant = world.step(now(grant), "correct", values=values, replies={})
    grant = world.step(now(grant), "undo_correct", reason="もう一度直す")
    purpose, place = grant.corrections.all()
    with pytest.raises(ValidationError, match="直しはじめています"):
        world.step(now(grant), "undo_ask_correct", reason="まちがい")
    world.step(now(grant), "drop_correct", which=[str(purpose.pk)], reason="書いてありました")
    leader = client_for(world.leader)
    assert (
        "「目的と内容」に書いたもの、付けたもので、まだ出していなかったものは、使われません。"
        in world.leader.notices.latest("pk").body
    )
    shown = build.read(leader, grant.get_absolute_url())
    assert "送らずにあったもの：小学生が放課後に集まります。" in shown
    assert "小学生が放課後に集まります。" not in build.read(client_for(world.clerk), grant.get_absolute_url())
    grant = now(grant)
    assert (grant.status, grant.purpose) == ("correcting", "子どもが放課後に集まります。")
    # Asked for once more, the form begins with it.
    world.step(grant, "add_correct", items=[{"field": "purpose", "reason": "やはり短い"}], due=build.days(5))
    fields = opened(leader, f"{grant.get_absolute_url()}correct/")
    assert (fields["purpose"], fields["place"]) == (["小学生が放課後に集まります。"], ["片貝1丁目"])
    grant.corrections.blank()
    assert [row.typed for row in grant.corrections.all()] == [None, None, None]


def test_papers_of_an_item_that_is_let_off_do_not_count_and_come_back_with_it(world, client_for):
    grant = asked(world, "papers", "place")
    first = receipt(grant, world.leader)
    papers, place = grant.corrections.all()
    grant = world.step(now(grant), "drop_correct", which=[str(papers.pk)], reason="もう受け取っていました")
    assert [row.pk for row in grant.papers.filter(removed_at=None)] == []
    leader = client_for(world.leader)
    assert (
        "「書類」に書いたもの、付けたもので、まだ出していなかったものは、使われません。" in world.leader.notices.latest("pk").body
    )
    assert f"送らずにあったもの：{first.title}（{first.name}）" in build.read(leader, grant.get_absolute_url())
    grant = world.step(now(grant), "undo_drop_correct", reason="押しまちがえました。")
    assert [row.pk for row in grant.papers.filter(removed_at=None)] == [first.pk]
    # Left as it is: the city sees the papers that lie there, and they stay.
    grant = world.step(now(grant), "accept_as_is", which=[str(papers.pk)], remark="")
    assert [row.pk for row in grant.papers.filter(removed_at=None)] == [first.pk]
    assert "「書類」に付けたものは、そのまま入ります。" in world.leader.notices.latest("pk").body


def test_an_item_is_answered_with_a_reason_or_with_a_paper(world):
    grant = asked(world, "place", "papers")
    by_field = {row.field: row.pk for row in grant.corrections.all()}
    receipt(grant, world.leader)
    with pytest.raises(ValidationError) as caught:
        world.step(now(grant), "correct", values={}, replies={})
    assert "場所" in caught.value.messages[0] and "書類" not in caught.value.messages[0]
    grant = world.step(now(grant), "correct", values={}, replies={by_field["place"]: "集会所の名前は、まだ決まっていません。"})
    assert {row.field: row.outcome for row in grant.corrections.all()} == {"place": "answered", "papers": "changed"}


def test_the_city_adds_drops_and_accepts_and_it_goes_on_where_it_was(world):
    grant = asked(world, "purpose", of=world.step(world.draft(), "submit"))
    grant = world.step(now(grant), "add_correct", items=[{"field": "place", "reason": "番地まで"}], due=build.days(5))
    assert (now(grant).correct_by, now(grant).due_on) == (build.days(5), build.days(5))
    purpose, place = grant.corrections.all()
    grant = world.step(now(grant), "drop_correct", which=[str(purpose.pk)], reason="書いてありました")
    grant = world.step(now(grant), "accept_as_is", which=[str(place.pk)], remark="")
    assert now(grant).status == "submitted"
    grant = world.step(now(grant), "undo_go_on_unread", reason="やはり要る")
    assert now(grant).status == "correcting" and now(grant).corrections.open().get() == place


def test_what_came_on_paper_is_put_right_by_the_city(world, client_for):
    grant = asked(world, "place")
    clerk, address = client_for(world.clerk), f"{grant.get_absolute_url()}correct/"
    assert clerk.get(address).status_code == 403
    filed = {"what": "correct", "channel": "phone", "received_on": str(build.days(0)), "form_key": build.uuid4()}
    assert clerk.post(f"{grant.get_absolute_url()}filed/", filed).url == f"{address}#main"
    assert clerk.post(address, opened(clerk, address, place="片貝1丁目")).status_code == 302
    assert (now(grant).status, now(grant).place) == ("received", "片貝1丁目")


def test_an_old_page_is_told_what_the_city_asked_for_meanwhile(world, client_for):
    grant = asked(world, "place")
    leader, address = client_for(world.leader), f"{grant.get_absolute_url()}correct/"
    fields = opened(leader, address, place="片貝1丁目")
    world.step(now(grant), "add_correct", items=[{"field": "purpose", "reason": "短い"}], due=build.days(5))
    answer = leader.post(address, fields)
    page = answer.content.decode()
    assert answer.status_code == 409 and "市が、直すところを変えました" in page and "片貝1丁目" in page


def test_what_was_written_at_an_item_that_the_city_lets_off_meanwhile_is_given_back(world, client_for):
    grant = asked(world, "purpose", "place", "expenses")
    leader, address = client_for(world.leader), f"{grant.get_absolute_url()}correct/"
    typed = {"purpose": "小学生が放課後に集まります。", "place": "片貝1丁目", "expenses-0-item": "本だなの材料"}
    fields = opened(leader, address, **typed)
    gone = [str(row.pk) for row in grant.corrections.filter(field__in=("purpose", "expenses"))]
    world.step(now(grant), "drop_correct", which=gone, reason="書いてありました")
    answer = leader.post(address, fields)
    page = answer.content.decode()
    assert answer.status_code == 409 and "市が、直すところを変えました" in page
    assert all(words in page for words in typed.values()) and 'name="purpose"' not in page
    assert leader.post(address, opened(leader, address, place="片貝1丁目")).status_code == 302
    assert (now(grant).purpose, now(grant).place) == ("子どもが放課後に集まります。", "片貝1丁目")
