"""Every wrong press on an entry of the ledger can be taken back, and leaves nothing but its history."""

import pytest
from django.db import transaction
from django.utils import timezone

from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.task_checks import wrong_tasks
from projects.cycles.creation import new_cycle
from projects.cycles.plan.actions import confirm_plan
from projects.cycles.plan.content import plan_of
from projects.entries.workflow import LEDGER
from tests.wrong_presses import Day, undoes_of

from .build import World, partner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_minutes")]


def test_every_wrong_press_on_an_entry_can_be_taken_back():
    world = World()
    people = {"secretariat": world.chief, "department": world.clerk}
    entry = world.entry(partners=[world.group, partner("配達店組合")])
    cycle = world.clerk_plan(entry.cycles.get())
    confirm_plan(cycle, by=world.clerk, etag=etag_of(plan_of(cycle)))
    new_cycle(entry, cycle.fiscal_year - 3)
    target = world.entry(title="見守り", partners=[partner("こども食堂の会")])
    answers = {
        "merge": {"into": target},
        "move": {"office": world.elsewhere, "on": timezone.localdate()},
        "join": {"partner": partner("あとから来た会"), "on": timezone.localdate()},
        "leave": lambda entry: {"leaving": entry.participations.get(partner=world.group), "last_day": timezone.localdate()},
    }
    day = Day(entry, people, answers)
    for first in ("cancel", "merge"):
        with transaction.atomic():
            day.walk(first)
            transaction.set_rollback(True)
    small = Day(world.entry(small=True, title="後援の1件", partners=[world.group, partner("夏まつりの会")]), people, answers)
    small.wrong_presses()
    assert day.seen | small.seen == undoes_of(LEDGER)
    assert list(wrong_tasks()) == []
