"""まとめて行う: the secretariat takes one step of all the proposals that it ticked in the list."""

import re

import pytest
from django.utils import timezone

from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.process.actions import take_step
from projects.models import Proposal
from tests import build

pytestmark = pytest.mark.django_db
LIST = "/admin/projects/proposal/?state=submitted"


@pytest.fixture
def desk(client_for):
    _, official = build.office("secretariat")
    return client_for(official)


@pytest.fixture
def three(db):
    call = build.call()
    bodies = [build.group(f"見本の会{letter}") for letter in "あいう"]
    return [build.submitted(body, person, to=call) for body, person, _ in bodies]


def ticked(client, step, proposals, address=LIST, **more):
    """The page that asks once more, as the button under the list leads to it."""
    keys = [proposal.pk for proposal in proposals]
    return client.post(address, {"action": f"take_{step}", "_selected_action": keys, "index": "0", **more})


def confirmed(client, page, **typed):
    """The button of that page."""
    text = page.content.decode()
    rows = re.findall(r'name="row" value="([^"]+)"', text)
    said = dict(re.findall(r'name="(action|_selected_action)" value="([^"]+)"', text))
    return client.post(LIST, {"row": rows, "run": "1", **said, **typed})


def states():
    return [proposal.status for proposal in Proposal.objects.order_by("pk")]


def test_many_are_received_by_two_presses_and_taken_back_by_two(desk, three):
    page = ticked(desk, "receive", three)
    assert "次の3件に行います" in page.content.decode() and states() == ["submitted"] * 3
    done = confirmed(desk, page)
    assert "3件、終わりました" in done.content.decode() and states() == ["received"] * 3
    assert 'href="/admin/projects/proposal/?state=submitted"' in done.content.decode()
    again = confirmed(desk, page)  # the second press of one button
    assert "3件、終わりました" in again.content.decode() and Notice.objects.filter(title__contains="受け付けました").count() == 3
    page = ticked(desk, "undo_receive", three)
    refused = confirmed(desk, page)
    assert "理由を入れてください。" in refused.content.decode() and states() == ["received"] * 3
    told = confirmed(desk, page, reason="まちがえました。").content.decode()
    assert "3件、終わりました" in told and "理由：まちがえました。" in told and "入れた内容" not in told
    assert states() == ["submitted"] * 3


def test_what_cannot_be_done_now_is_named_and_the_rest_goes_on(desk, three):
    _, official = build.office("secretariat")
    take_step(three[0], "receive", by=official, version=three[0].version)
    page = ticked(desk, "receive", three)
    assert "いっしょに行わないもの（1件）" in page.content.decode() and "次の2件に" in page.content.decode()
    take_step(three[1], "receive", by=official, version=three[1].version)  # somebody else, while the page stands open
    done = confirmed(desk, page).content.decode()
    assert "1件、終わりました。できなかったものが1件あります。" in done and "動きがありました" in done
    assert states() == ["received"] * 3


def test_one_answer_holds_for_all_of_them(desk, three):
    office, _ = build.office()
    confirmed(desk, ticked(desk, "receive", three))
    page = ticked(desk, "start_talks", three)
    assert "担当課を選んでください。" in confirmed(desk, page).content.decode()
    assert "3件、終わりました" in confirmed(desk, page, department=office.pk).content.decode()
    assert {proposal.department for proposal in Proposal.objects.all()} == {office}


@pytest.mark.parametrize("minutes", [0, 10])
def test_who_is_told_of_many_at_once_has_one_notice_and_one_mail(client_for, desk, settings, minutes):
    settings.KYODO_UNDO_MINUTES = minutes
    call, (body, leader, _), (office, official) = build.call(), build.group("見本の会"), build.office()
    several = [
        build.submitted(body, leader, to=call, title=title) for title in ("三つめ", "二つめ", "一つめ")
    ]  # the newest first
    confirmed(desk, ticked(desk, "receive", several))
    confirmed(desk, ticked(desk, "start_talks", several), department=office.pk)
    begin, mail = "の担当課との協議を始めます", Delivery.objects.get(to=official.email)
    assert mail.subject == f"「一つめ」{begin} ほか2件" and all(
        f"「{title}」{begin}" in mail.text for title in ("二つめ", "三つめ")
    )
    assert Delivery.objects.filter(to=leader.email, subject__contains=begin).count() == 1
    if minutes:  # one of them was a mistake: the mail that waits says the others
        confirmed(desk, ticked(desk, "undo_start_talks", several[2:]), reason="課をまちがえました。")
        mail = Delivery.objects.get(to=official.email)
        assert mail.subject == f"「二つめ」{begin} ほか1件" and "一つめ" not in mail.text
        Notice.objects.update(waits_until=None)
    named, reader = ("二つめ", "三つめ") if minutes else ("一つめ", "二つめ", "三つめ"), client_for(official)
    inbox = reader.get("/inbox/").content.decode()
    assert inbox.count(begin) == 1 and f"ほか{len(named) - 1}件" in inbox and "お知らせが<b>1件</b>" in inbox
    page = reader.get(f"/inbox/{official.notices.order_by('pk').first().pk}/").content.decode()
    assert all(f"「{title}」{begin}" in page for title in named)
    assert "まだ読んでいないお知らせはありません" in reader.get("/inbox/").content.decode()


def test_what_was_mailed_already_is_corrected(desk, settings):
    settings.KYODO_UNDO_MINUTES = 0
    call, (body, leader, _) = build.call(), build.group("見本の会")
    two = [build.submitted(body, leader, to=call, title=title) for title in ("一つめ", "二つめ")]
    confirmed(desk, ticked(desk, "receive", two))
    Delivery.objects.update(state="sent", sent_at=timezone.now())
    confirmed(desk, ticked(desk, "undo_receive", two[1:]), reason="まちがえました。")
    mails = Delivery.objects.filter(to=leader.email, state="waiting")
    assert [mail.subject for mail in mails] == ["訂正：「二つめ」は、いま「提出済」です"]


def test_nothing_ticked_and_more_than_the_page_holds(desk, three, monkeypatch):
    desk.post(LIST, {"action": "take_receive", "index": "0"})
    assert states() == ["submitted"] * 3
    monkeypatch.setattr("kyodo_portal.process.bulk_admin.MOST", 2)
    assert ticked(desk, "receive", three)["Location"] == LIST
    assert "一度に選べるのは2件までです" in desk.get(LIST).content.decode()


def test_only_those_who_may_take_a_step_are_offered_it(client_for, desk, three):
    _, clerk = build.office()
    Proposal.objects.update(department=clerk.memberships.get().partner)
    assert "take_receive" in desk.get(LIST).content.decode()
    assert "take_receive" not in client_for(clerk).get("/admin/projects/proposal/").content.decode()
    ticked(client_for(clerk), "receive", three)
    assert states() == ["submitted"] * 3


def test_the_way_back_leads_to_the_list_as_it_was_narrowed(desk, three):
    kept = "?_changelist_filters=state%3Dsubmitted"
    change = f"/admin/projects/proposal/{three[0].pk}/change/{kept}"
    assert change in desk.get(LIST).content.decode()
    page, step = desk.get(change).content.decode(), f"/admin/projects/proposal/{three[0].pk}/step/receive/{kept}"
    assert step in page and f'<a href="{LIST}">' in page
    assert f'<a href="{LIST}">' in desk.get(step).content.decode()
    assert desk.post(step, {"version": three[0].version})["Location"] == f"{change}#main"


def test_the_page_that_asks_needs_the_same_queries_for_one_and_for_three(desk, three, django_assert_max_num_queries):
    ticked(desk, "receive", three)
    with django_assert_max_num_queries(20) as one:
        ticked(desk, "receive", three[:1])
    with django_assert_max_num_queries(20) as many:
        ticked(desk, "receive", three)
    assert len(many) == len(one)
