"""All results of a call told at once: a group with several proposals has one notice and one mail."""

import pytest
from django.db.models import Count

from kyodo_portal.notices.actions import notify
from kyodo_portal.notices.models import Delivery, Notice
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


def test_through_a_whole_round_nobody_hears_of_one_event_twice(world):
    """One group, two proposals: from sending to the result each person has one notice of each step of each, and one mail at most."""
    second = world.in_review(world.group, world.representative, "二つめの企画")
    for proposal in (world.proposal, second):
        world.all_sheets(proposal)
        world.decide(proposal)
    release_all(world.call, by=world.clerk, versions={row.pk: row.version for row in ready_to_release(world.call, world.clerk)})
    heard = Notice.objects.values("user", "title").annotate(times=Count("pk"))
    assert len(heard) > 10 and {row["times"] for row in heard} == {1}
    assert set(Delivery.objects.exclude(notice=None).values("notice").annotate(n=Count("pk")).values_list("n", flat=True)) == {1}


def test_what_was_told_already_is_told_nobody_again(world):
    told = Notice.objects.filter(user=world.representative).order_by("pk").last()
    count, mails = Notice.objects.count(), Delivery.objects.count()
    notify([world.representative], title=told.title, body="もう一度", url=told.url, key=told.key)
    assert (Notice.objects.count(), Delivery.objects.count()) == (count, mails)
    assert Notice.objects.get(pk=told.pk).body == told.body
