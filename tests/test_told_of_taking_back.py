"""Who was told of a step hears that it was a mistake; who was not, hears nothing; what the other side did since stands."""

import copy

import pytest
from django.utils import timezone

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.notices.models import Notice
from kyodo_portal.notices.outbox import deliver_due
from kyodo_portal.process.actions import take_step
from partners.directory.access import people_of
from projects.models import Cycle, Decision, Project, Proposal
from projects.proposals.talk_actions import record_talk
from projects.proposals.workflow import PROPOSAL
from tests import build
from tests.projects.applications import build as applications
from tests.projects.ledger import build as ledger
from tests.projects.reviews import build as reviews

from .test_taking_back import day_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_minutes")]


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(reviews.World)


@pytest.fixture
def world(laid_world):
    return copy.deepcopy(laid_world)


def inbox(person):
    return list(Notice.objects.visible_to(person).order_by("pk").values_list("title", flat=True))


def test_who_was_told_hears_that_it_was_a_mistake(world, later, mailoutbox):
    """Until ten minutes have passed a notice is in no inbox and no mail; then it is, and taking the step back corrects it."""
    proposal = world.submitted(world.group, world.representative, "春の花だん")
    later(minutes=11)
    deliver_due()
    mailoutbox.clear()
    day = day_of(world, proposal)
    day.press("not_accept")
    deliver_due()
    assert inbox(world.representative)[-1] == "「春の花だん」の提案を受け取りました" and mailoutbox == []
    later(minutes=11)
    deliver_due()
    assert inbox(world.representative)[-1] == "「春の花だん」の提案は受理されませんでした"
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        ([world.representative.email], "「春の花だん」の提案は受理されませんでした")
    ]
    day.press("undo_not_accept")
    deliver_due()
    correction = Notice.objects.visible_to(world.representative).latest("pk")
    assert (correction.title, mailoutbox[-1].subject) == ("訂正：「春の花だん」は、いま「提出済」です",) * 2
    assert correction.body == (
        "先にお知らせした「「春の花だん」の提案は受理されませんでした」は、まちがいでした。取り消します。\n"
        f"理由：まちがえて押しました。\nいまの状態：提出済\nいまは、事務局が「書類を確かめて受け付ける」番です（期限 {jdate(build.days(7))}）。"
    )
    assert [change.step for change in day.now().changes.all()] == ["submit", "not_accept", "undo_not_accept"]
    assert day.now().last_step.step == "submit"
    assert not day.now().process.step("undo_not_accept").applies_to(day.now())


@pytest.mark.parametrize("which", ["entry", "application"])
def test_who_was_told_of_another_office_hears_that_it_was_a_mistake(which, later):
    """The new office too, which has nothing to do with the matter any more."""
    if which == "entry":
        world = ledger.World()
        matter, by, other = world.cycle().project, world.chief, world.elsewhere
        first, back, said = "move", "undo_move", {"office": other, "on": build.days(0), "reason": "組織が替わったため"}
    else:
        world = applications.World()
        matter, by, other = world.received(), world.clerk, world.elsewhere
        first, back, said = "hand_over", "undo_hand_over", {"department": other, "reason": "道路を使うため"}
    told = [user for user in people_of(other) if user != by]
    for step, words in ((first, said), (back, {"reason": "まちがえて押しました。"})):
        now = type(matter).objects.get(pk=matter.pk)
        take_step(now, step, by=by, version=now.version, **words)
        later(minutes=11)
    assert told and all(inbox(user)[-1].startswith("訂正：") for user in told), [inbox(user) for user in told]


def test_what_is_told_later_says_no_more_whose_turn_it_was(world, later, mailoutbox):
    proposal = world.submitted(world.group, world.representative, "春の花だん")
    day_of(world, proposal).press("receive")
    later(minutes=11)
    deliver_due()
    told = next(mail.body for mail in mailoutbox if mail.to == [world.clerk.email] and "春の花だん" in mail.subject)
    assert "いまのようすは、画面で確かめてください。" in told and "番です" not in told
    assert (
        "いまは、事務局が「担当課との協議か審査に進める」番です"
        in Notice.objects.filter(user=world.representative).latest("pk").body
    )


def test_a_told_result_is_corrected_by_a_step_of_its_own(world, later):
    """The group hears at once that what it was told does not hold; the ledger's entry goes, and comes anew with the right result."""
    world.decide(early=True, early_reason="急ぎ", despite="急ぎ", amount=100000)
    day = day_of(world)
    day.press("adopt")
    later(minutes=11)
    assert [row.name for row in day.now().offered_to(world.clerk)] == ["correct_result", "lapse"]
    day.press("correct_result", reason="額を書きまちがえました。")
    later(minutes=11)
    body = Notice.objects.visible_to(world.representative).latest("pk").body
    assert (
        body.startswith("先にお知らせした結果「採択」は、まちがいでした。取り消します。") and "額を書きまちがえました。" in body
    )
    assert day.now().recorded_decision is None and not Project.objects.exists()
    world.decide(early=True, early_reason="急ぎ", despite="急ぎ")
    day.press("adopt")
    cycle = Cycle.objects.get()
    assert (cycle.project.title, cycle.city_cost, Decision.objects.get().amount) == ("冬の雪かき応援隊", 200000, 200000)
    # Where the plan was begun already, the entry stays and its year is taken up again.
    later(minutes=11)
    ledger.World.clerk_plan(type("Desk", (), {"clerk": world.official}), cycle)
    day.press("correct_result")
    assert Cycle.objects.get().status == "cancelled"
    world.decide(early=True, early_reason="急ぎ", despite="急ぎ", amount=150000)
    day.press("adopt")
    assert (Cycle.objects.get().status, Cycle.objects.get().city_cost) == ("preparing", 150000)


def test_what_the_other_side_did_since_cannot_be_taken_back_with_a_step(world, later):
    assert PROPOSAL.step("undo_start_review").applies_to(world.proposal)
    world.sheet(world.panel[0], 4, 3, 5)
    assert not PROPOSAL.step("undo_start_review").applies_to(Proposal.objects.get(pk=world.proposal.pk))
    day = day_of(world, world.submitted(world.group, world.representative, "春の花だん"))
    day.press("receive")
    day.press("start_talks")
    said = {"held_on": timezone.localdate(), "attendees": "3人", "summary": "話した", "opinion": ""}
    record_talk(day.now(), by=world.official, form_key=build.uuid4(), **said)
    assert not PROPOSAL.step("undo_start_talks").applies_to(day.now())


@pytest.mark.one_engine
def test_what_waits_is_shown_to_who_did_it_with_a_way_back(world, client_for, later):
    proposal = world.submitted(world.group, world.representative, "春の花だん")
    clerk, page = client_for(world.clerk), f"/admin/projects/proposal/{proposal.pk}/"
    answer = clerk.post(f"{page}step/not_accept/", {"version": proposal.version, "reason": "まちがい"}, follow=True)
    told = timezone.localtime(Notice.objects.latest("pk").waits_until)
    half = f"午前{told.hour}時" if told.hour < 12 else f"午後{told.hour - 12}時"
    minute = f"{half}{told.minute}分" if told.minute else half
    text = build.markup(answer)
    assert (
        f"「受理しない」を行いました。{minute}に、1人に知らせます。それまでに「もどす」を押せば、だれにも伝わりません。" in text
    )
    for address, seen in ((f"{page}change/", text), ("/inbox/", ""), ("/me/", "")):
        shown = seen or build.read(clerk, address)
        assert f'href="{page}step/undo_not_accept/">もどす</a>' in shown, address
        assert "「春の花だん」：「受理しない」。" in shown and f">{minute}</time>に、1人に知らせます。" in shown, address
    assert "「受理しない」を取り消す</a>　いつでも取り消せます。" in text
    group = client_for(world.representative)
    assert Notice.objects.waiting().filter(by=world.representative).exists()  # its own sending waits too
    assert all("「受理しない」" not in build.read(group, address) for address in ("/inbox/", "/me/"))
    assert "もどす" not in build.read(group, proposal.get_absolute_url())
    assert "いま取り消せば、だれにも伝わりません。" in build.read(clerk, f"{page}step/undo_not_accept/")
    back = clerk.post(f"{page}step/undo_not_accept/", {"version": proposal.version + 1, "reason": "押しまちがい"}, follow=True)
    assert "もどす</a>" not in build.markup(back)
    own = build.read(group, proposal.get_absolute_url())
    assert "受理しない" not in own  # nobody was told: it leaves no trace for them
    assert not Notice.objects.filter(title__contains="受理").exists()
    later(minutes=11)
    assert "もどす</a>" not in build.read(clerk, "/inbox/")
