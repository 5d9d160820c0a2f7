"""A change of the agreed plan: whoever asks does not answer; it can be taken back, and a group on paper answers on paper."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import Stale
from projects.cycles.plan.content import plan_of
from projects.models import Cycle, Indicator
from tests.projects.ledger.build import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid_world(lay):
    def make():
        world = World()
        world.running = world.cycle()
        world.clerk_plan(world.running)
        world.step(world.running, "agree_on_paper", by=world.clerk, agreed_on=datetime.date(2026, 4, 1), document_number="1")
        world.step(world.running, "start", by=world.clerk)
        world.running_pact = world.walked("start", title="協定の見守り")
        return world

    return lay(make)


def now(cycle):
    return Cycle.objects.get(pk=cycle.pk)


def queue(client):
    queues = client.get("/admin/").context["queues"]
    return next(row["count"] for row in queues if row["label"] == "変更の承認を待つもの")


def test_the_group_answers_what_the_city_asks(world, client_for):
    cycle = world.running
    plan = plan_of(now(cycle))
    world.ask_change(cycle, by=world.clerk, goal="市が望む目標")
    assert (now(cycle).responsible, queue(client_for(world.clerk))) == (("applicant",), 0)
    for by in (world.clerk, world.chief):
        for step in ("allow_change", "accept_change"):
            with pytest.raises((PermissionDenied, Stale)):
                world.step(cycle, step, by=by)
    page = client_for(world.representative).get(f"/projects/cycles/{cycle.pk}/step/accept_change/").content.decode()
    assert "市が望む目標" in page
    world.step(cycle, "reject_change", by=world.representative, reason="団体では無理です。")
    assert (now(cycle).status, plan_of(now(cycle))) == ("running", plan)
    world.ask_change(cycle, by=world.clerk, goal="市が望む目標")
    world.step(cycle, "accept_change", by=world.representative)
    assert (now(cycle).status, now(cycle).goal, cycle.change_requests.filter(allowed=True).count()) == (
        "running",
        "市が望む目標",
        1,
    )
    shown = client_for(world.clerk).get(cycle.get_absolute_url()).content.decode()
    assert "団体では無理です。" in shown and "計画の変わったところ" in shown


def test_what_was_measured_before_stays_where_the_words_of_a_goal_change_and_comes_back(world):
    cycle = world.running
    Indicator.objects.filter(goal__cycle=cycle).update(baseline=7)
    before = [*Indicator.objects.filter(goal__cycle=cycle).order_by("pk").values_list("goal__text", "name", "baseline")]
    goals = [{**goal, "text": f"{goal['text']}を、町じゅうで"} for goal in plan_of(now(cycle))["goals"]]
    assert before and goals
    world.ask_change(cycle, by=world.clerk, goals=goals)
    world.step(cycle, "accept_change", by=world.representative)
    measured = Indicator.objects.filter(goal__cycle=cycle).order_by("pk").values_list("goal__text", "name", "baseline")
    assert [*measured] == [(f"{text}を、町じゅうで", name, 7) for text, name, _ in before]
    world.step(cycle, "undo_accept_change", by=world.representative, reason="まちがい")
    assert [*measured.all()] == before and now(cycle).status == "change_pending"


def test_a_request_is_taken_back_by_the_side_that_made_it(world, client_for):
    cycle = world.running
    plan = plan_of(now(cycle))
    world.ask_change(cycle, by=world.representative)
    assert queue(client_for(world.clerk)) == 1
    with pytest.raises(PermissionDenied):
        world.step(cycle, "unask_change", by=world.clerk)
    world.step(cycle, "unask_change", by=world.representative)
    world.ask_change(cycle, by=world.clerk)
    world.step(cycle, "city_unasks", by=world.chief)
    assert (now(cycle).status, plan_of(now(cycle)), queue(client_for(world.clerk))) == ("running", plan, 0)
    shown = client_for(world.mate).get(cycle.get_absolute_url()).content.decode()
    assert shown.count('<span class="kp-chip kp-chip--quiet">取り下げました</span>') == 2
    group, city = f"{world.group.name}の{world.representative}さんが、", f"市の{world.chief}さんが、"
    assert f"{group}計画の変更を申請しました。" in shown and f"{city}変更の申請を取り下げました。" in shown


def test_a_request_that_was_taken_back_is_no_longer_shown_as_what_will_change(world, client_for):
    cycle = world.running
    world.ask_change(cycle, by=world.representative, ends_on="2027-02-28")
    browser = client_for(world.clerk)
    waiting = browser.get(cycle.get_absolute_url()).content.decode().replace("<wbr>", "")
    world.step(cycle, "unask_change", by=world.representative)
    over = browser.get(cycle.get_absolute_url()).content.decode().replace("<wbr>", "")
    assert ("変えた後" in waiting, "申請された変更" in waiting) == (True, False)
    assert "<summary>申請された変更</summary>" in over and "変える前" in over and "取り下げました" in over


def test_a_group_of_which_nobody_signs_in_answers_on_paper(world):
    cycle = world.running
    paper = {"agreed_on": datetime.date(2026, 6, 1), "document_number": "福第9号"}
    world.ask_change(cycle, by=world.clerk, ends_on=(cycle.ends_on - datetime.timedelta(days=1)).isoformat())
    with pytest.raises(Stale):
        take_step(now(cycle), "accept_on_paper", by=world.clerk, version=now(cycle).version, **paper)
    world.group.memberships.update(until=datetime.date(2025, 1, 1))
    world.step(cycle, "accept_on_paper", by=world.clerk, **paper)
    assert now(cycle).ends_on == cycle.ends_on - datetime.timedelta(days=1)
    assert "福第9号" in cycle.change_requests.get().answer


def test_a_pact_without_a_goal_changes_its_days(world, client_for):
    cycle, ends = world.running_pact, world.running_pact.ends_on - datetime.timedelta(days=1)
    page = f"{cycle.get_absolute_url()}change/"
    client = client_for(world.clerk)
    rows = {name: 0 for prefix in ("goals", "roles", "money") for name in (f"{prefix}-TOTAL_FORMS", f"{prefix}-INITIAL_FORMS")}
    sent = {
        name: box.value() or ""
        for name in ("starts_on", "goal", "version", "etag")
        for box in [client.get(page).context["form"][name]]
    }
    sent |= rows | {"what": "終わりを1日早める", "reason": "会場の都合", "ends_on": ends.isoformat()}
    assert client.post(page, sent).status_code == 302
    assert "変更を承認する" in client_for(world.representative).get(cycle.get_absolute_url()).text.split("ここまでのこと")[0]
    world.step(cycle, "accept_change", by=world.representative)
    assert (now(cycle).ends_on, now(cycle).goal, now(cycle).status) == (ends, "", "running")


def test_one_side_takes_its_yes_back_before_the_other_has_said_it(world, client_for):
    cycle = world.cycle(title="協定の菜園", pact=True)
    page, url = cycle.get_absolute_url(), f"{cycle.get_absolute_url()}confirm/"
    client = client_for(world.clerk)
    client.post(url, {"etag": client.get(page).context["etag"]})
    assert "「この計画でよい」を取り消す" in client.get(page).text and cycle.confirmations.get().side == "city"
    assert "「この計画でよい」を取り消す" not in client_for(world.representative).get(page).text
    assert client_for(world.stranger).post(url, {"back": "1"}).status_code in (403, 404)
    for _ in range(2):
        assert client.post(url, {"back": "1"}).status_code == 302
    assert not cycle.confirmations.exists() and "この計画でよい</button>" in client.get(page).text
