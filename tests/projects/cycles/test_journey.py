"""One year of a collaboration through the pages, with both sides: plan, do, check, act, next year."""

import datetime
import re
import uuid

import pytest
from django.utils import timezone

from projects.cycles.check.item_actions import ensure_evaluation_items
from projects.models import Cycle, Evaluation, EvaluationAnswer, Goal, Indicator, Report
from tests.projects.ledger.build import World

pytestmark = pytest.mark.django_db
PLAN = {
    "goal": "だれとも話さない人をなくす", "city_cost": "", "group_cost": "",
    "goals-TOTAL_FORMS": "2", "goals-INITIAL_FORMS": "0",
    "goals-0-kind": "activity", "goals-0-text": "見守りを増やす", "goals-0-name": "見守りの回数", "goals-0-target": "3,600", "goals-0-unit": "回",
    "goals-1-kind": "outcome", "goals-1-text": "", "goals-1-name": "", "goals-1-target": "", "goals-1-unit": "",
    "roles-TOTAL_FORMS": "1", "roles-INITIAL_FORMS": "0",
    "roles-0-task": "声をかける", "roles-0-group_part": "配達のたび", "roles-0-city_part": "名簿を作る", "roles-0-other_part": "",
    "money-TOTAL_FORMS": "2", "money-INITIAL_FORMS": "0",
    "money-0-side": "income", "money-0-item": "市の補助", "money-0-amount": "４８０，０００円", "money-0-note": "", "money-0-from_city": "on",
    "money-1-side": "income", "money-1-item": "会費", "money-1-amount": "120000", "money-1-note": "",
}  # fmt: skip


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def etag_in(response):
    return re.search(r'name="etag" value="([0-9a-f]*)"', response.content.decode())[1]


def sure_in(response):
    return re.search(r'name="sure" value="([0-9a-f]*)"', response.content.decode())[1]


def version_in(response):
    return re.search(r'name="version" value="(\d+)"', response.content.decode())[1]


class Side:
    """One signed-in person who works on one year."""

    def __init__(self, client, cycle):
        self.client, self.cycle, self.home = client, cycle, cycle.get_absolute_url()

    def step(self, name, **answers):
        at = f"/projects/cycles/{self.cycle.pk}/step/{name}/"
        page = self.client.get(at)
        assert page.status_code == 200, (name, page.status_code)
        answer = self.client.post(at, {"version": version_in(page), **answers})
        assert answer.status_code == 302, answer.content.decode()
        return self.status

    def send(self, page, **data):
        at = f"{self.home}{page}"
        first = self.client.get(at)
        assert first.status_code == 200, (page, first.status_code)
        hidden = dict(re.findall(r'<input type="hidden" name="(etag|version|form_key)" value="([^"]*)"', first.content.decode()))
        return self.client.post(at, {**hidden, **data})

    def hand_in(self, **written):
        """The sheet and, where that was taken, the page of its check, on which it is made final."""
        answer = self.send("evaluation/?part=all", **written, check="1")
        return answer if answer.status_code == 200 else self.send("evaluation/check/", send="1")

    @property
    def status(self):
        return Cycle.objects.get(pk=self.cycle.pk).status

    def confirm(self):
        return self.client.post(f"{self.home}confirm/", {"etag": etag_in(self.client.get(self.home))})


def sheet(points, comment="", **more):
    items = ensure_evaluation_items()
    answers = {f"points_{item.pk}": str(points) for item in items} | {f"comment_{item.pk}": comment for item in items}
    return {**answers, "good": "", "hard": "", "private_note": "", **more}


def test_one_year_from_plan_to_the_next(world, client_for):
    cycle = world.cycle()
    group, city = Side(client_for(world.representative), cycle), Side(client_for(world.clerk), cycle)
    # Plan
    assert group.send("plan/", **PLAN).status_code == 302
    cycle.refresh_from_db()
    assert (cycle.city_cost, cycle.group_cost) == (480000, 120000)
    assert city.confirm().status_code == 302 and city.status == "preparing"
    assert group.confirm().status_code == 302 and group.status == "agreed"
    assert group.client.get(f"{group.home}plan/").status_code == 403  # frozen
    assert city.step("start") == "running"
    # Do
    said = {
        "happened_on": "令和2年6月1日",
        "title": "始めました",
        "body": "3地区で始めました。",
        "people": "１２人",
        "is_public": "on",
    }
    assert group.send("updates/new/", **said).status_code == 302
    assert city.send("updates/new/", **said | {"title": "内々の話", "is_public": ""}).status_code == 302
    public = client_for().get(f"/projects/{cycle.project_id}/").content.decode()
    assert "始めました" in public and "内々の話" not in public
    # A change of the plan: the other side answers it, and what it allows is the difference, days too.
    last = cycle.ends_on - datetime.timedelta(days=10)
    asked = {**PLAN, "what": "回数を減らし、早く終える", "reason": "大雪のため"}
    assert "計画のどこも変わっていません。" in group.send("change/", **asked).content.decode()
    asked |= {"goals-0-target": "3000", "ends_on": last.isoformat()}
    assert "終える日は、" in group.send("change/", **asked | {"ends_on": "2019-04-01"}).content.decode()
    assert group.send("change/", **asked).status_code == 302 and group.status == "change_pending"
    assert cycle.changes.latest("version").reason == "大雪のため" and cycle.goals.get().indicators.get().target == 3600
    waiting = Cycle.objects.get(pk=cycle.pk)
    assert waiting.responsible_label == "担当課" and "変更を承認する" not in group.client.get(group.home).content.decode()
    assert group.client.post(f"/projects/cycles/{cycle.pk}/step/allow_change/", {"version": waiting.version}).status_code == 403
    confirm = city.client.get(f"/projects/cycles/{cycle.pk}/step/allow_change/").content.decode()
    assert (
        "変わるところ" in confirm
        and "理由：大雪のため" in confirm
        and "加わった文：" in confirm
        and "終える日" in confirm
        and "役割分担" not in confirm
    )
    assert city.step("allow_change") == "running"
    cycle.refresh_from_db()
    assert (cycle.ends_on, cycle.goals.get().indicators.get().target) == (last, 3000)
    assert {side.client.get(f"{side.home}plan/").status_code for side in (group, city)} == {403}  # and nothing beside it
    change = cycle.change_requests.get()
    assert change.applied_at and change.before["goals"][0]["indicators"][0]["target"] == 3600
    # Check
    assert group.step("finish") == "reporting"
    indicator = cycle.goals.get().indicators.get()
    written = {"done": "配った", "result": "つながった", "trouble": "", "people": "300", "income": "600000", "expense": "600000"}
    short = group.send("report/", **written, send="1")
    assert short.status_code == 200 and "見守りの回数の実績か、測れなかったわけを入れてください。" in short.content.decode()
    unclear = group.send("report/", **written | {"people": "たくさん"}, draft="1")
    assert unclear.status_code == 200 and unclear.content.decode().count("※必須") == 2  # a draft does not make them 任意
    assert group.send("report/", **written, draft="1").status_code == 302 and group.status == "reporting"
    assert group.send("report/", **written, **{f"actual_{indicator.pk}": "1420"}, send="1").status_code == 302
    assert group.status == "evaluating"
    assert group.hand_in(**sheet(5)).status_code == 302 and group.status == "evaluating"
    late = city.hand_in(**sheet(2))
    assert late.status_code == 200 and "の理由を書いてください。" in late.content.decode()
    assert city.hand_in(**sheet(2, "人手が足りない")).status_code == 302 and city.status == "discussing"
    assert "食い違い（3点の差）" in city.client.get(city.home).content.decode()
    talk = {"held_on": "令和2年7月1日", "attendees": "両者", "summary": "よく話した", "private_note": ""}
    assert city.send("talk/", **talk).status_code == 200 and city.status == "discussing"  # every gap asks four things
    for item in ensure_evaluation_items():
        talk |= {
            f"cause_{item.pk}": "見方",
            f"next_step_{item.pk}": "会う",
            f"who_{item.pk}": "課",
            f"due_{item.pk}": "2027-05-01",
        }
    assert city.send("talk/", **talk).status_code == 302 and city.status == "improving"
    # Action
    at = f"/projects/cycles/{cycle.pk}/step/close/"
    refused = city.client.post(
        at, {"version": version_in(city.client.get(at)), "outcome": "improve", "why": "よい", "next_plan": ""}
    )
    assert refused.status_code == 200 and "次に変えることを書いてください。" in refused.content.decode()
    assert city.step("close", outcome="improve", why="よかった", next_plan="回数をふやす") == "closed"
    following = cycle.project.cycles.exclude(pk=cycle.pk).get()
    assert (following.status, following.fiscal_year) == ("preparing", cycle.fiscal_year + 1)
    assert [row.task for row in following.role_shares.all()] == ["声をかける"]
    assert following.goals.get().indicators.get().target == 3000 and following.budget_lines.count() == 2
    page = client_for().get(f"/projects/{cycle.project_id}/?year={cycle.fiscal_year}").content.decode()
    assert "改善して続ける" in page and "<b>1,420</b>回／目標 3,000回（47％）" in page and "人手が足りない" not in page
    assert "平均 5.0点" in page and "平均 2.0点" in page  # nobody has said anything: the summary
    assert [change.step for change in cycle.changes.all()] == [
        "agree", "start", "ask_change", "allow_change", "finish", "report", "open_answers", "talk", "close",
    ]  # fmt: skip


def reporting(world):
    cycle = world.cycle()
    world.clerk_plan(cycle)
    for name, by, answers in (
        ("agree_on_paper", world.clerk, {"agreed_on": datetime.date(2026, 4, 1), "document_number": "福第1号"}),
        ("start", world.clerk, {}), ("finish", world.clerk, {}),
    ):  # fmt: skip
        world.step(cycle, name, by=by, **answers)
    cycle.refresh_from_db()
    return cycle


def evaluating(world):
    cycle = reporting(world)
    world.report(cycle)
    return cycle


def test_neither_side_sees_the_other_before_both_are_in(world, client_for):
    cycle = evaluating(world)
    group, city = Side(client_for(world.representative), cycle), Side(client_for(world.clerk), cycle)
    hidden = {"good": "鳶色の秘密", "hard": "瑠璃色の秘密", "private_note": "茜色の秘密"}
    assert group.hand_in(**sheet(1, "藍色の秘密", **hidden)).status_code == 302
    words = ("鳶色", "瑠璃色", "茜色", "藍色")
    pages = [
        cycle.get_absolute_url(),
        f"{cycle.get_absolute_url()}evaluation/",
        f"/projects/{cycle.project_id}/",
        "/projects/",
        "/projects/board/",
        "/inbox/",
    ]
    pages += [
        f"/admin/projects/cycle/{cycle.pk}/change/",
        f"/admin/projects/project/{cycle.project_id}/change/",
        "/admin/projects/cycle/",
    ]
    for user in (world.clerk, world.chief, world.guide, world.outsider, None):
        client = client_for(user)
        for page in pages:
            shown = client.get(page, follow=True).content.decode()
            assert not [word for word in words if word in shown], (user, page)
    own = group.client.get(f"{group.home}evaluation/").content.decode()
    assert "藍色の秘密" in own
    waiting = type(cycle).objects.get(pk=cycle.pk)
    assert (
        waiting.responsible_label == "担当課" and "いまの番：担当課" in group.client.get("/me/").content.decode()
    )  # the group has done its part
    from kyodo_portal.notices.models import Delivery, Notice

    bodies = " ".join([*Delivery.objects.values_list("body", flat=True), *Notice.objects.values_list("body", flat=True)])
    assert not [word for word in words if word in bodies]
    assert city.hand_in(**sheet(4, "城の声")).status_code == 302 and city.status == "discussing"
    shown = city.client.get(city.home).content.decode()
    assert "藍色の秘密" in shown and "茜色の秘密" not in shown  # the memo is its own side's
    assert "双方がそろったので、たがいの答えが読めます。" in shown and 'href="#evaluation-h"' in shown
    public = client_for().get(f"/projects/{cycle.project_id}/").content.decode()
    assert "藍色の秘密" not in public and "茜色の秘密" not in public  # nothing before the talk


def test_a_draft_keeps_what_was_typed_and_asks_for_nothing(world, client_for):
    cycle = evaluating(world)
    group = Side(client_for(world.mate), cycle)
    item = ensure_evaluation_items()[0]
    assert group.send("evaluation/", **{f"comment_{item.pk}": "まだ考え中", "good": "よい"}, draft="1").status_code == 302
    answer = EvaluationAnswer.objects.get()
    assert (answer.points, answer.cannot_judge, answer.comment) == (None, False, "まだ考え中")
    checked = group.send("evaluation/", **sheet(3), check="1")
    assert "出すのは代表者です" in group.client.get(checked.url).content.decode()  # a member drafts, a representative hands in
    assert group.send("evaluation/check/", send="1").status_code == 403
    first = group.client.get(f"{group.home}evaluation/")
    old = etag_in(first)
    assert group.send("evaluation/", good="新しい", draft="1").status_code == 302
    overtaken = group.client.post(f"{group.home}evaluation/", {"etag": old, "good": "古い", "draft": "1"})
    assert (
        overtaken.status_code == 409
        and "別の画面が先に書き足しました" in overtaken.content.decode()
        and "古い" in overtaken.content.decode()
    )
    assert Evaluation.objects.get().good == "新しい"


def test_whoever_saves_a_report_second_is_told_and_keeps_what_was_typed(world, client_for):
    cycle = reporting(world)
    group, city = Side(client_for(world.representative), cycle), Side(client_for(world.clerk), cycle)
    old = etag_in(city.client.get(f"{city.home}report/"))
    assert group.send("report/", done="団体の文", draft="1").status_code == 302
    late = city.client.post(f"{city.home}report/", {"etag": old, "version": cycle.version, "done": "市の文", "draft": "1"})
    assert "別の画面が先に書き足しました" in late.content.decode() and "市の文" in late.content.decode()
    assert Report.objects.get().done == "団体の文"
    again = {"etag": etag_in(late), "version": cycle.version, "done": "市の文", "draft": "1"}
    assert city.client.post(f"{city.home}report/", again).status_code == 302
    assert Report.objects.get().done == "市の文"


def test_what_a_draft_of_the_report_says_was_measured_is_public_with_the_report(world, client_for):
    cycle = reporting(world)
    goal = Goal.objects.create(cycle=cycle, text="声をかける")
    known, unknown = (Indicator.objects.create(goal=goal, name=name, unit="人", target=4_000) for name in ("回数", "満足"))
    measured = {f"actual_{known.pk}": "3217", f"unknown_{unknown.pk}": "鶯色のわけ", "done": "配った", "result": "届いた"}
    group = Side(client_for(world.representative), cycle)
    assert group.send("report/", **measured, draft="1").status_code == 302
    for reader in (None, world.outsider):
        page = client_for(reader).get(f"/projects/{cycle.project_id}/").content.decode()
        assert "目標 4,000人（結果はこれからです）" in page and "3,217" not in page and "鶯色のわけ" not in page
    Cycle.objects.filter(pk=cycle.pk).update(status="discussing")
    page = client_for().get(f"/projects/{cycle.project_id}/").content.decode()
    assert "<b>3,217</b>人／目標 4,000人" in page and "鶯色のわけ" in page


def test_a_group_without_log_ins_hands_in_on_paper(world, client_for):
    cycle = evaluating(world)
    for membership in world.group.memberships.all():
        membership.until = timezone.localdate() - datetime.timedelta(days=1)
        membership.save()
    city, guide = Side(client_for(world.clerk), cycle), Side(client_for(world.guide), cycle)
    assert city.hand_in(**sheet(3)).status_code == 302
    assert guide.hand_in(**sheet(4)).status_code == 302
    assert guide.status == "discussing"


def test_an_edit_takes_back_confirmations_and_nobody_overwrites_unseen(world, client_for):
    cycle = world.cycle()
    group, city = Side(client_for(world.representative), cycle), Side(client_for(world.clerk), cycle)
    assert group.send("plan/", **PLAN).status_code == 302
    old = etag_in(city.client.get(f"{city.home}plan/"))
    assert city.confirm().status_code == 302
    assert group.send("plan/", **PLAN | {"goal": "新しい目標"}).status_code == 302
    assert cycle.confirmations.count() == 0
    assert "計画が直されました" in " ".join(world.clerk.notices.values_list("title", flat=True))
    overtaken = city.client.post(f"{city.home}plan/", {**PLAN, "goal": "古い画面", "etag": old})
    text = overtaken.content.decode()
    assert overtaken.status_code == 409 and "別の画面が先に直しました" in text and "新しい目標" in text and "古い画面" in text
    cycle.refresh_from_db()
    assert cycle.goal == "新しい目標"
    assert city.client.post(f"{city.home}plan/", {**PLAN, "goal": "古い画面", "etag": etag_in(overtaken)}).status_code == 302


def test_a_row_can_be_added_without_a_script(world, client_for):
    group = Side(client_for(world.representative), world.cycle())
    page = group.send("plan/", **PLAN | {"goal": ""}, **{"roles-add": "1"})
    text = page.content.decode()
    assert page.status_code == 200 and 'name="roles-1-task"' in text and "error-summary" not in text.split("<form")[0]
    assert "３" not in text and "４８０，０００円" in text


def test_an_update_is_sent_once_and_put_right_within_a_day(world, client_for):
    cycle = world.cycle(small=True)
    group, mate = Side(client_for(world.representative), cycle), Side(client_for(world.mate), cycle)
    said = {
        "happened_on": "2020-06-01",
        "title": "集まり",
        "body": "話した",
        "people": "",
        "is_public": "on",
        "form_key": str(uuid.uuid4()),
    }
    for _ in range(2):
        assert group.client.post(f"{group.home}updates/new/", said).status_code == 302
    update = cycle.updates.get()
    assert mate.client.get(f"{mate.home}updates/{update.pk}/").status_code == 403
    assert group.send(f"updates/{update.pk}/", **said | {"title": "直した"}).status_code == 302
    update.refresh_from_db()
    assert update.title == "直した"
    type(update).objects.update(created_at=timezone.now() - datetime.timedelta(hours=25))
    assert group.client.get(f"{group.home}updates/{update.pk}/").status_code == 403
    refused = group.send("updates/new/", **said | {"happened_on": "平成32年4月1日", "form_key": "x", "title": "\x00"})
    assert refused.status_code == 200 and "話した" in refused.content.decode()


@pytest.mark.parametrize("outcome", ["continue", "change_form", "go_alone", "end"])
def test_what_follows_from_each_outcome(world, outcome):
    cycle = world.improving()
    world.step(
        cycle,
        "close",
        by=world.clerk,
        outcome=outcome,
        why="w",
        next_plan="n",
        new_form=world.form if outcome == "change_form" else None,
    )
    cycle.refresh_from_db()
    assert cycle.status == "closed" and cycle.improvement.outcome == outcome
    following = cycle.project.cycles.filter(fiscal_year=cycle.fiscal_year + 1)
    assert following.count() == (1 if outcome in ("continue", "change_form") else 0)
    cycle.project.refresh_from_db()
    assert cycle.project.form == (world.form if outcome == "change_form" else world.pact)


def test_a_row_is_taken_out_or_emptied_and_then_is_no_row(world, client_for):
    cycle = world.cycle()
    group = Side(client_for(world.representative), cycle)
    page = group.send("plan/", **PLAN, **{"money-drop": "0"}).content.decode()
    assert "会費" in page and "市の補助" not in page and 'name="money-1-item"' not in page
    assert not cycle.budget_lines.exists()  # the button saves nothing
    emptied = PLAN | {
        "money-0-item": "",
        "money-0-amount": "",
        "roles-0-task": "",
        "roles-0-group_part": "",
        "roles-0-city_part": "",
    }
    assert group.send("plan/", **emptied).status_code == 302
    assert list(cycle.budget_lines.values_list("item", flat=True)) == ["会費"] and not cycle.role_shares.exists()
