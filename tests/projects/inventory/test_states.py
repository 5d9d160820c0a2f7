"""Every state of a round and of a sheet, on every page that shows it."""

import pytest

from projects.inventory.workflow import ROUND, SHEET
from tests.projects.inventory.build import round_now, sheet_of
from tests.shown import Shown

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def people_of(city):
    return {"department": city.clerk, "secretariat": city.chief}


@pytest.mark.parametrize("state", [row.code for row in ROUND.states])
def test_a_round(world, client_for, state):
    city, _ = world
    shown = Shown(round_now(), state, client_for, **people_of(city), coordinator=city.guide)
    own = shown.matter.get_absolute_url()
    for who in ("department", "secretariat", "coordinator"):
        shown.page(who, own, shown.row.label, "令和7年度の棚卸し", "福祉課")
        shown.page(who, "/ledger/inventory/", shown.row.label)
    if shown.row.next_task:
        shown.page("secretariat", own, shown.row.next_task)
        shown.page("secretariat", "/me/", shown.row.next_task)
    if shown.queues():
        shown.page("secretariat", "/admin/", *(queue.label for queue in shown.queues()))
    shown.steps(lambda step: f"{own}step/{step.name}/")


@pytest.mark.parametrize("state", [row.code for row in SHEET.states])
def test_a_sheet(world, client_for, state):
    city, _ = world
    shown = Shown(sheet_of(city.office), state, client_for, **people_of(city))
    own = shown.matter.get_absolute_url()
    writes = shown.matter.may("answer")
    for who in ("department", "secretariat"):
        shown.page(who, own, shown.row.label, "防災訓練", *([shown.row.next_task] if shown.row.next_task else []))
        shown.there(who, own, "途中で保存する", writes)
        shown.there(who, "/me/", "令和7年度の棚卸し（福祉課）", shown.turn(who))
    for queue in shown.queues():
        shown.page(queue.roles[0], "/admin/", queue.label)
    shown.steps(lambda step: f"{own}step/{step.name}/")
