"""A call for which nobody sits on a panel, as in an office of one person."""

import pytest

from kyodo_portal.process.models import Task
from kyodo_portal.process.task_actions import sync_tasks
from projects.models import PanelSeat, Proposal

from .build import World

pytestmark = pytest.mark.django_db


def test_a_call_without_a_panel_is_decided_by_its_office_without_waiting_for_anybody():
    world = World()
    PanelSeat.objects.filter(call=world.proposal.call).delete()
    sync_tasks(world.proposal)
    task = Task.objects.open().get(process="proposal", subject_id=world.proposal.pk)
    assert (task.role, task.party, task.label) == ("secretariat", "s", "決定を記録する")
    world.decide()
    assert Proposal.objects.get(pk=world.proposal.pk).status == "decided"
