"""A day of wrong presses: every step that can be taken back is taken, then taken back, and all is as it was, nobody told anything.

Then the same after ten minutes: whoever was told is told that it was a mistake.
"""

import copy
import datetime

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone

from guidelines.revisions.actions import open_revision, put_row
from guidelines.revisions.loading_actions import load_guideline
from guidelines.revisions.revision_diff import rows_after
from guidelines.revisions.workflow import PUBLICATION
from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.notices.outbox import deliver_due
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.models import Task
from kyodo_portal.process.task_checks import wrong_tasks
from partners.registration.leaving_actions import give_notice, take_off
from partners.registration.workflow import REGISTRATION
from projects.cycles.plan.content import plan_of
from projects.cycles.workflow import CYCLE
from projects.models import Cycle, Decision, Project, Proposal
from projects.proposals.talk_actions import record_talk
from projects.proposals.workflow import PROPOSAL
from tests import build
from tests.projects.ledger import build as ledger
from tests.projects.reviews import build as reviews

pytestmark = pytest.mark.django_db
WHY = "まちがえて押しました。"
OURS = [model for label in ("partners", "projects", "guidelines") for model in apps.get_app_config(label).get_models()]
# What a matter is made of: not its history, not how often it moved, not when a row was last written.
SHOWN = [model for model in OURS if not model.__name__.startswith("Historical") and not model.__name__.endswith("Change")]
WRITTEN_ANEW = dict.fromkeys(("RoleShare", "BudgetLine", "Goal"), {"id"}) | {"Indicator": {"id", "goal"}}  # with each plan
WITHDRAWN = {"Consent": {"withdrawn_at__isnull": False}}
LEFT_OUT = {"version", "updated_at", "search_text", "kana_key"}


@pytest.fixture(autouse=True)
def ten_minutes(settings):
    settings.KYODO_UNDO_MINUTES = 10


@pytest.fixture
def later(monkeypatch):
    """later(minutes=…): from now on the clock is that much further."""

    def move(**by):
        now = timezone.now
        monkeypatch.setattr(timezone, "now", lambda: now() + datetime.timedelta(**by))

    return move


def everything():
    """Every row of the two apps as it stands; a consent that was taken back stands no more."""
    return {
        model._meta.label: list(
            model._base_manager.exclude(**WITHDRAWN.get(model.__name__, {"pk": 0}))
            .order_by("pk")
            .values(
                *(f.name for f in model._meta.concrete_fields if f.name not in LEFT_OUT | WRITTEN_ANEW.get(model.__name__, set()))
            )
        )
        for model in SHOWN
    }


def tasks():
    """Who is waited for, and since when."""
    return sorted(Task.objects.open().values_list("process", "subject_id", "party", "label", "since", "due_on"), key=str)


def told():
    return sorted(Notice.objects.values_list("user__email", "title")), Delivery.objects.count()


class Day:
    """Presses every step that is offered where a matter stands and can be taken back, each from the same beginning."""

    def __init__(self, matter, people, answers):
        self.matter, self.people, self.answers, self.seen = matter, people, answers, set()

    def now(self):
        return type(self.matter)._base_manager.get(pk=self.matter.pk)

    def press(self, name, **more):
        row, matter = self.matter.process.step(name), self.now()
        who = next((self.people[role] for role in row.roles if role in self.people), None)
        reason = {name: WHY for name in ("reason", "public_reason") if name in row.questions}
        answers = self.answers.get(name, {})
        given = {**reason, **(answers(matter) if callable(answers) else answers), **more}
        return take_step(matter, name, by=who, version=matter.version, **given)

    def wrong_presses(self):
        process, matter, before, heard = self.matter.process, self.now(), everything(), told()
        waited = tasks()
        for row in process.steps_from(matter.status):
            undo = process.undo_of(row.name)
            if row.is_undo or undo is None or not undo.is_undo or not row.applies_to(matter) or row.roles == ("system",):
                continue
            with transaction.atomic():
                pressed = self.press(row.name)
                assert pressed.version > matter.version
                # Where the press let the matter go on by itself, that is what is taken back, and the press with it.
                undo = process.undo_of(self.now().last_step.step)
                self.press(undo.name)
                assert (last := self.now().last_step) == matter.last_step, last
                assert tasks() == waited, row.name
                assert everything() == before, row.name
                assert told() == heard, row.name
                transaction.set_rollback(True)
            self.seen |= {undo.name, process.undo_of(row.name).name}

    def walk(self, *names):
        for name in names:
            self.wrong_presses()
            self.press(name)
        self.wrong_presses()


def first_open(matter):
    return {"which": [matter.corrections.open().first().pk]}


LET_OFF = {"accept_as_is": first_open, "drop_correct": first_open}


def asked(field):
    return {"items": [{"field": field, "reason": "くわしく"}], "due": build.days(10)}


def undoes_of(process):
    return {row.name for row in process.steps if row.is_undo and row.roles != ("system",)}


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(reviews.World)


@pytest.fixture
def world(laid_world):
    return copy.deepcopy(laid_world)


def day_of(world, proposal=None):
    people = {"applicant": world.representative, "secretariat": world.clerk}
    other = build.office("department", "土木課")[0]
    answers = {
        "ask_correct": asked("title"),
        "add_correct": asked("summary"),
        "start_talks": {"department": world.office},
        "change_department": {"department": other},
        "also_ask": {"other_department": other},
        "start_review": reviews.AHEAD,
        **LET_OFF,
    }
    return Day(proposal or world.proposal, people, answers)


def test_every_wrong_press_on_a_proposal_can_be_taken_back(world):
    day = day_of(world, world.submitted(world.group, world.representative, "春の花だん"))
    for step in ("receive", "start_talks", "start_review"):
        with transaction.atomic():
            day.walk("ask_correct")  # of its one item the city lets go, and the matter goes back to where it was
            transaction.set_rollback(True)
        day.press(step)
    day.wrong_presses()
    for result, told_by in (
        ("adopted", "adopt"),
        ("adopted_with_conditions", "adopt_with"),
        ("declined", "decline"),
        ("continued", "continue"),
    ):
        with transaction.atomic():
            changed = {
                "result": result,
                "early": True,
                "early_reason": "急ぎ",
                "despite": "急ぎ",
                "conditions": "報告する" if "with" in result else "",
            }
            world.decide(day.now(), **changed)
            day.walk(told_by, *(["resume"] if result == "continued" else []))
            transaction.set_rollback(True)
    assert day.seen == undoes_of(PROPOSAL)
    assert list(wrong_tasks()) == []


@pytest.mark.one_engine
def test_every_wrong_press_on_a_year_can_be_taken_back():
    world = ledger.World()
    people = {"applicant": world.representative, "department": world.clerk}
    answers = {
        "agree_on_paper": {"document_number": "観交第1号", "agreed_on": timezone.localdate()},
        "accept_on_paper": {"document_number": "観交第2号", "agreed_on": timezone.localdate()},
        "close": {"outcome": "change_form", "new_form": ledger.form("grant", "補助"), "why": "よい", "next_plan": "ふやす"},
    }
    full = Day(world.cycle(), people, answers)
    world.clerk_plan(full.matter)
    full.walk("agree_on_paper", "start")
    for asker, *ways in (("applicant",), ("department",), ("department", "paper")):
        with transaction.atomic():
            if ways:
                world.representative.memberships.all().delete()
            plan = plan_of(full.now()) | {"goal": f"だれもが話せる{asker}"}
            change = {"what": "目標", "reason": "人がふえたため", "plan": plan}
            take_step(full.now(), "ask_change", by=people[asker], version=full.now().version, **change)
            full.wrong_presses()
            transaction.set_rollback(True)
    full.walk("suspend", "resume", "finish")
    world.report(full.matter)
    full.press("back_to_report")  # a report is written already
    full.walk("report")
    for person in (world.clerk, world.representative):
        world.evaluate(full.matter, person)
    world.talk(full.matter)
    full.wrong_presses()
    small = Day(world.cycle(small=True, title="後援の1件"), people, answers)
    small.walk("start_small", "finish_small")
    next_year = fiscal_year(timezone.localdate()) + 1
    early = Day(world.cycle(title="来年度", fiscal_year=next_year), people, answers)
    world.clerk_plan(early.matter)
    early.walk("agree_on_paper", "start_early")
    small_early = Day(world.cycle(small=True, title="来年度の後援", fiscal_year=next_year), people, answers)
    small_early.walk("start_small_early")
    assert full.seen | small.seen | early.seen | small_early.seen == undoes_of(CYCLE)
    assert list(wrong_tasks()) == []


def test_every_wrong_press_on_a_registration_can_be_taken_back():
    representative, (_, clerk) = build.user(), build.office("secretariat")
    people = {"applicant": representative, "secretariat": clerk}
    answers = {"ask_correct": asked("purpose"), "add_correct": asked("activities"), **LET_OFF}
    day = Day(build.registration(representative), people, answers)
    with transaction.atomic():
        day.walk("ask_correct")
        transaction.set_rollback(True)
    day.walk("approve")
    group = day.matter.partner
    group.refresh_from_db()
    leave = Day(give_notice(partner=group, by=representative, reason="解散しました。", form_key=build.uuid4()), people, answers)
    leave.wrong_presses()
    leave.press("stay")
    before = everything()
    off = Day(take_off(partner=group, by=clerk, reason="連絡がとれません。", form_key=build.uuid4()), people, answers)
    off.press("put_back")
    after = everything()
    for label in ("partners.Partner", "partners.Consent"):
        assert after[label] == before[label]
    assert "名簿から外しました" not in "".join(title for _, title in told()[0])
    assert day.seen | leave.seen == undoes_of(REGISTRATION)


def test_every_wrong_press_on_a_revision_can_be_taken_back():
    guide, (_, clerk), (_, author) = load_guideline(build.OJIYA), build.office("secretariat"), build.office()
    made = open_revision(guide, title="要点を直す", by=author)
    put_row(made, "chapters", "3", rows_after(made)["chapters", "3"] | {"lead": "要点その一"}, by=author)
    day = Day(made, {"author": author, "secretariat": clerk}, {})
    day.walk("ask_check", "send_back", "undo_send_back", "discard")
    day.press("undo_discard")
    assert day.now().status == "checking" and made.rows.get().after["lead"] == "要点その一"
    assert day.seen == undoes_of(PUBLICATION)


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
    assert (correction.title, mailoutbox[-1].subject) == ("訂正：「春の花だん」の提案は受理されませんでした",) * 2
    assert correction.body == (
        "先にお知らせした「「春の花だん」の提案は受理されませんでした」は、まちがいでした。取り消します。\n"
        f"理由：まちがえて押しました。\nいまの状態：提出済\nいまは、事務局が「書類を確かめて受け付ける」番です（期限 {jdate(build.days(7))}）。"
    )
    assert [change.step for change in day.now().changes.all()] == ["submit", "not_accept", "undo_not_accept"]
    assert day.now().last_step.step == "submit"
    assert not day.now().process.step("undo_not_accept").applies_to(day.now())


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
    minute = f"{timezone.localtime(Notice.objects.latest('pk').waits_until):%H:%M}"
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
    assert "受理しない" not in own and "取り消" not in own  # nobody was told: it leaves no trace for them
    assert not Notice.objects.filter(title__contains="受理").exists()
    later(minutes=11)
    assert "もどす</a>" not in build.read(clerk, "/inbox/")
