"""Whoever leaves a group and comes to work in the office answers nothing there that they asked or said for the group."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from kyodo_portal.process.edits import etag_of
from partners.models import Membership
from projects.cycles.check.disclosure_actions import choose_disclosure, etag_of_disclosure
from projects.cycles.plan.actions import confirm_plan
from projects.cycles.plan.content import plan_of
from projects.models import Cycle
from tests import build
from tests.projects.ledger.build import World, join

pytestmark = pytest.mark.django_db
OWN = "は、あなたが相手の側の人だったときに出しています。両方の側を1人で答えることはできません。"


@pytest.fixture(scope="module")
def laid_world(lay):
    def make():
        world = World()
        world.year = world.cycle()
        world.clerk_plan(world.year)
        return world

    return lay(make)


def now(cycle):
    return Cycle.objects.get(pk=cycle.pk)


def change_sides(world, person):
    """The group's person leaves it and works in the office from now on."""
    Membership.objects.filter(user=person, partner=world.group).update(until=build.days(-1))
    join(person, world.office, "member")
    person.forget_rights()


def begun(world):
    world.step(world.year, "agree_on_paper", by=world.clerk, agreed_on=datetime.date(2026, 4, 1), document_number="1")
    return world.step(world.year, "start", by=world.clerk)


@pytest.mark.parametrize("step", ["allow_change", "refuse_change"])
def test_nobody_answers_a_change_that_they_asked_for_on_the_other_side(world, client_for, step):
    cycle = begun(world)
    world.ask_change(cycle, goal="雪の日も声をかける")
    person = world.representative
    change_sides(world, person)
    client, page = client_for(person), f"/projects/cycles/{cycle.pk}/step/{step}/"
    sent = {**build.sure(client, page), "version": now(cycle).version, "reason": "よいと思います。"}
    assert f"この変更の申請{OWN}" in build.markup(client.post(page, sent))
    assert (now(cycle).status, now(cycle).goal) == ("change_pending", "だれとも話さない人をなくす")
    world.step(cycle, step, by=world.clerk, **({"reason": "雪が多いため"} if step == "refuse_change" else {}))
    assert now(cycle).status == "running"


def test_nobody_agrees_to_a_plan_for_both_sides(world):
    plan = etag_of(plan_of(now(world.year)))
    confirm_plan(now(world.year), by=world.representative, etag=plan)
    change_sides(world, world.representative)
    with pytest.raises(ValidationError, match=OWN):
        confirm_plan(now(world.year), by=world.representative, etag=plan)
    assert now(world.year).status == "preparing"
    confirm_plan(now(world.year), by=world.clerk, etag=plan)
    assert now(world.year).status == "agreed"


def test_nobody_evaluates_for_both_sides_or_says_for_both_what_is_published(world):
    cycle = begun(world)
    world.step(cycle, "finish", by=world.clerk)
    world.report(cycle)
    world.evaluate(cycle, world.representative)
    change_sides(world, world.representative)
    with pytest.raises(ValidationError, match=f"相手の側の評価{OWN}"):
        world.evaluate(cycle, world.representative)
    assert not now(cycle).evaluations.filter(side="city").exists() and now(cycle).status == "evaluating"
    world.evaluate(cycle, world.clerk)
    choose_disclosure(now(cycle), by=world.clerk, etag=etag_of_disclosure(now(cycle)), layer="full")
    Membership.objects.filter(user=world.clerk).update(until=build.days(-1))
    join(world.clerk, world.group)
    world.clerk.forget_rights()
    with pytest.raises(ValidationError, match=f"評価の公表についての返事{OWN}"):
        choose_disclosure(now(cycle), by=world.clerk, etag=etag_of_disclosure(now(cycle)), layer="full")
    assert now(cycle).disclosure == "summary"


def test_a_button_stands_out_for_those_alone_who_are_waited_for(world, client_for):
    begun(world)
    url, filled = f"/projects/{world.year.project_id}/{world.year.fiscal_year}/", '<a class="kp-btn kp-btn--m"'
    pages = [client_for(person).get(url).content.decode().replace("<wbr>", "") for person in (world.clerk, world.chief)]
    assert all("活動記録を書く" in page for page in pages)
    assert ["いまは、あなたの番です" in page for page in pages] == [True, False]
    assert [page.count(filled) for page in pages] == [1, 0]
