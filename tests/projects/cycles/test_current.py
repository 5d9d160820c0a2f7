"""Which year of an entry everybody's lists show: written by every step and action, the same as looked up anew."""

import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from kyodo_portal.pages.invariants import current_years
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.edits import etag_of
from projects.cycles.creation import new_cycle
from projects.cycles.plan.actions import confirm_plan
from projects.cycles.plan.content import plan_of
from projects.cycles.workflow import CYCLE
from projects.ledger import actions as ledger
from projects.ledger import objection_actions as objections
from projects.ledger.adoption_actions import open_from_proposal
from projects.models import Agreement, Cycle, CycleChange, FormSpec, Project
from projects.specs.lookup import spec_of_granted
from projects.specs.seed_actions import evaluation_set
from tests.projects.ledger.build import World, adopted_proposal

pytestmark = pytest.mark.django_db
PAPER = {"agreed_on": None, "document_number": "福第1号"}


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def looked_up(project):
    """The rule in plain words: agreed years before others, the newest first; called off without an agreement is not agreed."""
    with_agreement = set(Agreement.objects.values_list("cycle_id", flat=True))

    def place(cycle):
        agreed = cycle.status != "preparing" and (cycle.status != "cancelled" or cycle.pk in with_agreement)
        return not agreed, -cycle.fiscal_year

    return next((cycle.pk for cycle in sorted(Cycle.objects.filter(project=project), key=place)), None)


def assert_right():
    assert [(row.pk, row.current_cycle_id) for row in Project.objects.order_by("pk")] == [
        (row.pk, looked_up(row)) for row in Project.objects.order_by("pk")
    ]
    assert list(current_years()) == []


def test_every_step_of_the_table_keeps_the_current_year(world):
    def step(cycle, name, by=world.clerk, **answers):
        world.step(cycle, name, by=by, **answers)
        assert_right()

    def shown(cycle):
        return Project.objects.get(pk=cycle.project_id).current_cycle_id

    first = world.cycle()
    assert shown(first) == first.pk
    world.clerk_plan(first)
    step(first, "agree_on_paper", **PAPER)
    step(first, "start")
    coming = new_cycle(first.project, first.fiscal_year + 1)
    assert shown(first) == first.pk
    step(coming, "cancel", reason="予算がつかなかった", public_reason="予算がつかなかった")
    assert shown(first) == first.pk
    answers = {"allow_change": {}, "refuse_change": {"reason": "むり"}, "city_unasks": {}, "accept_on_paper": PAPER}
    answers |= {"unask_change": {}, "accept_change": {}, "reject_change": {"reason": "むり"}}
    for answer, said in answers.items():
        by_city = answer in ("city_unasks", "accept_change", "reject_change", "accept_on_paper")
        world.ask_change(first, by=world.clerk if by_city else world.representative, goal=f"{answer}のための目標")
        assert_right()
        members = world.group.memberships.all()
        members.update(until="2025-01-01" if answer == "accept_on_paper" else None)
        group = answer in ("unask_change", "accept_change", "reject_change")
        step(first, answer, by=world.representative if group else world.clerk, **said)
        members.update(until=None)
    step(first, "suspend", reason="大雪", public_reason="大雪")
    step(first, "resume")
    step(first, "finish")
    step(first, "back_to_do", reason="まだ続く")
    step(first, "finish")
    world.report(first)
    step(first, "back_to_report", reason="数がちがう")
    world.report(first)
    world.evaluate(first, world.representative)
    world.evaluate(first, world.clerk)
    assert_right()
    world.talk(first)
    assert_right()

    second = world.cycle(title="二つ目", fiscal_year=2024, pact=True)
    step(second, "agree_on_paper", **PAPER)
    step(second, "start")
    step(second, "put_right", facts={"place": "公民館"})
    step(second, "finish")
    world.report(second)
    step(second, "close", outcome="continue", why="よい")
    third = second.project.cycles.get(fiscal_year=2025)
    assert shown(second) == second.pk
    for person in (world.representative, world.clerk):
        confirm_plan(third, by=person, etag=etag_of(plan_of(Cycle.objects.get(pk=third.pk))))
    assert_right()
    assert shown(third) == third.pk
    step(third, "cancel", reason="できない", public_reason="できない")
    assert shown(third) == third.pk
    step(first, "close", outcome="end", why="終わり")
    step(second, "reopen", by=world.chief, reason="見なおす")
    soon = world.cycle(title="あすから", pact=True, starts_on=timezone.localdate() + datetime.timedelta(days=1))
    step(soon, "agree_on_paper", **PAPER)
    step(soon, "start_early", reason="雪が早い")
    step(world.cycle(title="記録", pact=True, fiscal_year=2024), "only_record", reason="手続きは紙でした")
    name = world.cycle(title="後援", small=True)
    assert shown(name) == name.pk
    step(name, "note_over")
    host = world.host()
    step(host, "to_check")
    for person in (world.representative, world.clerk):
        world.evaluate(host, person)
        assert_right()
    lost = world.cycle(title="採択がなくなる")
    step(lost, "call_off", by=None, reason="辞退", public_reason="辞退")
    step(world.cycle(title="申請とともに終える", small=True), "over_with", by=None)
    step(world.cycle(title="申請とともに中止する", small=True), "off_with", by=None, reason="中止", public_reason="中止")
    for evaluation, last in ((evaluation_set("short"), "report_with"), (None, "report_with_only")):
        FormSpec.objects.filter(code="granted").update(evaluation=evaluation)
        granted = world.cycle(title="補助金", small=True)
        Cycle.objects.filter(pk=granted.pk).update(spec=spec_of_granted(), status="preparing")
        for name in ("begin", "finish_with", last):
            step(granted, name, by=None)
    assert_right()
    assert {change.step for change in CycleChange.objects.all()} == {row.name for row in CYCLE.steps if not row.is_undo}


def test_every_other_action_keeps_it(world):
    entry = world.entry()
    assert_right()
    ledger.edit_entry(entry, by=world.clerk, published=True, etag=ledger.etag_of_entry(entry), title="新しい名前")
    take_step(
        entry, "move", by=world.chief, version=0, office=world.elsewhere, on=timezone.localdate(), reason="組織が変わりました。"
    )
    objection = objections.object_to(entry, by=world.representative, text="ちがう")
    objections.decide(objection, by=world.chief, upheld=False, answer="合っている")
    open_from_proposal(adopted_proposal(world), by=world.chief)
    world.entry(title="後援", small=True, fiscal_year=2024)
    assert_right()
    assert Project.objects.filter(current_cycle=None).count() == 0


def test_what_is_wrong_is_found_and_filled_again(world):
    entry = world.entry()
    coming = new_cycle(entry, timezone.localdate().year + 3)
    Project.objects.update(current_cycle=None)
    assert list(current_years()) == [f"見守り配達 ({entry.pk}): 一覧に出す年度が違います（None、正しくは {coming.pk}）"]
    import_module("projects.migrations.0012_current_cycles_of_entries").current_cycles(apps, None)
    assert_right()
