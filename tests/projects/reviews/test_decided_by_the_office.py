"""A call without a panel, and a group that is told of several decisions at once."""

import pytest

from kyodo_portal.notices.models import Delivery
from kyodo_portal.process.models import Task
from kyodo_portal.process.task_actions import sync_tasks
from projects.models import PanelSeat, Proposal
from projects.reviews.release_actions import ready_to_release, release_all

from .build import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def test_a_group_with_several_proposals_is_told_once(world):
    second = world.in_review(world.group, world.representative, "二つめの企画")
    for proposal in (world.proposal, second):
        world.all_sheets(proposal)
        world.decide(proposal)
    versions = {proposal.pk: proposal.version for proposal in ready_to_release(world.call, world.clerk)}
    before = set(Delivery.objects.values_list("pk", flat=True))
    release_all(world.call, by=world.clerk, versions=versions)
    mail = Delivery.objects.exclude(pk__in=before).get(to=world.representative.email)
    assert (
        mail.subject.endswith("が採択されました ほか1件") and "二つめの企画" in mail.text and mail.text.count("結果：採択") == 2
    )


def test_a_call_without_a_panel_is_decided_by_its_office_without_waiting_for_anybody(world):
    PanelSeat.objects.filter(call=world.proposal.call).delete()
    sync_tasks(world.proposal)
    task = Task.objects.open().get(process="proposal", subject_id=world.proposal.pk)
    assert (task.role, task.party, task.label) == ("secretariat", "s", "決定を記録する")
    world.decide()
    assert Proposal.objects.get(pk=world.proposal.pk).status == "decided"
