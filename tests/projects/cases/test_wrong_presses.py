"""A day of wrong presses on the draft of a case."""

import pytest
from django.db import transaction
from django.utils import timezone

from kyodo_portal.process.task_checks import wrong_tasks
from partners.models import Membership
from projects.cases.workflow import CASE
from tests.projects.ledger import build as ledger
from tests.wrong_presses import Day, undoes_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_minutes")]


def test_every_wrong_press_on_a_draft_of_a_case_can_be_taken_back():
    world = ledger.World()
    people = {"applicant": world.representative, "department": world.clerk, "secretariat": world.chief}
    day = Day(ledger.case_draft(world), people, {"accept_on_paper": {"agreed_on": timezone.localdate()}})
    day.walk("ask", "send_back")
    day.press("ask")
    with transaction.atomic():
        Membership.objects.filter(partner=world.group).delete()  # the group answers on paper
        day.wrong_presses()
        transaction.set_rollback(True)
    day.walk("accept", "list")
    assert day.seen == undoes_of(CASE)
    assert list(wrong_tasks()) == []
