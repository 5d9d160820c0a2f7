"""The table of 意見募集: every state on every page that shows it, every wrong press taken back."""

import copy

import pytest

from projects.models import OpinionRound
from projects.opinions.workflow import ROUND
from tests import build
from tests.shown import Shown
from tests.wrong_presses import Day, undoes_of

from .build import World, entered, made, past, sent, step

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid(lay):
    def make():
        world = World()
        sent(world.round, world.resident)
        return world

    return lay(make)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


@pytest.mark.one_engine
@pytest.mark.parametrize("state", [row.code for row in ROUND.states])
def test_a_round_in_every_state(world, client_for, state):
    if state == "stopped":
        step(world.round, "stop", world.official, public_reason="案を作り直します。")
    shown = Shown(
        world.round, state, client_for, secretariat=world.clerk, department=world.official, elsewhere=world.outsider, nobody=None
    )
    matter, row, own = shown.matter, shown.row, f"/opinions/{world.round.pk}/"
    base = f"/admin/projects/opinionround/{matter.pk}/"
    everybody = "public" in row.readers
    shown.page("nobody", own, *([matter.title] if everybody else []), status=200 if everybody else 404)
    shown.there("nobody", "/opinions/", matter.title, everybody)
    shown.page("elsewhere", own, matter.title)
    for who in ("secretariat", "department"):
        shown.page(who, own, matter.title, "届いた意見を見る")
        shown.page(who, f"{base}change/", matter.title, row.label, matter.responsible_label)
    shown.there("department", "/me/", f">{row.next_task}</a>" if row.next_task else "意見募集の案", shown.turn("department"))
    shown.page("secretariat", f"/admin/projects/opinionround/?status__exact={state}", matter.title, row.label)
    for queue in shown.queues():
        shown.page("department", "/admin/", queue.label)
    work = f"/staff/opinions/{matter.pk}/"
    shown.page("department", work, "見本 住民")
    shown.page("department", f"{work}enter/", status=200 if matter.may("enter") else 403)
    shown.page("department", f"{work}points/", status=200 if matter.may("answers") else 403)
    shown.steps(lambda step: f"{base}step/{step.name}/")


@pytest.mark.usefixtures("ten_minutes")
def test_every_wrong_press_on_a_round_can_be_taken_back(world):
    round = made(world.office, opens=3, closes=40)
    people = {"department": world.official, "secretariat": world.clerk}
    day = Day(round, people, {})
    day.answers = {
        "extend": {"closes_later": build.days(50), "public_reason": "大雪のため"},
        "stop": {"public_reason": "やめます。"},
    }
    day.walk("drop")
    round = made(world.office, opens=3, closes=40)
    after = Day(round, people, day.answers)
    after.walk("announce", "rework", "announce", "extend")
    past(world.round)
    last = Day(world.round, people, day.answers)
    last.walk("summarise")
    entered(world.round, world.official, late_why="公民館の箱にありました。")
    OpinionRound.objects.get(pk=world.round.pk).opinions.all().delete()
    last.walk("publish", "unpublish", "stop")
    assert day.seen | after.seen | last.seen == undoes_of(ROUND)
