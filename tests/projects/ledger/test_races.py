"""Two at the same moment on entries of the ledger. On PostgreSQL; SQLite lets one writer in at a time."""

from django.utils import timezone

from kyodo_portal.process.actions import take_step
from projects.models import Cycle, Project
from tests import build
from tests.races import ON_POSTGRESQL, ends

from .build import World

pytestmark = ON_POSTGRESQL


def taking(entry, name, by, **answers):
    return lambda: take_step(Project.objects.get(pk=entry.pk), name, by=by, version=entry.version, **answers)


def test_two_entries_at_once_have_two_numbers():
    world = World()
    first = world.entry()
    works = [lambda title=title: world.entry(title=title) for title in ("花を植える", "雪をかく")]
    assert ends(*works) == ["done", "done"]
    year = first.number.split("-")[0]
    assert set(Project.objects.values_list("number", flat=True)) == {f"{year}-K-000{number}" for number in (1, 2, 3)}


def test_two_entries_merged_into_each_other_at_once_make_no_circle():
    world = World()
    one, other = world.entry(), world.entry(title="見守り")
    works = [
        taking(one, "merge", world.chief, into=other, reason="x"),
        taking(other, "merge", world.chief, into=one, reason="x"),
    ]
    answers = ends(*works)
    assert set(answers) <= {"done", "ValidationError"} and answers.count("done") <= 1
    merged = Project.objects.filter(merged_into__isnull=False)
    assert merged.count() == answers.count("done")
    assert all(entry.merged_into.stands for entry in merged)


def test_a_merge_never_waits_for_whoever_works_on_a_year():
    world = World()
    entry, other = world.entry(pact=True, fiscal_year=2024), world.entry(title="見守り")
    cycle = entry.cycles.get()

    def agree():
        paper = {"document_number": "福第1号", "agreed_on": timezone.localdate()}
        return take_step(Cycle.objects.get(pk=cycle.pk), "agree_on_paper", by=world.clerk, version=0, **paper)

    answers = ends(*[agree, taking(entry, "merge", world.chief, into=other, reason="x")])
    assert "done" in answers and set(answers) <= {"done", "ValidationError", "PermissionDenied", "Stale"}


def test_two_offices_take_over_at_once_and_one_leads():
    world = World()
    entry, today = world.entry(), timezone.localdate()
    works = [
        taking(entry, "move", world.chief, office=office, on=today, reason="x") for office in (world.elsewhere, world.centre)
    ]
    assert ends(*works) == ["Stale", "done"]
    assert len([row for row in Project.objects.get().taking_part() if row.side == "city"]) == 1


def test_the_last_two_groups_leave_at_once_and_one_stays():
    world = World()
    entry, today = world.entry(), timezone.localdate()
    second, _, _ = build.group("見守り隊")
    entry = taking(entry, "join", world.chief, partner=second, on=today, reason="x")()
    rows = list(entry.participations.filter(side="group"))
    works = [taking(entry, "leave", world.chief, leaving=row, last_day=today, reason="x") for row in rows]
    assert ends(*works) == ["Stale", "done"]
    assert entry.participations.filter(side="group", until__isnull=True, is_lead=True).count() == 1


def test_a_step_that_two_take_back_at_once_is_taken_back_once():
    world = World()
    entry, today = world.entry(), timezone.localdate()
    moved = taking(entry, "move", world.chief, office=world.elsewhere, on=today, reason="x")()
    back = taking(moved, "undo_move", world.chief, reason="まちがい")
    assert ends(back, back) == ["Stale", "done"]
    assert [row.partner for row in Project.objects.get().taking_part() if row.side == "city"] == [world.office]
