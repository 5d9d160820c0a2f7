"""What else speaks of a step that is taken back: old pages, 除斥, corrections, reminders, mails under way, the next year."""

import copy
import datetime

import pytest
from django.utils import timezone

from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.notices.outbox import claim, deliver_due
from kyodo_portal.notices.outbox import later as refused
from kyodo_portal.pages.reminders import remind
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.errors import NoLonger
from kyodo_portal.process.task_checks import wrong_tasks
from partners.registration.leaving_actions import give_notice
from projects.cycles.plan.actions import confirm_plan
from projects.cycles.plan.content import plan_of
from projects.cycles.workflow import CYCLE
from projects.models import Call, Cycle, Exclusion, Proposal
from tests import build
from tests.projects.ledger import build as ledger
from tests.projects.reviews import build as reviews

from .test_taking_back import asked, day_of
from .test_told_of_taking_back import inbox
from .wrong_presses import WHY, Day

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_minutes")]


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(reviews.World)


@pytest.fixture
def world(laid_world):
    return copy.deepcopy(laid_world)


def test_a_press_replayed_after_it_was_taken_back_is_not_called_done(world, client_for):
    """The same POST again: from another tab, or by a browser that comes back. It did happen, and it is not so any more."""
    proposal = world.submitted(world.group, world.representative, "春の花だん")
    clerk, page = client_for(world.clerk), f"/admin/projects/proposal/{proposal.pk}/step"
    first = {"version": proposal.version, "reason": "ちがう会のものです。"}
    assert clerk.post(f"{page}/not_accept/", first).status_code == 302
    assert clerk.post(f"{page}/not_accept/", first).status_code == 302  # pressed twice
    assert clerk.post(f"{page}/undo_not_accept/", {"version": proposal.version + 1, "reason": WHY}).status_code == 302
    replayed = clerk.post(f"{page}/not_accept/", first)
    assert replayed.status_code == 409 and "そのあとで取り消されました。いまは行われていません。" in build.markup(replayed)
    assert "ちがう会のものです。" in build.markup(replayed)
    assert Proposal.objects.get(pk=proposal.pk).status == "submitted"


def test_a_leave_that_was_taken_back_is_not_begun_by_its_old_page():
    representative, (_, clerk) = build.user(), build.office("secretariat")
    people = {"applicant": representative, "secretariat": clerk}
    day = Day(build.registration(representative), people, {})
    day.press("approve")
    group, key = day.matter.partner, build.uuid4()
    group.refresh_from_db()
    sent = {"partner": group, "by": representative, "reason": "解散しました。", "form_key": key}
    paper = give_notice(**sent)
    assert give_notice(**sent) == paper
    Day(paper, people, {}).press("stay")
    with pytest.raises(NoLonger, match="そのあとで取り消されました"):
        give_notice(**sent)


def test_who_was_to_stay_away_because_of_a_department_is_let_off_with_it(world, later):
    """除斥 that a step brought: its notice waits with the step's, and goes or is corrected with it."""
    proposal = world.submitted(world.group, world.representative, "春の花だん")
    build.join(world.official, world.group)
    day = day_of(world, proposal)
    day.press("receive")
    day.press("start_talks")
    asked = "「春の花だん」の除斥を確かめてください"
    assert Exclusion.objects.get().user == world.official and asked not in inbox(world.clerk)
    day.press("undo_start_talks")
    assert not Exclusion.objects.exists() and not Notice.objects.filter(title=asked).exists()
    day.press("start_talks")
    later(minutes=11)
    assert asked in inbox(world.clerk)
    day.press("undo_start_talks")
    assert "訂正：「春の花だん」の除斥を、確かめる必要はなくなりました" in inbox(world.clerk)
    assert not Exclusion.objects.exists() and list(wrong_tasks()) == []


def test_a_correction_names_what_each_was_told(world, later):
    """The department that lost a matter was told other words than the one that got it; a panel of 随時相談型 is told once a day."""
    Call.objects.filter(pk=world.call.pk).update(track=Call.Track.ANYTIME)
    proposal = world.submitted(world.group, world.representative, "春の花だん")
    day = day_of(world, proposal)
    day.press("receive")
    day.press("start_talks")
    day.press("change_department")
    later(minutes=11)
    day.press("undo_change_department")
    assert inbox(world.official)[-2:] == [
        "「春の花だん」の担当課は、土木課に替わりました",
        (stays := "訂正：「春の花だん」は、前のままです（「担当課を替える」は、なかったことになりました）"),
    ]
    assert inbox(world.representative)[-1] == stays
    told = {user: Notice.objects.filter(user=user, title=stays).get().body for user in (world.official, world.representative)}
    assert "先にお知らせした「「春の花だん」の担当課は、土木課に替わりました」は、まちがいでした。" in told[world.official]
    assert "先にお知らせした「「春の花だん」の担当課が替わりました」は、まちがいでした。" in told[world.representative]
    Proposal.objects.filter(pk=world.proposal.pk).update(status="withdrawn")  # the only one that is judged
    Notice.objects.filter(key__startswith="review-begins").delete()
    day.press("start_review")
    later(days=1)
    day.press("undo_start_review")
    assert inbox(world.panel[0])[-2:] == [
        "「令和9年度 市民提案型の募集」の審査が始まりました",
        "訂正：「令和9年度 市民提案型の募集」の審査は、まだ始まっていません",
    ]


def test_a_reminder_speaks_of_no_step_that_nobody_was_told_of_and_says_nothing_twice(world, later):
    proposal = world.submitted(world.group, world.representative, "春の花だん")
    later(days=8)
    remind()
    reminders = Notice.objects.filter(key__startswith="task:", body__contains="春の花だん").order_by("pk")
    said = list(reminders.values_list("title", flat=True))
    assert said == ["期限をすぎました：書類を確かめて受け付ける（春の花だん）"]
    day = day_of(world, proposal)
    day.press("ask_correct", items=asked("title")["items"], due=timezone.localdate() + datetime.timedelta(days=1))
    remind()
    assert list(reminders.values_list("title", flat=True)) == said
    day.press("undo_ask_correct")
    later(minutes=11)
    remind()
    assert list(reminders.values_list("title", flat=True)) == said


def test_a_mail_never_comes_after_its_correction(world, later, settings, mailoutbox):
    """What the mail server refused so far does not go out any more; what a worker holds at that moment is not tried again."""
    proposal = world.submitted(world.group, world.representative, "春の花だん")
    later(minutes=11)
    deliver_due()
    day = day_of(world, proposal)
    for is_held in (False, True):
        day.press("not_accept")
        later(minutes=11)
        mail = claim()
        if not is_held:
            refused(mail, Delivery.objects.filter(pk=mail.pk), "421")
        mailoutbox.clear()
        day.press("undo_not_accept")
        if is_held:
            refused(mail, Delivery.objects.filter(pk=mail.pk), "421")
        later(minutes=300)
        deliver_due()
        assert [mail.subject for mail in mailoutbox] == ["訂正：「春の花だん」は、いま「提出済」です"]
        assert not Delivery.objects.exclude(pk=mail.pk).exclude(state="sent").exists()


def test_a_year_that_the_other_side_agreed_to_is_not_taken_away():
    """見直し began the next year, and its plan was agreed to as it stands: that is a move, though no word of it was written."""
    world = ledger.World()
    cycle = world.cycle()
    world.clerk_plan(cycle)
    yesterday = build.timezone.now() - build.timedelta(days=1)  # whoever was told of the answers has been told
    Cycle.objects.filter(pk=cycle.pk).update(status="improving", status_since=yesterday)
    day = Day(cycle, {"department": world.clerk}, {})
    day.press("close", outcome="continue", new_form=None, why="よい", next_plan="")
    following = Cycle.objects.exclude(pk=cycle.pk).get()
    assert CYCLE.step("undo_close").applies_to(day.now())
    confirm_plan(following, by=world.representative, etag=etag_of(plan_of(following)))
    assert not CYCLE.step("undo_close").applies_to(day.now())
