"""Two of the office approve at once, a correction meets a withdrawal, one press twice. On PostgreSQL only."""

from uuid import uuid4

from kyodo_portal.process.actions import take_step
from projects.applications.actions import begin_application
from projects.applications.bulk_actions import take_all
from projects.models import Application, Project
from tests import build
from tests.races import ON_POSTGRESQL, together

from .build import WORDS, World, days, document, spec, step

pytestmark = ON_POSTGRESQL


def pressed(row, name, by, **said):
    """The press of a page that showed this version."""
    return lambda: take_step(Application.objects.get(pk=row.pk), name, by=by, version=row.version, **said)


def test_two_officials_approve_at_once():
    world = World()
    row, second = world.received(), build.user("見本 二人目")
    build.join(second, world.office)
    row.refresh_from_db()
    done = together(
        pressed(row, "approve", world.official, **document("観発第1号")), pressed(row, "approve", second, **document("観発第2号"))
    )
    assert sorted(type(one).__name__ for one in done) == ["Application", "Stale"]
    row.refresh_from_db()
    assert row.status == "approved" and Project.objects.count() == 1 and row.cycle is not None


def test_two_officials_approve_the_same_pile_at_once():
    world = World()
    rows, second = [world.received()], build.user("見本 二人目")
    build.join(second, world.office)
    rows += [world.received(title=f"会{number}") for number in range(3)]
    chosen = [(row.pk, Application.objects.get(pk=row.pk).version) for row in rows]
    said = {**document("観発第3号"), "conditions": ""}
    done = together(*(lambda by=by: take_all("approve", chosen, by=by, **said) for by in (world.official, second)))
    assert sum(result.is_done for results, _ in done for result in results) == 4
    assert Project.objects.count() == 4 and set(Application.objects.values_list("status", flat=True)) == {"approved"}


def test_a_correction_and_a_withdrawal_at_once():
    world = World()
    row = world.received()
    step(row, "ask_correct", world.official, items=[{"field": "place", "reason": "どこか。"}], due=build.days(9))
    done = together(
        pressed(row, "correct", world.chair, values={"place": "東の広場"}),
        pressed(row, "withdraw", world.chair, reason="やめます。"),
    )
    assert sorted(type(one).__name__ for one in done) == ["Application", "Stale"]
    row.refresh_from_db()
    assert (row.status, row.corrections.open().count()) in {("received", 0), ("withdrawn", 1)}


def test_one_press_twice_makes_one_draft_and_numbers_have_no_gap():
    world, key = World(), uuid4()
    said = {**WORDS, **days()}
    found = together(
        *[lambda: begin_application(spec(), partner=world.group, by=world.chair, form_key=key, **said) for _ in range(2)]
    )
    assert found[0] == found[1]
    rows = [found[0], *(world.made(title=f"会{number}") for number in range(3))]
    together(*(pressed(row, "submit", world.chair) for row in rows))
    numbers = sorted(Application.objects.values_list("number", flat=True))
    assert [number[-4:] for number in numbers] == ["0001", "0002", "0003", "0004", "0005"]
