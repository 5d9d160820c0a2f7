"""The migration that carries what the history's details and reasons held into columns and rows of their own."""

from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from projects.ledger.models import DepartmentChange
from projects.models import Decision, Project, Proposal
from tests.projects.ledger.build import World as Ledger
from tests.projects.reviews.build import World

pytestmark = pytest.mark.django_db
moved = import_module("projects.migrations.0003_out_of_the_history")


def as_before(proposal, office):
    """One more record in the history, as the version before wrote it: the department stands in the details of the step."""
    last = proposal.changes.get(step="decide")
    details = {key: value for key, value in last.details.items() if key != "department"}
    kept = {"step": "decide", "from_state": "reviewing", "to_state": "decided", "by": last.by}
    return proposal.changes.create(version=50, details={**details, "office": office.pk, "why": "あとの理由"}, **kept)


def test_a_decision_gets_its_department():
    world = World()
    world.all_sheets()
    world.decide(office=world.office)
    as_before(world.proposal, world.office)
    Decision.objects.update(department=None)
    moved.departments_of_decisions(apps, None)
    assert Decision.objects.get().department == world.office


def test_a_record_that_was_taken_back_is_where_the_next_one_starts_from():
    world = World()
    world.all_sheets()
    world.decide(why="はじめの理由")
    made = as_before(world.proposal, world.office)
    back = world.proposal.changes.create(
        version=51, step="correct_decision", from_state="decided", to_state="reviewing", by=world.clerk
    )
    Decision.objects.all().delete()
    for _ in range(2):
        moved.records_taken_back(apps, None)
    now = Proposal.objects.get(pk=world.proposal.pk)
    kept = now.last_record
    assert now.recorded_decision is None and kept.taken_back_at == back.at
    assert (kept.result, kept.why, kept.amount, kept.department) == ("adopted", "あとの理由", 200000, world.office)
    assert (kept.form, kept.recorded_by, kept.recorded_at) == (world.form, world.clerk, made.at)


def test_former_departments_become_rows_also_of_offices_that_are_called_otherwise_now():
    world = Ledger()
    entry = world.cycle().project
    for words in ("担当課：福祉課→土木課", "ほかの理由", "担当課：知らない課→福祉課"):
        entry._change_reason = words
        entry.save()
    world.office.name = "福祉総務課"
    world.office.save()
    moved.former_departments(apps, None)
    change = DepartmentChange.objects.get()
    assert (change.project, change.former, change.new) == (entry, world.office, world.elsewhere)
    assert change.at == Project.history.get(history_change_reason="担当課：福祉課→土木課").history_date < timezone.now()
