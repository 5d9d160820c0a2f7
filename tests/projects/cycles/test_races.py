"""Two at the same moment: opened once, closed once, nothing overwritten. On PostgreSQL; SQLite lets one writer in at a time."""

import datetime

from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.errors import EditConflict, Stale
from projects.cycles.act.carried_actions import tick_decision
from projects.cycles.check.disclosure_actions import choose_disclosure, etag_of_disclosure
from projects.cycles.check.evaluation_actions import save_evaluation
from projects.cycles.check.item_actions import ensure_evaluation_items
from projects.cycles.creation import new_cycle
from projects.cycles.plan.content import plan_of
from projects.models import CarryOver, Cycle, DisclosureConsent, Gap, Project
from tests.projects.ledger.build import World
from tests.races import ON_POSTGRESQL, ends

pytestmark = ON_POSTGRESQL


def evaluating(world):
    cycle = world.cycle()
    world.clerk_plan(cycle)
    world.step(cycle, "agree_on_paper", by=world.clerk, agreed_on=datetime.date(2026, 4, 1), document_number="1")
    world.step(cycle, "start", by=world.clerk)
    world.step(cycle, "finish", by=world.clerk)
    world.report(cycle)
    return Cycle.objects.get(pk=cycle.pk)


def test_both_sides_hand_in_at_the_same_moment():
    world = World()
    cycle = evaluating(world)
    answers = {item.pk: (3, False, "") for item in ensure_evaluation_items()}

    def hand_in(user):
        return lambda: save_evaluation(Cycle.objects.get(pk=cycle.pk), by=user, etag=etag_of(None), answers=answers, submit=True)

    assert ends(*[hand_in(world.representative), hand_in(world.clerk)]) == ["done", "done"]
    cycle.refresh_from_db()
    assert cycle.status == "discussing" and cycle.changes.filter(step="open_answers").count() == 1


def test_two_close_at_once():
    world = World()
    cycle = world.improving()
    version = Cycle.objects.get(pk=cycle.pk).version

    def close(user):
        from kyodo_portal.process.actions import take_step

        return lambda: take_step(
            Cycle.objects.get(pk=cycle.pk), "close", by=user, version=version, outcome="continue", why="w", next_plan=""
        )

    assert ends(*[close(world.clerk), close(world.chief)]) == [Stale.__name__, "done"]
    assert cycle.project.cycles.count() == 2 and cycle.changes.filter(step="close").count() == 1


def test_two_edit_the_plan_at_once():
    world = World()
    cycle = world.cycle()
    etag = etag_of(plan_of(cycle))

    def write(user, goal):
        from projects.cycles.plan.actions import save_plan

        plan = {"goals": [], "roles": [{"task": goal}], "budget": []}
        return lambda: save_plan(Cycle.objects.get(pk=cycle.pk), by=user, etag=etag, goal=goal, **plan)

    assert ends(*[write(world.representative, "団体"), write(world.clerk, "市")]) == [EditConflict.__name__, "done"]
    cycle.refresh_from_db()
    assert [row.task for row in cycle.role_shares.all()] == [cycle.goal]


def test_two_years_of_one_entry_move_at_the_same_moment():
    world = World()
    for number in range(3):
        first = world.running(title=f"委託{number}", fiscal_year=2024)
        second = new_cycle(first.project, 2025, spec=world.small.specs.get())
        world.step(second, "note", by=world.clerk)
        assert Project.objects.get(pk=first.project_id).current_cycle_id == second.pk
        works = [
            lambda cycle=first: world.step(cycle, "finish", by=world.clerk),
            lambda cycle=second: world.step(cycle, "cancel", by=world.clerk, reason="やめる", public_reason="やめる"),
        ]
        assert ends(*works) == ["done", "done"]
        assert Project.objects.get(pk=first.project_id).current_cycle_id == first.pk


def talked(world):
    """A year whose gaps both sides have talked about."""
    cycle = evaluating(world)
    world.evaluate(cycle, world.representative, points=5)
    world.evaluate(cycle, world.clerk, points=3)
    return world.talk(cycle)


def test_both_sides_let_everybody_read_all_of_it_at_once_and_the_second_looks_again():
    world = World()
    cycle = talked(world)
    etag = etag_of_disclosure(cycle)
    works = [
        lambda by=by: choose_disclosure(Cycle.objects.get(pk=cycle.pk), by=by, etag=etag, layer="full")
        for by in (world.representative, world.clerk)
    ]
    assert ends(*works) == [EditConflict.__name__, "done"]  # whoever is second sees first what the other side has said
    assert (Cycle.objects.get(pk=cycle.pk).disclosure, DisclosureConsent.objects.count()) == ("summary", 1)


def test_both_sides_say_what_became_of_a_decision_at_once_and_one_of_them_is_heard():
    world = World()
    cycle = talked(world)
    world.step(cycle, "close", by=world.clerk, outcome="continue", why="よい", next_plan="", new_form=None)
    following = cycle.project.cycles.get(fiscal_year=cycle.fiscal_year + 1)
    key = f"gap-{Gap.objects.order_by('pk').first().pk}"
    works = [
        lambda: tick_decision(following, key, by=world.representative, outcome="done"),
        lambda: tick_decision(following, key, by=world.clerk, outcome="dropped", note="予算がつかなかった"),
    ]
    assert ends(*works) == [EditConflict.__name__, "done"]
    assert CarryOver.objects.count() == 1
