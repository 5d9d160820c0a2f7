"""What speaks against a decision is confirmed in words: before the deadline, below the pass mark, beyond the budget."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.process.actions import take_step
from projects.models import Call, Decision, Proposal
from projects.reviews.decision_checks import granted

from .build import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


def refused(world, **changed):
    """{field: [message]} of a decision that is not taken."""
    with pytest.raises(ValidationError) as caught:
        world.decide(**changed)
    assert not Decision.objects.exists()
    return caught.value.message_dict


def test_before_the_deadline_it_needs_a_reason(world):
    world.all_sheets()
    assert refused(world, ahead_reason="")["ahead_reason"] == [
        "まだ受付が終わっていません。締切の前に進める理由を書いてください。"
    ]
    world.decide(ahead_reason="大雪に間に合わせるため")
    assert Decision.objects.get().ahead_reason == "大雪に間に合わせるため"
    now = Proposal.objects.get(pk=world.proposal.pk)
    now = take_step(now, "correct_decision", by=world.clerk, version=now.version, correction_note="締切のあとにする")
    Call.objects.filter(pk=world.call.pk).update(closes_at=timezone.now())
    world.decide(ahead_reason="")
    assert Decision.objects.get().ahead_reason == ""


def test_below_the_pass_mark_or_beyond_the_budget_it_is_confirmed_in_words(world):
    for member in world.panel:
        world.sheet(member, 2, 2, 2)
    other, _ = world.another()
    world.all_sheets(other)
    Call.objects.filter(pk=world.call.pk).update(budget=300000)
    below = "審査票の平均は40.0点で、最低点の60点に届きません。それでも採択するときは、そう決めたわけを書いてください。"
    assert refused(world)["despite"] == [below]
    world.decide(despite="ほかに担い手がないため")
    assert Decision.objects.get().despite == "ほかに担い手がないため"
    with pytest.raises(ValidationError) as caught:
        world.decide(other, amount=150000)
    beyond = "採択する額の合計が350,000円になり、予算の300,000円を50,000円こえます。それでも採択するときは、そう決めたわけを書いてください。"
    assert caught.value.message_dict == {"despite": [beyond]}
    world.decide(other, amount=100000, despite="使われないわけ")
    assert Decision.objects.get(proposal=other).despite == ""
    world.tell(proposal=other)
    assert granted(world.call) == 300000
    declined, _ = world.another("3つめの提案")
    for member in world.panel:
        world.sheet(member, 2, 2, 2, proposal=declined)
    world.decide(declined, result="declined", amount=None, tie_note="担い手がほかにある。")


def test_what_a_group_writes_of_its_renunciation_stays_inside(world, client_for):
    world.all_sheets()
    world.decide()
    proposal = world.tell("adopt")
    take_step(proposal, "renounce", by=world.representative, version=proposal.version, reason="会長が病気のため")
    page = client_for().get(proposal.project.get_absolute_url()).content.decode()
    assert "団体から、採択を辞退する申し出があったためです。" in page and "会長が病気" not in page
