"""Two people at one moment around the panel: a table of decisions, a paper sheet, an absence. On PostgreSQL."""

from django.db import connection, connections  # noqa: F401  (the mark below reads it)

from projects.models import Absence, Call, Decision, Proposal, Review
from projects.reviews.actions import save_draft, submit
from projects.reviews.paper_actions import enter_sheet
from projects.reviews.plan_actions import note_absences
from projects.reviews.scoring import score_table
from projects.reviews.table_actions import decide_all
from tests import build
from tests.races import ON_POSTGRESQL, ends

from .build import World
from .test_races import again

pytestmark = ON_POSTGRESQL


def test_two_tables_of_decisions_at_once_stay_within_the_budget():
    world = World(budget=300_000)
    second, _ = world.another()
    for proposal in (world.proposal, second):
        world.all_sheets(proposal)

    def work(proposal):
        row = Proposal.objects.get(pk=proposal.pk)
        wrong = decide_all([(row, row.version, world.answers())], by=again(world.clerk))
        return "refused" if wrong else "recorded"

    found = []
    ends(lambda: found.append(work(world.proposal)), lambda: found.append(work(second)))
    assert sorted(found) == ["recorded", "refused"]
    assert Decision.objects.count() == 1


def test_a_paper_sheet_is_typed_in_while_its_member_sends_one():
    world = World()
    seat = world.call.seats.get(user=world.panel[0])
    save_draft(world.proposal, by=world.panel[0], revision=1, marks=world.marks(5, 5, 5))
    paper = {"revision": 1, "received_on": build.days(0), "marks": world.marks(1, 1, 1)}
    answers = ends(
        lambda: submit(again(world.proposal), by=again(world.panel[0]), revision=1),
        lambda: enter_sheet(again(world.proposal), seat, by=again(world.clerk), **paper),
    )
    assert answers in (["ValidationError", "done"], ["SheetClosed", "done"])  # whoever was second is told
    assert Review.objects.filter(submitted_at__isnull=False).count() == 1


def test_a_member_is_noted_as_absent_while_the_sheet_is_sent():
    world = World()
    seat = world.call.seats.get(user=world.panel[0])
    save_draft(world.proposal, by=world.panel[0], revision=1, marks=world.marks(5, 5, 5))
    answers = ends(
        lambda: submit(again(world.proposal), by=again(world.panel[0]), revision=1),
        lambda: note_absences(Call.objects.get(pk=world.call.pk), by=again(world.clerk), absent={(seat.pk, "documents")}),
    )
    assert answers in (["done", "done"], ["SheetClosed", "done"])
    assert Absence.objects.count() == 1
    assert score_table(again(world.proposal)).counted == []  # whichever came first, it does not count
