"""Tasks: who has to do what by when, out of one list, on マイページ, the board, in the admin and in reminders."""

import copy
import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.pages.presenters import todos
from kyodo_portal.pages.reminders import remind
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.models import Deadline, Task
from kyodo_portal.process.task_actions import sync_due, sync_everything, sync_tasks
from kyodo_portal.process.task_checks import wrong_tasks
from projects.models import Cycle, Participation, Proposal
from tests import build
from tests.projects.ledger import build as ledger
from tests.projects.reviews import build as reviews

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid(lay):
    return lay(ledger.World)


@pytest.fixture
def world(laid, db):
    return copy.deepcopy(laid)


def asked(user):
    """[(what to do, by when)] of this person now."""
    return [(row.label, row.due_on) for row in todos(type(user).objects.get(pk=user.pk)).rows]


def told(user):
    """The titles of this person's reminders."""
    rows = Notice.objects.filter(user=user, key__startswith="task:").order_by("pk")
    return [row.title for row in rows]


def put(cycle, state, **columns):
    """Put a year into a state, as if that had been done some days ago."""
    Cycle.objects.filter(pk=cycle.pk).update(status=state, **columns)
    return sync_tasks(cycle)[0]


def days_ago(days):
    return timezone.now() - datetime.timedelta(days=days)


def test_a_running_year_is_asked_for_news_after_silence_and_for_its_end_when_that_is_near(world, client_for):
    both = (world.representative, world.clerk)
    cycle = world.cycle(title="見守り配達の会")
    last = build.days(40)
    put(cycle, "running", starts_on=build.days(-200), ends_on=last, status_since=days_ago(100))
    assert [asked(user) for user in both] == [[("活動記録を書く", build.days(-10))]] * 2
    remind()
    assert told(world.clerk) == ["期限から1週間すぎています：活動記録を書く（見守り配達の会）"]
    put(cycle, "running", status_since=days_ago(20))
    assert asked(world.clerk) == [("活動記録を書く", build.days(70))]
    put(cycle, "running", ends_on=build.days(15))
    assert asked(world.clerk) == [("活動記録を書く", build.days(70))]
    Cycle.objects.update(ends_on=build.days(14))
    Task.objects.update(turns_on=timezone.localdate())  # a night has passed
    assert sync_due() == 1 and sync_due() == 0
    assert [asked(user) for user in both] == [[("実施を終えて報告に進む", build.days(14))]] * 2
    remind()
    assert told(world.representative)[-1] == "期限が近づいています：実施を終えて報告に進む（見守り配達の会）"
    assert "実施を終えて報告に進む" in client_for(world.guide).get("/projects/board/").text
    small = put(world.cycle(title="後援", small=True), "running", starts_on=build.days(-9), ends_on=build.days(1))
    assert small.responsible == ("department",) and small.next_task == "終わったものとして記す"


def test_after_the_last_day_it_goes_to_the_others_and_to_the_secretariat_and_never_falls_silent(world, monkeypatch):
    cycle = put(world.cycle(title="見守り配達の会"), "discussing", status_since=days_ago(31))
    assert (
        asked(world.guide) == asked(world.clerk) == [("話し合いの結果を記録する", build.days(-1))]
    )  # the coordinator's turn too
    assert asked(world.representative) == asked(world.chief) == []
    put(cycle, "reporting", status_since=days_ago(30))
    remind()
    assert told(world.representative) == ["今日が期限です：実績報告を書く（見守り配達の会）"] and told(world.chief) == []
    put(cycle, "reporting", status_since=days_ago(44))
    late = "期限をすぎています：実績報告を書く（見守り配達の会）"
    remind()
    remind()
    assert told(world.representative)[-1] == told(world.mate)[-1] == late
    assert told(world.chief) == [f"{late}（いまの番：{world.group.name}）"] and told(world.clerk) == []
    now = timezone.now()
    for week in range(1, 4):
        monkeypatch.setattr(timezone, "now", lambda week=week: now + datetime.timedelta(days=7 * week))
        remind()
        assert len(told(world.chief)) == week + 1
    monkeypatch.undo()
    Task.objects.update(party="r999999", reminded=None, due_on=timezone.localdate())  # nobody signs in for this group
    remind()
    assert told(world.chief)[-1] == f"今日が期限です：実績報告を書く（見守り配達の会）（いまの番：{world.group.name}）"
    put(cycle, "running", starts_on=build.days(-200), ends_on=build.days(200))  # both sides' turn: one matter, said once
    Task.objects.update(reminded=None, due_on=timezone.localdate() - datetime.timedelta(days=20))
    remind()
    assert told(world.chief)[-1].startswith("期限をすぎています：活動記録を書く（見守り配達の会）（いまの番：")


def test_the_city_says_how_many_days_and_when_it_is_said_again(world, client_for):
    cycle = put(world.cycle(title="見守り配達の会"), "reporting", status_since=days_ago(0))
    keeper = client_for(build.system_admin())
    sent = {
        "place": "cycle reporting",
        "form_code": "",
        "days": "10",
        "before": "20,5",
        "after": "1",
        "escalate_after": "",
        "escalate_to": "secretariat",
        "counts_from": "since",
        "silent_after": "",
    }
    assert keeper.post("/admin/process/deadline/add/", {**sent, "before": "いつも"}).status_code == 200
    assert keeper.post("/admin/process/deadline/add/", sent).status_code == 302
    assert asked(world.representative) == [("実績報告を書く", build.days(10))]
    remind()
    assert told(world.representative) == ["期限が近づいています：実績報告を書く（見守り配達の会）"]
    put(cycle, "reporting", status_since=days_ago(40))
    remind()
    assert told(world.chief) == []
    assert client_for(world.clerk).get("/admin/process/deadline/").status_code == 403
    rule = Deadline.objects.get(state="reporting")
    assert (rule.rule.before, str(rule)) == ((20, 5), "年度ごとの実施：報告待ち")


def test_days_count_from_a_day_of_the_matter_and_the_end_is_asked_for_as_early_as_the_city_wants(world, client_for):
    cycle = put(world.cycle(title="見守り配達の会"), "reporting", status_since=days_ago(0), ends_on=build.days(5))
    keeper, add = client_for(build.system_admin()), "/admin/process/deadline/add/"
    sent = {
        "place": "cycle reporting", "days": "20", "before": "3,0", "after": "1,7", "escalate_after": "14", "silent_after": "",
        "escalate_to": "secretariat", "counts_from": "ends_on",
    }  # fmt: skip
    assert "何日までかを入れてください" in keeper.post(add, {**sent, "days": ""}).text
    assert "その日がありません" in keeper.post(add, {**sent, "counts_from": "round"}).text
    assert keeper.post(add, sent).status_code == 302
    assert asked(world.representative) == [("実績報告を書く", build.days(25))]
    put(cycle, "running", status_since=days_ago(0), ends_on=build.days(40))
    assert asked(world.clerk) == [("活動記録を書く", build.days(90))]  # of silence
    rule = Deadline.objects.get(state="running")
    page = f"/admin/process/deadline/{rule.pk}/change/"
    kept = {**keeper.get(page).context["adminform"].form.initial, "place": "cycle running", "near": "45"}
    assert keeper.post(page, {name: "" if value is None else value for name, value in kept.items()}).status_code == 302
    assert asked(world.clerk) == [("実施を終えて報告に進む", build.days(40))]


def test_a_rule_of_one_form_names_who_hears_of_what_is_late(world, client_for):
    put(world.cycle(title="見守り配達の会"), "reporting", status_since=days_ago(50))
    keeper, add = client_for(build.system_admin()), "/admin/process/deadline/add/"
    sent = {
        "place": "cycle reporting",
        "days": "10",
        "before": "3,0",
        "after": "1,7",
        "escalate_after": "14",
        "silent_after": "",
        "counts_from": "since",
    }
    of_grants = {**sent, "form_code": "grant", "escalate_to": "office"}
    assert keeper.post(add, {**of_grants, "place": "proposal submitted"}).status_code == 200  # proposals have no form
    assert keeper.post(add, {**sent, "form_code": "cooperation", "escalate_to": "coordinator"}).status_code == 302
    assert keeper.post(add, of_grants).status_code == 302
    remind()
    assert len(told(world.guide)) == 1 and told(world.chief) == [] == told(world.clerk)
    Deadline.objects.filter(form_code="cooperation").update(escalate_to="office")
    Task.objects.update(reminded=None)
    Notice.objects.all().delete()
    remind()
    assert len(told(world.chief)) == 1  # nobody represents the office: the secretariat hears of it instead
    world.clerk.memberships.update(part="representative")
    Task.objects.update(reminded=None)
    Notice.objects.all().delete()
    remind()
    assert len(told(world.clerk)) == 1 and told(world.chief) == [] == told(world.guide)


def test_whoever_did_it_gets_no_mail_and_the_notice_says_whose_turn_it_is(world, client_for):
    cycle = put(world.cycle(title="見守り配達の会"), "running", starts_on=build.days(-9), ends_on=build.days(90))
    Notice.objects.all().delete()
    world.step(cycle, "finish", by=world.representative)
    own, others = Notice.objects.get(user=world.representative), Notice.objects.get(user=world.clerk)
    assert own.read_at and not hasattr(own, "delivery") and not others.read_at and others.delivery.to == world.clerk.email
    due = build.days(30)
    assert (
        others.body.startswith("いまは、団体の代表者が「実績報告を書く」番です（期限 ")
        and f"{due.month}月{due.day}日" in others.body
    )
    page = client_for(world.representative).get(f"/inbox/{own.pk}/").text
    assert "いま、あなたがすること" in page and f'<a href="{cycle.get_absolute_url()}report/">実績報告を書く</a>' in page
    page = client_for(world.clerk).get(f"/inbox/{others.pk}/").text
    assert f"いまは、{world.group.name}が「実績報告を書く」番です。" in page
    world.step(Cycle.objects.get(), "back_to_do", by=world.chief, reason="まだ続いています。")
    world.step(Cycle.objects.get(), "cancel", by=world.clerk, reason="やめる", public_reason="やめる")
    assert Delivery.objects.filter(notice__user=world.clerk).count() == 2
    ended = Notice.objects.filter(user=world.representative).latest("pk")
    assert ended.body == "やめる\n\nすることはありません。わからないことは、担当課か事務局に聞いてください。"


def test_what_is_due_on_one_day_is_one_notice(client_for):
    world = reviews.World(members=1)
    for title in ("二つめ", "三つめ"):
        world.another(title)
    day = build.days(3)
    type(world.call).objects.filter(pk=world.call.pk).update(review_due_on=day)
    sync_tasks(*Proposal.objects.all())
    member = world.panel[0]
    assert asked(member) == [("審査票を書く", day)] * 3
    remind()
    assert told(member) == ["期限が近づいています：審査票を書く（3件）"]
    world.all_sheets()
    assert len(asked(member)) == 2 and asked(world.clerk) == [("決定を記録する", world.proposal.due_on)]


def test_verify_works_everything_out_anew_and_the_night_puts_it_right(world, django_assert_max_num_queries):
    cycle = world.cycle(title="見守り配達の会")
    world.entry(title="資料から", source_note="令和2年3月の資料")
    assert list(wrong_tasks()) == []
    Task.objects.filter(party=f"p{world.office.pk}").delete()
    Task.objects.update(label="別のこと")
    Task.objects.create(
        process="cycle", subject_id=cycle.pk, role="secretariat", party="s", since=timezone.localdate(), label="余り"
    )
    assert [line.partition(": ")[2] for line in wrong_tasks()] == [
        f"やること「別のこと」（p{world.group.pk}）のlabelが違います",
        f"「計画を決める」（p{world.office.pk}）が、やることにありません",
        "「余り」（s）は、もうすることではありません",
    ]
    sync_everything()
    assert list(wrong_tasks()) == []
    assert asked(world.clerk) == asked(world.representative) != []
    Participation.objects.all().delete()  # nobody is left: the secretariat has it
    sync_everything()
    assert [label for label, _ in asked(world.chief)] == ["計画を決める"]
    cycle = Cycle.objects.select_related("project__form").get(pk=cycle.pk)
    with django_assert_max_num_queries(9):
        sync_tasks(cycle)


def test_the_board_and_the_queues_are_the_tasks(world, client_for):
    for number in range(3):
        world.cycle(title=f"企画{number}")
    take_step(build.submitted(world.group, world.representative), "receive", by=world.chief, version=1)
    client = client_for(world.chief)
    page = client.get("/projects/board/")
    assert page.context["total"] == 4 and "企画2" in page.text
    assert client.get(f"/projects/board/?department={world.office.pk}&q=企画1").context["total"] == 1
    assert client.get("/projects/board/?holder=secretariat&view=table").context["total"] == 1
    assert "審査に進める提案" in client.get("/admin/").text
    Task.objects.all().delete()
    assert client.get("/projects/board/").context["total"] == 0


def test_three_years_near_their_end_ask_no_more_of_ones_own_page_than_one(world, client_for, django_assert_num_queries):
    client = client_for(world.clerk)

    def add(title):
        put(world.cycle(title=title), "running", starts_on=build.days(-200), ends_on=build.days(5), status_since=days_ago(100))

    add("見守り配達の会")
    build.read(client, "/me/")
    with CaptureQueriesContext(connection) as asked:
        assert "見守り配達の会" in build.read(client, "/me/")
    add("花の道の会")
    add("雪の日の会")
    with django_assert_num_queries(len(asked)):
        assert "雪の日の会" in build.read(client, "/me/")


def test_whoever_has_more_than_a_page_of_work_reaches_all_of_it(world, client_for):
    client = client_for(world.clerk)
    for number in range(21):
        put(world.cycle(title=f"見守りの会{number:02}"), "running", starts_on=build.days(-200), ends_on=build.days(5 + number))
    first, second = (build.read(client, f"/me/{query}") for query in ("", "?page=2&years=2"))
    assert 'href="?page=2#turn-h"' in first and 'href="?years=2#cyc-h"' in first
    assert first.count("見守りの会20") == 1  # the newest year
    assert second.count("見守りの会20") == 2  # the last day, and its button
    assert second.count("見守りの会00") == 1
