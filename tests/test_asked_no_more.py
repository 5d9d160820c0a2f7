"""What waits to ask for something asks nobody any more once it was done; taken back, it asks again."""

import copy

import pytest

from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.notices.outbox import deliver_due
from projects.models import Call, Exclusion, JointGroup
from projects.proposals.comments.actions import comment, invite
from projects.proposals.conflicts.actions import judge_exclusion
from projects.proposals.drafting.pages import etag_of_draft
from projects.proposals.joint.actions import answer
from projects.proposals.sign_off_actions import sign_off, want_sign_off
from projects.reviews.actions import give_back
from tests import build
from tests.projects.ledger import build as ledger
from tests.projects.proposals.test_joint import Story
from tests.projects.reviews import build as reviews
from tests.sent import opened

from .test_taking_back import day_of
from .test_told_of_taking_back import inbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_minutes")]


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(reviews.World)


@pytest.fixture
def world(laid_world):
    return copy.deepcopy(laid_world)


def test_a_group_that_has_done_it_is_not_asked_for_it(world, later, mailoutbox):
    """Corrected, or given up, before the request goes out: nobody of the group is asked. Taken back: they are asked after all."""
    mate = build.join(build.user(), world.group, "representative").user
    proposal = world.submitted(world.group, world.representative, "春の花だん")
    later(minutes=11)
    day = day_of(world, proposal)
    asked = "「春の花だん」の提案に、直してほしいところがあります"
    for step in ("ask_correct", "add_correct", "correct"):
        day.press(step)
    later(minutes=11)
    deliver_due()
    assert not Notice.objects.filter(title__contains="直してほしい").exists()
    assert not [mail for mail in mailoutbox if "直してほしい" in mail.subject]
    assert inbox(world.clerk)[-1] == "「春の花だん」の提案が、直して出し直されました"
    day.press("ask_correct")
    day.press("withdraw")
    day.press("undo_withdraw", reason="やはり続けます。")
    later(minutes=11)
    assert inbox(mate)[-1] == inbox(world.representative)[-1] == asked


def test_what_does_not_lead_on_leaves_the_request(world, later):
    proposal = world.submitted(world.group, world.representative, "春の花だん")
    day = day_of(world, proposal)
    day.press("ask_correct")
    day.press("add_correct")
    later(minutes=11)
    assert inbox(world.representative)[-2:] == [
        "「春の花だん」の提案に、直してほしいところがあります",
        "「春の花だん」の提案に、直してほしいところが増えました",
    ]


def test_what_was_asked_and_let_go_before_anybody_heard_is_told_nobody(world, client_for, later):
    """Its taking back by the office speaks of what nobody knows; taken back itself, the request is told after all."""
    proposal = world.submitted(world.group, world.representative, "春の花だん")
    later(minutes=11)
    before = inbox(world.representative)
    day_of(world, proposal).press("ask_correct")
    desk, steps = client_for(world.clerk), f"/admin/projects/proposal/{proposal.pk}/step/"
    item = str(proposal.corrections.get().pk)
    answer = desk.post(f"{steps}drop_correct/", opened(desk, f"{steps}drop_correct/", which=[item], reason="まちがいでした。"))
    assert answer.status_code == 302
    later(minutes=11)
    now = type(proposal).objects.get(pk=proposal.pk)
    assert (now.status, inbox(world.representative)) == ("submitted", before)


def test_a_report_that_is_there_is_not_asked_for(later):
    world = ledger.World()
    mate = build.join(build.user(), world.group, "representative").user
    cycle = world.running()
    world.step(cycle, "finish", by=world.clerk)
    world.report(cycle)
    later(minutes=11)
    titles = [*Notice.objects.filter(user=mate).values_list("title", flat=True)]
    assert f"「{cycle}」の実績報告をお願いします" not in titles and titles[0] == f"「{cycle}」の実績報告が出されました"


def test_a_sheet_that_was_sent_anew_is_not_asked_for(world, later):
    member = world.panel[0]
    give_back(world.sheet(member, 4, 3, 5), by=world.clerk, reason="もう一度")
    world.sheet(member, 4, 4, 5)
    later(minutes=11)
    assert not Notice.objects.filter(user=member, key__startswith="sheet-back").exists()


def test_an_exclusion_that_was_judged_is_not_to_be_judged(world, later):
    colleague = build.join(build.user(), world.clerk.memberships.get().partner).user
    Call.objects.filter(pk=world.call.pk).update(track=Call.Track.ANYTIME)
    proposal = world.submitted(world.group, world.representative, "春の花だん")
    build.join(world.official, world.group)
    day = day_of(world, proposal)
    day.press("receive")
    day.press("start_talks")
    judge_exclusion(Exclusion.objects.get(), by=world.clerk, excluded=True)
    later(minutes=11)
    assert "「春の花だん」の除斥を確かめてください" not in inbox(colleague) + inbox(world.clerk)


def test_a_group_that_has_answered_is_not_asked_whether_it_joins(client_for, later):
    story = Story(client_for)
    second = build.join(build.user(), story.friend, "representative").user
    story.name(story.friend)
    answer(JointGroup.objects.get(), by=story.chief, accepts=True)
    later(minutes=11)
    asked = Notice.objects.filter(title__contains="いっしょに提案してほしいと言われています")
    assert asked.get(user=second).body == f"{story.friend}は、もう、いっしょに提案すると答えました。"
    assert asked.get(user=story.chief).read_at and not Delivery.objects.filter(notice__user=story.chief).exists()


def test_a_draft_that_was_confirmed_or_commented_on_is_not_asked_about_again(later):
    body, leader, mate = build.group("雪かき隊")
    third = build.join(build.user(), body).user
    draft, guide = build.draft(body, leader), build.user()
    build.assign(guide, body)
    build.join(guide, build.partner("こしゃる", office="coordinator"))
    want_sign_off(draft, True, by=leader)
    sign_off(draft, by=mate, etag=etag_of_draft(draft))
    invite(draft, by=leader)
    comment(draft, by=guide, page="idea", text="数を書くと伝わります。", form_key=build.uuid4())
    later(minutes=11)
    wish = Notice.objects.filter(title=f"「{draft}」の確認のお願い")
    assert wish.get(user=third).body == "団体の人が、もう確認しました。このあと書き直されたときは、もう一度確認が要ります。"
    assert (
        wish.get(user=mate).read_at and not Delivery.objects.filter(notice__user=mate, subject__contains="確認のお願い").exists()
    )
    assert Notice.objects.get(title=f"「{draft}」の下書きへの助言のお願い").read_at
