"""Taking back against whatever else happens at that moment: one of both counts, and nobody is told anything false."""

import datetime

import pytest
from django.utils import timezone

from kyodo_portal.notices import outbox
from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import Stale
from kyodo_portal.process.task_actions import sync_everything
from kyodo_portal.process.task_checks import wrong_tasks
from projects.models import Proposal
from projects.proposals.conflicts.actions import note_all_exclusions
from projects.proposals.talk_actions import record_talk
from tests import build
from tests.projects.reviews.build import World
from tests.races import ON_POSTGRESQL, together

pytestmark = ON_POSTGRESQL
WHY = "まちがえて押しました。"


@pytest.fixture
def world(settings):
    settings.KYODO_UNDO_MINUTES = 10
    return World()


def step(matter, name, by, **answers):
    """The step as a work for `together`, from the version that stands now."""
    version = Proposal.objects.get(pk=matter.pk).version
    return lambda: take_step(Proposal.objects.get(pk=matter.pk), name, by=by, version=version, **answers)


def test_taking_back_against_everything_else(world):
    clerk, official = world.clerk, world.official
    matter = world.submitted(world.group, world.representative, "春の花だん")
    step(matter, "receive", clerk)()
    # Two who take it back at once, and one who goes on.
    undo, on = step(matter, "undo_receive", clerk, reason=WHY), step(matter, "start_talks", clerk, department=world.office)
    results = together(undo, undo, on)
    assert sorted(type(result) is Stale for result in results) == [False, True, True]
    if Proposal.objects.get(pk=matter.pk).status == "submitted":
        step(matter, "receive", clerk)()
        step(matter, "start_talks", clerk, department=world.office)()
    # Against the department that records its talk: either it is recorded and stays, or it is taken back and was refused.
    talk = {"held_on": timezone.localdate(), "attendees": "3人", "summary": "話した", "opinion": ""}
    results = together(
        step(matter, "undo_start_talks", clerk, reason=WHY),
        lambda: record_talk(Proposal.objects.get(pk=matter.pk), by=official, form_key=build.uuid4(), **talk),
        sync_everything,
        note_all_exclusions,
    )
    now = Proposal.objects.get(pk=matter.pk)
    assert (now.status, now.talks.count()) in (("in_talks", 1), ("received", 0)), results
    assert not any(isinstance(result, Exception) for result in results[2:]), results
    assert list(wrong_tasks()) == []


def test_taking_back_while_the_worker_sends(world):
    """Either the mail left and is corrected, or it never leaves; no notice says what its mail does not."""
    Delivery.objects.all().delete()
    matter = world.submitted(world.group, world.representative, "春の花だん")
    Delivery.objects.all().delete()
    step(matter, "not_accept", world.clerk, reason="ちがう")()
    past = timezone.now() - datetime.timedelta(seconds=1)
    Delivery.objects.update(next_try=past)  # its clock is ahead of the portal's
    together(step(matter, "undo_not_accept", world.clerk, reason=WHY), outbox.deliver_due, outbox.deliver_due)
    outbox.deliver_due()
    title = "「春の花だん」の提案は受理されませんでした"
    left = list(Delivery.objects.order_by("sent_at").values_list("subject", "state"))
    assert left in ([], [(title, "sent"), ("訂正：「春の花だん」は、いま「提出済」です", "sent")]), left
    told = set(
        Notice.objects.filter(user=world.representative, title__regex="受理されません|提出済").values_list("title", flat=True)
    )
    assert told == {subject for subject, _ in left}
