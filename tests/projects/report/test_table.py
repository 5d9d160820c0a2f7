"""The table of a year's report: every state on every page that shows it, every wrong press taken back."""

import copy

import pytest

from kyodo_portal.process.task_actions import sync_tasks
from projects.report.workflow import REPORT
from tests import build
from tests.shown import Shown
from tests.wrong_presses import Day, undoes_of

from .build import World, counted, row

pytestmark = pytest.mark.django_db
TITLE = "令和7年度のまとめ"


@pytest.fixture(scope="module")
def laid(lay):
    def make():
        world = World()
        report = world.report()
        report.reviews.update(office=world.office)
        sync_tasks(report)
        return world, report

    return lay(make)


@pytest.fixture
def made(laid):
    return copy.deepcopy(laid)


@pytest.mark.one_engine
@pytest.mark.parametrize("state", [row.code for row in REPORT.states])
def test_a_report_in_every_state(made, client_for, state):
    world, report = made
    type(report).objects.filter(pk=report.pk).update(committee=world.committee, opinions_due=build.days(9))
    shown = Shown(
        report, state, client_for, secretariat=world.clerk, committee=world.member, department=world.official, nobody=None
    )
    row, matter, own, base = shown.row, shown.matter, "/report/2025/", f"/admin/projects/yearreport/{report.pk}/"
    everybody = "public" in row.readers
    shown.page("nobody", own, *([matter.title] if everybody else []), status=200 if everybody else 404)
    shown.page("committee", own, status=200 if everybody or matter.may("answers") else 404)
    for who in ("secretariat", "department"):
        shown.page(who, own, matter.title, *([] if row.is_end else [row.label, matter.responsible_label, matter.next_task]))
        shown.page(who, f"{base}change/", TITLE, row.label, matter.responsible_label)
    shown.page(
        "committee",
        "/report/2025/remarks/",
        status=200 if matter.may("remarks") else 403 if everybody or matter.may("answers") else 404,
    )
    shown.there("department", "/report/2025/policies/", "答えを書く", matter.may("reviews"))
    shown.there("department", "/me/", "市がすすめることのふりかえりを書く", matter.may("reviews"))
    for who in ("secretariat", "committee"):
        shown.there(who, "/me/", f">{row.next_task}</a>" if row.next_task else "年のまとめ", shown.turn(who))
    shown.page("secretariat", f"/admin/projects/yearreport/?status__exact={state}", matter.title, row.label)
    for queue in shown.queues():
        shown.page("secretariat", "/admin/", queue.label)
    shown.steps(lambda step: f"{base}step/{step.name}/")


@pytest.mark.usefixtures("ten_minutes")
def test_every_wrong_press_on_a_report_can_be_taken_back(made):
    world, report = made
    counted(2024, [row("花いっぱい", number="R6-K-0001")], world.clerk, why="直しました。")
    day = Day(report, {"secretariat": world.clerk}, {})
    day.answers = {
        "ask_opinions": {"committee": world.committee, "opinions_due": build.days(9)},
        "extend": {"later_due": build.days(19)},
    }
    day.walk("skip_opinions", "reopen", "ask_opinions", "extend", "close_opinions", "publish", "unpublish")
    assert day.seen == undoes_of(REPORT)
