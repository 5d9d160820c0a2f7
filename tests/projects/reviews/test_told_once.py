"""All results of a call told at once: a group with several proposals has one notice and one mail."""

import pytest

from kyodo_portal.notices.models import Delivery
from projects.reviews.release_actions import ready_to_release, release_all

from .build import World

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


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
