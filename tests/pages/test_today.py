"""The first page of staff: what waits, whose turn it is, what is late, what comes next, and every list in its group."""

import pytest
from django.contrib import admin

from kyodo_portal.pages.today import GROUPS
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.models import Task
from projects.board.presenters import moved_for
from projects.models import DeskVisit
from tests import build

pytestmark = pytest.mark.django_db


def waiting(client):
    """{heading: {label: (how many, how many late, whose besides)}} of the first page."""
    page = client.get("/admin/")
    return {
        whose: {row["label"]: (row["count"], row["late"], row["others"]) for row in rows}
        for whose, rows in page.context["waiting"]
    }


def test_what_falls_to_others_stands_below_with_whose_turn_it_is(client_for):
    _, secretary = build.office("secretariat")
    office, official = build.office("department", "福祉課")
    clerk = client_for(secretary)
    build.registration(build.user("申込 花"))
    cycle = build.cycle(build.registered_group()[0], office, official)
    Task.objects.filter(process="cycle", subject_id=cycle.pk).update(due_on=build.days(-1))
    assert waiting(clerk) == {
        "あなたの番": {"登録の申請（申請中）": (1, 0, ())},
        "ほかの人の番（待っているもの）": {"期限をすぎた協働": (1, 1, ("団体の代表者", "担当課"))},
    }
    page = build.read(clerk, "/admin/")
    assert "団体の代表者、担当課の番です" in page and "待っているものがない仕事" in page
    assert waiting(client_for(official)) == {"あなたの番": {"期限をすぎた協働": (1, 1, ())}}


def test_the_day_says_what_is_late_and_what_comes_next(client_for):
    clerk = client_for(build.office("secretariat")[1])
    for name, due in (("ひだまりの会", -2), ("かわべの会", 1), ("みどりの会", 20)):
        row = build.registration(build.user(f"{name} 代表", f"{due}@example.jp"), name=name)
        Task.objects.filter(process=row.process.key, subject_id=row.pk).update(due_on=build.days(due))
    today = clerk.get("/admin/").context["today"]
    assert (today.count, today.late, today.soon) == (3, 1, 1)
    assert [task.matter for task in today.tasks] == ["ひだまりの会", "かわべの会", "みどりの会"]
    assert "2日すぎています" in build.read(clerk, "/admin/")


def test_every_list_stands_in_one_group():
    named = sorted(name for _, names in GROUPS for name in names)
    ours = sorted(model._meta.model_name for model in admin.site._registry)
    assert named == ours


def test_since_one_looked_last_the_first_page_and_the_board_say_what_others_moved(client_for, django_assert_max_num_queries):
    """Nothing is kept of who never presses; one's own steps are no news; an office reads of what has to do with it."""
    secretary, office = build.office("secretariat")[1], build.office("department", "福祉課")
    clerk, official, (body, leader, _) = client_for(secretary), client_for(office[1]), build.group("花の会")
    call = build.call(title="花の募集", department=office[0])
    before = build.submitted(body, leader, to=call, title="花の道")
    assert "押すと、次からは" in build.read(clerk, "/admin/") and "動きあり" not in build.read(clerk, "/projects/board/")
    assert clerk.get("/projects/board/?moved=on").context["total"] == 1
    for client in (clerk, official):
        assert client.post("/projects/board/seen/", {"on": "first"}).url == "/admin/"
        assert "ほかの人が動かしたものは、ありません" in build.read(client, "/admin/")
    other = build.submitted(body, leader, to=build.call(title="別の募集"), title="雪の道")
    take_step(before, "receive", by=secretary, version=before.version)
    take_step(before, "start_talks", by=secretary, version=before.version, department=office[0])
    shown = {who: client.get("/admin/").context["moved"] for who, client in (("clerk", clerk), ("official", official))}
    assert [row.title for row in shown["clerk"].matters] == ["雪の道"] and shown["clerk"].count == 1
    assert [row.title for row in shown["official"].matters] == ["花の道"]
    page = build.read(clerk, "/projects/board/")
    assert "ほかの人が動かしたもの1件" in page and page.count("動きあり</span>") == 1
    page = build.read(clerk, "/projects/board/?moved=on")
    assert "雪の道" in page and "花の道" not in page
    with django_assert_max_num_queries(3):
        moved_for(secretary, 8)
    assert clerk.post("/projects/board/seen/").url == "/projects/board/"
    assert "動きあり</span>" not in build.read(clerk, "/projects/board/") and DeskVisit.objects.count() == 2
    assert client_for(leader).post("/projects/board/seen/").status_code == 403 and other.status == "submitted"
