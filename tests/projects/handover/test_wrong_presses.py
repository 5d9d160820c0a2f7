"""A day of wrong presses on a 引継ぎ."""

import pytest
from django.utils import timezone

from kyodo_portal.process.task_actions import sync_tasks
from kyodo_portal.process.task_checks import wrong_tasks
from partners.models import Membership
from projects.handover.workflow import HANDOVER
from projects.models import Handover
from tests import build
from tests.wrong_presses import Day, undoes_of

from .build import handed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_minutes")]


def test_every_wrong_press_can_be_taken_back():
    world, handover = handed()
    people = {"giver": world.clerk, "taker": world.next, "head": world.head, "secretariat": world.chief}
    day = Day(handover, people, {"name": {"taker": world.next}, "take": {"met_on": None}, "orally": {"met_on": None}})
    day.walk("name", "hand", "ask", "hand", "take")
    left = Handover.objects.create(
        kind="person", side="city", partner=world.office, giver=world.clerk, taker=world.next, on=build.days(-3),
        status=HANDOVER.start, status_since=timezone.now(),
    )  # fmt: skip
    Membership.objects.filter(user=world.clerk).update(until=build.days(-4))
    sync_tasks(left)
    late = Day(left, people, day.answers)
    late.takes_back(lambda: late.press("hand_for"), "undo_hand_for")  # its other steps end on the day itself
    assert day.seen | late.seen == undoes_of(HANDOVER)
    assert list(wrong_tasks()) == []
