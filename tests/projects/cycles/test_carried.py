"""去年決めたこと: what one year decides is met again in the next, by both sides, until somebody says what became of it."""

import datetime
import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.notices.models import Notice
from kyodo_portal.pages.presenters import todos
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import EditConflict, Stale
from kyodo_portal.process.models import Task
from kyodo_portal.process.task_checks import wrong_tasks
from projects.cycles.act.carried import decided_before
from projects.cycles.act.carried_actions import tick_decision
from projects.cycles.creation import new_cycle
from projects.cycles.do.meeting_actions import record_meeting
from projects.ledger.window_actions import name_window
from projects.models import CarryOver, Cycle, CycleMeeting, Gap, Project
from tests.projects.ledger.build import World

pytestmark = pytest.mark.django_db
DUE = datetime.date(2027, 6, 30)


@pytest.fixture(scope="module")
def laid_world(lay):
    def make():
        world = World()
        world.year = world.cycle()
        world.clerk_plan(world.year)
        world.step(world.year, "agree_on_paper", by=world.clerk, agreed_on=datetime.date(2026, 4, 1), document_number="1")
        world.step(world.year, "start", by=world.clerk)
        return world

    return lay(make)


def meet(world, cycle=None, by=None, **more):
    said = {"on": timezone.localdate(), "attendees": "両者", "talked": "冬の回り方", "decided": "雪の日は電話にする", **more}
    return record_meeting(cycle or world.year, by=by or world.representative, form_key=uuid.uuid4(), **said)


def to_improve(world):
    """Up to the 見直し, with one gap whose next step is the office's."""
    world.step(world.year, "finish", by=world.clerk)
    world.report(world.year)
    world.evaluate(world.year, world.representative, points=5)
    world.evaluate(world.year, world.clerk, points=2)
    world.talk(world.year)
    gap = Gap.objects.order_by("pk").first()
    Gap.objects.exclude(pk=gap.pk).delete()
    Gap.objects.filter(pk=gap.pk).update(next_step="週に1回メールを送る", who="福祉課", due=DUE)


def to_next(world):
    """The year is reviewed and goes on with a change."""
    to_improve(world)
    world.step(world.year, "close", by=world.clerk, outcome="improve", why="よい", next_plan="回数を10回にする", new_form=None)
    return Cycle.objects.get(fiscal_year=fiscal_year(timezone.localdate()) + 1)


def own(user):
    """[(label, due)] of what was decided and waits for this person."""
    return [(row.label, row.due_on) for row in todos(user).rows if row.kind == "own"]


MAIL, PLAN = "決めたことをする：週に1回メールを送る", "決めたことをする：回数を10回にする"
CALL = "決めたことをする：雪の日は電話にする"


def test_what_was_decided_waits_for_both_sides_in_the_next_year(world, client_for):
    meet(world, due=DUE)
    assert own(world.representative) == own(world.clerk) == own(world.mate) == [(CALL, DUE)]
    following = to_next(world)
    assert own(world.representative) == [(CALL, DUE), (PLAN, None)]
    assert own(world.clerk) == [(MAIL, DUE), (CALL, DUE), (PLAN, None)]  # the office was named
    assert own(world.chief) == own(world.outsider) == own(world.guide) == []
    assert list(wrong_tasks()) == []
    page = client_for(world.representative).get(following.get_absolute_url()).text
    part = page.split('id="decided-h"')[1].split("</section>")[0]
    assert [word in part for word in ("週に1回メールを送る", "回数を10回にする", "雪の日は電話にする")] == [True] * 3
    assert part.count("済んだかどうかを答える") == 3 and "令和8年度の打合せ" in part
    assert f'href="{world.year.get_absolute_url()}"' in page  # the way back to the year before
    assert "済んだかどうかを答える" not in client_for(world.guide).get(following.get_absolute_url()).text
    assert 'id="decided-h"' not in client_for(world.clerk).get(world.year.get_absolute_url()).text


def test_a_tick_ends_the_task_and_can_be_taken_back(world, client_for):
    following = to_next(world)
    page = f"{following.get_absolute_url()}decided/gap-{Gap.objects.get().pk}/"
    group, city = client_for(world.representative), client_for(world.clerk)
    assert "しないことにしたわけを書いてください。" in city.post(page, {"outcome": "dropped", "note": ""}).text
    assert city.post(page, {"outcome": "done", "note": ""}).status_code == 302
    assert own(world.clerk) == [(PLAN, None)]
    ended = Task.objects.get(source__startswith="gap:")
    assert (ended.done_how, ended.done_by, ended.label) == ("tick", world.clerk, "")
    assert city.post(page, {"outcome": "done", "note": ""}).status_code == 302  # a second press
    with pytest.raises(EditConflict):
        tick_decision(following, f"gap-{Gap.objects.get().pk}", by=world.representative, outcome="dropped", note="やめる")
    assert group.post(page, {"back": "1"}).status_code == 403  # the other side's tick
    assert city.post(page, {"back": "1"}).status_code == 302
    assert (own(world.clerk), CarryOver.objects.count()) == ([(MAIL, DUE), (PLAN, None)], 0)
    with pytest.raises(PermissionDenied):
        tick_decision(following, f"gap-{Gap.objects.get().pk}", by=world.guide, outcome="done")


def test_what_is_let_go_is_told_and_stands_with_its_reason(world, client_for):
    following = to_next(world)
    key = f"plan-{world.year.improvement.pk}"
    tick_decision(following, key, by=world.clerk, outcome="dropped", note="予算がつかなかった")
    assert Notice.objects.filter(user=world.representative, body__contains="予算がつかなかった").exists()
    assert own(world.representative) == []
    shown = client_for(world.representative).get(following.get_absolute_url()).text
    assert "しないことにした" in shown and "予算がつかなかった" in shown
    with pytest.raises((Stale, PermissionDenied)):  # what has been answered stands: the 見直し is not taken back any more
        world.step(world.year, "undo_close", by=world.clerk, reason="まちがい")
    page = f"{following.get_absolute_url()}decided/{key}/"
    assert client_for(world.clerk).post(page, {"back": "1"}).status_code == 302
    corrected = Notice.objects.get(user=world.representative, title__startswith="訂正：")  # whoever has heard it hears this too
    assert "「しないこと」のしるしが外されました。" in corrected.body and own(world.representative) == [(PLAN, None)]


def test_what_is_still_to_be_done_goes_to_the_year_after(world):
    meet(world)
    following = to_next(world)
    for row in Task.objects.open().filter(kind="own"):
        assert row.subject_id == following.pk
    world.step(following, "cancel", by=world.clerk, reason="やめる", public_reason="やめます")
    assert own(world.clerk) == own(world.representative) == []
    world.step(following, "undo_cancel", by=world.clerk, reason="まちがい")
    assert own(world.representative) == [(PLAN, None), (CALL, None)]
    tasks = Task.objects.filter(source__startswith="plan:", done_at__isnull=True)
    before = set(tasks.values_list("pk", flat=True))
    world.clerk_plan(following, goal="つぎの目標")
    world.step(following, "agree_on_paper", by=world.clerk, agreed_on=None, document_number="2")
    assert set(tasks.values_list("pk", flat=True)) == before  # one and the same task, whatever state the year is in


def test_a_meeting_is_read_by_both_sides_and_put_right_by_its_own(world, client_for):
    at = world.year.get_absolute_url()
    client = client_for(world.mate)
    new = client.get(f"{at}meetings/new/")
    key = new.context["form"]["form_key"].value()
    sent = {
        "form_key": str(key), "on": timezone.localdate().isoformat(), "attendees": "会の3人と田中", "talked": "冬の回り方",
        "decided": "雪の日は電話にする", "who": "ひだまりの会", "due": "",
    }  # fmt: skip
    assert "何をするかを書いてください" in client.post(f"{at}meetings/new/", {**sent, "decided": ""}).text
    for _ in range(2):
        assert client.post(f"{at}meetings/new/", sent).status_code == 302
    meeting = CycleMeeting.objects.get()
    assert own(world.representative) == [(CALL, None)] and own(world.clerk) == []
    assert Notice.objects.filter(user=world.clerk, title="「見守り配達」の打合せの記録が書かれました").count() == 1
    for user in (world.clerk, world.guide, world.chief):
        assert "会の3人と田中" in client_for(user).get(at).text
    assert "冬の回り方" not in client_for().get(f"/projects/{world.year.project_id}/").text
    edit = f"{at}meetings/{meeting.pk}/"
    assert client_for(world.clerk).get(edit).status_code == client_for(world.guide).get(edit).status_code == 403
    opened = client.get(edit).context["form"]["etag"].value()
    right = {**sent, "etag": opened, "who": ""}
    assert client_for(world.representative).post(edit, right).status_code == 302
    assert own(world.clerk) == [(CALL, None)]
    late = client.post(edit, {**sent, "etag": opened, "who": "見守り隊", "talked": "別のこと"}).text
    assert "いまの内容" in late and CycleMeeting.objects.get().talked == "冬の回り方"
    kept = client.post(edit, {**sent, "etag": opened, "talked": "別のこと"}, follow=True).text
    row = CycleMeeting.objects.get()
    assert "この画面を開いたあとに直された「" in kept and (row.talked, row.who) == ("別のこと", "")


def test_an_office_is_known_by_the_name_that_people_use(world):
    world.office.name = "小千谷市役所 福祉課（見本）"
    world.office.save()
    meet(world, who="福祉課")
    assert own(world.clerk) == [(CALL, None)] and own(world.representative) == []


def test_the_named_window_holds_the_turn_of_its_side_until_the_person_leaves(world, client_for):
    name_window(world.year.project, by=world.representative, main=world.mate)
    meet(world)
    assert set(Task.objects.open().filter(party=f"p{world.group.pk}").values_list("holder", flat=True)) == {world.mate.pk}
    assert set(Task.objects.open().filter(party=f"p{world.office.pk}").values_list("holder", flat=True)) == {None}
    shown = client_for(world.representative).get("/me/").text
    assert shown.count("担当：会員さん") == 2 and "担当：" not in client_for(world.mate).get("/me/").text
    world.mate.memberships.update(until=datetime.date(2025, 1, 1))
    assert "担当：" not in client_for(world.representative).get("/me/").text


def _merged(world, project, into):
    now = Project.objects.get(pk=project.pk)
    return take_step(now, "merge", by=world.chief, version=now.version, into=into, reason="同じ取り組み", amends=())


def test_what_was_decided_in_an_entry_that_was_merged_is_met_again_in_the_other_one(world, client_for):
    meet(world, due=DUE)
    other = world.running(title="見守り配達隊")
    group, page = client_for(world.representative), f"{other.get_absolute_url()}decided/"
    _merged(world, world.year.project, other.project)
    assert own(world.representative) == own(world.clerk) == [(CALL, DUE)] and list(wrong_tasks()) == []
    assert "雪の日は電話にする" in group.get(other.get_absolute_url()).text
    address = next(row.url for row in todos(world.representative).rows if row.kind == "own")
    assert address.startswith(page) and group.post(address, {"outcome": "done"}).status_code == 302
    assert own(world.clerk) == [] and CarryOver.objects.get().cycle_id == other.pk
    CarryOver.objects.all().delete()
    now = Project.objects.get(pk=world.year.project_id)
    take_step(now, "unmerge", by=world.chief, version=now.version, reason="別の取り組みだった")
    assert [row.subject_id for row in Task.objects.open().filter(kind="own")] == [world.year.pk] * 2


def test_the_next_steps_of_a_merged_year_wait_in_the_next_year_of_the_other_entry(world):
    to_next(world)  # its own next year has begun
    other = world.running(title="見守り配達隊")
    following = new_cycle(other.project, world.year.fiscal_year + 1)
    _merged(world, world.year.project, other.project)
    assert own(world.clerk) == [(MAIL, DUE), (PLAN, None)] and own(world.representative) == [(PLAN, None)]
    assert {row.subject_id for row in Task.objects.open().filter(kind="own")} == {following.pk}


def test_after_years_without_anything_the_first_year_in_which_somebody_acts_meets_it(world):
    to_improve(world)
    world.step(
        world.year, "close", by=world.clerk, outcome="end", why="ひと区切り", next_plan="道具は町内会に返す", new_form=None
    )
    back = "決めたことをする：道具は町内会に返す"
    assert own(world.clerk) == []
    record = new_cycle(world.year.project, world.year.fiscal_year + 1, only_record=True)
    assert own(world.clerk) == []  # nobody has anything to do in a record
    again = new_cycle(world.year.project, world.year.fiscal_year + 3)
    assert own(world.clerk) == [(MAIL, DUE), (back, None)]
    assert {row.subject_id for row in Task.objects.open().filter(kind="own")} == {again.pk}
    assert [row.text for row in decided_before(record)] == []
    assert [row.text for row in decided_before(again)] == ["週に1回メールを送る", "道具は町内会に返す"]


def test_where_a_review_is_done_anew_by_mistake_what_became_of_its_decision_stands_again(world):
    following = to_next(world)
    key = f"plan-{Cycle.objects.get(pk=world.year.pk).improvement.pk}"
    tick_decision(following, key, by=world.clerk, outcome="dropped", note="人が足りない")
    world.step(world.year, "reopen", by=world.chief, reason="直します", amends=())
    assert not CarryOver.objects.exists()
    world.step(world.year, "undo_reopen", by=world.chief, reason="まちがい")
    row = CarryOver.objects.get()
    assert (row.cycle_id, row.outcome, row.note, row.side, row.by_id) == (
        following.pk,
        "dropped",
        "人が足りない",
        "city",
        world.clerk.pk,
    )
    assert own(world.clerk) == [(MAIL, DUE)]
