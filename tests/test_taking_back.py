"""A day of wrong presses: every step that can be taken back is taken, then taken back, and all is as it was, nobody told anything."""

import copy
import datetime
import re
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from guidelines.revisions.actions import open_revision, put_row
from guidelines.revisions.loading_actions import load_guideline
from guidelines.revisions.revision_diff import rows_after
from guidelines.revisions.workflow import PUBLICATION
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.task_actions import sync_tasks
from kyodo_portal.process.task_checks import wrong_tasks
from partners.models import Registration, RegistrationRule
from partners.registration.leaving_actions import give_notice, take_off
from partners.registration.workflow import REGISTRATION
from projects.cycles.access import can_record_talk
from projects.cycles.check.evaluation_actions import etag_of_check, etag_of_evaluation, hand_in_evaluation, save_evaluation
from projects.cycles.check.item_actions import ensure_evaluation_items
from projects.cycles.check.report_actions import etag_of_report, save_report
from projects.cycles.plan.actions import confirm_plan
from projects.cycles.plan.content import plan_of
from projects.cycles.presenters import first_talk
from projects.cycles.workflow import CYCLE
from projects.models import Proposal
from projects.proposals.access import can_delete_draft
from projects.proposals.workflow import PROPOSAL
from tests import build
from tests.projects.ledger import build as ledger
from tests.projects.reviews import build as reviews
from tests.test_tables import PROCESSES
from tests.wrong_presses import Day, everything, told, undoes_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_minutes")]
CLOCK = {
    ("publication", "go_live"),
    ("publication", "stop_live"),
    ("publication", "load"),
    ("handover", "orphan"),
    ("opinion_round", "open"),
    ("opinion_round", "close"),
    ("publication", "enter"),
}  # nobody pressed anything
CLOCK |= {("inventory_sheet", "begin"), ("registration", "hear_out"), ("request", "hold")}
CLOCK |= {("inventory", "freeze"), ("inventory", "correct")}  # what is frozen is put right by a further version


def first_open(matter):
    return {"which": [matter.corrections.open().first().pk]}


REPORT = {"done": "した", "result": "できた", "trouble": "", "people": None, "income": 0, "expense": 0}
LET_OFF = {"accept_as_is": first_open, "drop_correct": first_open}


def asked(field):
    return {"items": [{"field": field, "reason": "くわしく"}], "due": build.days(10)}


def answered(matter):
    return {"replies": {row.pk: "このままにします。" for row in matter.corrections.open()}}


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.key)
def test_every_step_of_every_table_has_a_row_that_takes_it_back(process):
    without = {(process.key, row.name) for row in process.steps if not row.is_undo and process.undo_of(row.name) is None}
    assert without == {step for step in CLOCK if step[0] == process.key}


def test_every_table_has_its_day_of_wrong_presses():
    """A file that walks it says at its end that every taking back was seen: `undoes_of(…)` of the table."""
    words = "".join(path.read_text() for path in Path("tests").rglob("test_*.py"))
    walked = {name.rsplit(".", 1)[0].upper() for name in re.findall(r"undoes_of\(([\w.]+)\)", words)}
    named = {"opinion_round": "ROUND", "inventory": "ROUND", "inventory_sheet": "SHEET", "year_report": "REPORT"}
    assert {named.get(process.key, process.key.upper()) for process in PROCESSES} <= walked


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
        "correct": answered,
        "correct_decision": {"correction_note": "額をまちがえました。"},
        **LET_OFF,
    }
    return Day(proposal or world.proposal, people, answers)


def test_every_wrong_press_on_a_proposal_can_be_taken_back(world):
    day = day_of(world, build.draft(world.group, world.representative, to=world.call, title="春の花だん"))
    day.walk("submit")
    with transaction.atomic():
        number = day.now().number
        day.press("undo_submit")
        day.walk("withdraw")  # what was in the city's hands once is not thrown away
        assert not can_delete_draft(world.representative, day.now())
        day.press("undo_withdraw")
        day.press("submit")
        assert day.now().number == number
        transaction.set_rollback(True)
    with transaction.atomic():
        _taken_back_from_before_steps_kept_anything(world, day)
        transaction.set_rollback(True)
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
                "amount": 100_000,
                "early_reason": "急ぎ",
                "despite": "急ぎ",
                "conditions": "報告する" if "with" in result else "",
            }
            world.decide(day.now(), **changed)
            day.walk(told_by, *(["resume"] if result == "continued" else []))
            transaction.set_rollback(True)
    assert day.seen | _received_on_paper(world) == undoes_of(PROPOSAL)
    assert list(wrong_tasks()) == []


def _received_on_paper(world):
    """One that the secretariat typed in from paper is a draft with its paper again."""
    draft = build.draft(world.group, world.representative, to=world.call, title="夏の花だん")
    came = {"channel": "mail", "received_on": build.days(-1), "entered_by": world.clerk, "form_key": build.uuid4()}
    draft.filings.create(what="enter", **came)
    Proposal.objects.filter(pk=draft.pk).update(has_papers=True)
    sync_tasks(Proposal.objects.get(pk=draft.pk))
    day = day_of(world, draft)
    day.people["filer"] = world.clerk
    day.wrong_presses()
    return day.seen


def _taken_back_from_before_steps_kept_anything(world, day):
    """What only moved the state goes back to where it came from, with the days that it had; what put more aside does not."""
    for step, offered in (("start_talks", False), ("receive", True)):
        sent = day.now()
        row = sent.process.step(step)
        with transaction.atomic():
            sent.changes.create(version=sent.version + 1, step=step, from_state=sent.status, to_state=row.target, by=world.clerk)
            type(sent).objects.filter(pk=sent.pk).update(status=row.target, version=sent.version + 1, status_since=timezone.now())
            assert (f"undo_{step}" in {one.name for one in day.now().offered_to(world.clerk)}) is offered
            transaction.set_rollback(not offered)
    back = take_step(day.now(), "undo_receive", by=world.clerk, version=day.now().version, reason="まちがえました")
    submitted = back.changes.filter(step="submit").last()
    assert (back.status, back.status_since) == ("submitted", submitted.at)


@pytest.mark.one_engine
def test_every_wrong_press_on_a_year_can_be_taken_back(later):
    world = ledger.World()
    people = {"applicant": world.representative, "department": world.clerk, "secretariat": world.chief}
    answers = {
        "agree_on_paper": {"document_number": "観交第1号", "agreed_on": timezone.localdate()},
        "accept_on_paper": {"document_number": "観交第2号", "agreed_on": timezone.localdate()},
        "put_right": {"facts": {"place": "公民館", "ends_on": build.days(1), "extra": {"pact": "見守り協定"}}},
        "close": {"outcome": "change_form", "new_form": ledger.form("grant", "補助"), "why": "よい", "next_plan": "ふやす"},
    }
    full = Day(world.cycle(), people, answers)
    world.clerk_plan(full.matter)
    with transaction.atomic():
        confirm_plan(full.now(), by=world.clerk, etag=etag_of(plan_of(full.now())))
        full.takes_back(
            lambda: confirm_plan(full.now(), by=world.representative, etag=etag_of(plan_of(full.now()))), "undo_agree"
        )
        transaction.set_rollback(True)
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
    world.evaluate(full.matter, world.clerk)
    draft = {"answers": {}, "good": "声をかけあえた", "submit": False}
    save_evaluation(full.now(), by=world.representative, etag=etag_of_evaluation(None), **draft)
    draft = {**draft, "answers": {item.pk: (3, False, "わけ") for item in ensure_evaluation_items()}}
    own = full.now().evaluations.get(side="group")
    save_evaluation(full.now(), by=world.representative, etag=etag_of_evaluation(own), **draft)
    own = lambda: full.now().evaluations.get(side="group")  # noqa: E731
    hand_in = lambda: hand_in_evaluation(full.now(), by=world.representative, etag=etag_of_check(own()))  # noqa: E731
    full.takes_back(hand_in, "undo_open_answers")
    hand_in()
    assert not full.now().answers_are_open and not can_record_talk(world.clerk, full.now())  # until the other side is told
    later(minutes=11)
    assert full.now().answers_are_open and not CYCLE.step("undo_open_answers").applies_to(full.now())
    full.takes_back(lambda: world.talk(full.matter), "undo_talk")
    assert first_talk(full.now(), world.clerk)["summary"] == "たがいに礼を言った"
    world.talk(full.matter)
    full.wrong_presses()
    name = Day(world.cycle(small=True, title="後援の1件"), people, answers)
    name.press("undo_note")
    name.walk("note", "note_over")
    early = Day(world.cycle(title="あすから", starts_on=timezone.localdate() + datetime.timedelta(days=1)), people, answers)
    world.clerk_plan(early.matter)
    early.walk("agree_on_paper", "start_early")
    pact = Day(world.cycle(pact=True, title="委託の1件", fiscal_year=2024), people, answers)
    pact.walk("agree_on_paper", "start", "finish")
    save_report(pact.now(), by=world.clerk, etag=etag_of_report(pact.now()), actuals={}, **REPORT)
    pact.walk("report_only", "close", "reopen")
    host = Day(world.host(), people, answers)
    host.walk("to_check")
    world.evaluate(host.matter, world.clerk)
    draft = {"answers": {item.pk: (3, False, "わけ") for item in ensure_evaluation_items(host.now())}, "submit": False}
    save_evaluation(host.now(), by=world.representative, etag=etag_of_evaluation(None), **draft)
    short = host.now().evaluations.get(side="group")
    hand_in = lambda: hand_in_evaluation(host.now(), by=world.representative, etag=etag_of_check(short))  # noqa: E731
    host.takes_back(hand_in, "undo_open_short")
    assert full.seen | name.seen | early.seen | pact.seen | host.seen == undoes_of(CYCLE)
    assert list(wrong_tasks()) == []


def test_every_wrong_press_on_a_registration_can_be_taken_back(client_for):
    representative, (_, clerk) = build.user(), build.office("secretariat")
    people = {"applicant": representative, "secretariat": clerk}
    sent_again = {"values": {"purpose": "ひとり暮らしの家を見守ります。"}}
    answers = {"ask_correct": asked("purpose"), "add_correct": asked("activities"), "correct": sent_again, **LET_OFF}
    day = Day(build.registration(representative, status="draft"), people, answers)
    day.walk("submit")
    with transaction.atomic():
        day.walk("ask_correct")
        day.press("correct")
        day.press("undo_correct")
        assert client_for(representative).get(reverse("registration-correct", args=[day.matter.pk])).context["form"].initial[
            "purpose"
        ] == ("ひとり暮らしの家を見守ります。")
        transaction.set_rollback(True)
    day.walk("approve")
    group = day.matter.partner
    group.refresh_from_db()
    leave = Day(give_notice(partner=group, by=representative, reason="解散しました。", form_key=build.uuid4()), people, answers)
    leave.wrong_presses()
    leave.press("stay")
    before = everything()
    off = Day(take_off(partner=group, by=clerk, reason="連絡がとれません。", form_key=build.uuid4()), people, answers)
    off.wrong_presses()
    off.press("put_back")
    after = everything()
    for label in ("partners.Partner", "partners.Consent"):
        assert after[label] == before[label]
    assert "名簿から外しました" not in "".join(title for _, title in told()[0])
    seen = day.seen | leave.seen | off.seen | wrong_presses_on_other_papers(group, representative, clerk, people, answers)
    assert seen == undoes_of(REGISTRATION) - {
        "undo_auto_accept"
    }  # a press of its own: tests/partners/registration/test_standing.py


def wrong_presses_on_other_papers(group, representative, clerk, people, answers):
    """A pause, a hearing, a renewal and a new paper of which the secretariat enters what came by post, a claim, a person's own word."""
    made = {"partner": group, "created_by": representative}

    def paper(purpose, partner=group, **more):
        made["status"] = "draft"
        row = Registration.objects.create(
            **{
                **made,
                "partner": partner,
                "purpose": purpose,
                "payload": {"name": partner.name},
                "form_key": build.uuid4(),
                **more,
            }
        )
        sync_tasks(row)
        return row

    answers |= {
        "hear": {"hear_by": build.days(10)},
        "reply": {"statement": "事実とちがいます。"},
        "meet": {"met_on": timezone.localdate()},
        "prove": {"proof": "met", "checked_on": timezone.localdate()},
        "object": {"objection": "知らない人です。"},
    }
    rest = Day(paper("pause"), people, answers)
    rest.walk("pause")
    with transaction.atomic():
        rest.walk("go_on_active")
        transaction.set_rollback(True)
    rest.walk("accept_pause")
    hearing = Day(paper("revoke", created_by=clerk), people, answers)
    hearing.walk("hear", "reply", "drop")
    entered = build.registration(representative, status="draft", name="紙の会")
    Registration.objects.filter(pk=entered.pk).update(channel="paper", received_on=build.days(-3))
    RegistrationRule.objects.filter(pk=entered.rule_id).update(interview=True)
    entered.partner.memberships.all().delete()
    sync_tasks(entered)
    filed = Day(entered, people | {"filer": clerk}, answers)
    filed.walk("file", "ask_correct")
    filed.walk("correct", "withdraw")
    stranger, person = build.user("名乗る人"), build.user("人材バンクの人")
    claim = Day(
        paper("claim", partner=entered.partner, created_by=stranger, payload={}), people | {"claimant": stranger}, answers
    )
    claim.walk("claim")
    with transaction.atomic():
        claim.walk("unclaim")
        transaction.set_rollback(True)
    with transaction.atomic():
        knows = build.user("会の人")
        build.join(knows, entered.partner)
        claim.people |= {"member": knows}
        claim.walk("object", "set_aside")
        transaction.set_rollback(True)
    body = build.partner("見本 花子", kind="citizen", name_consent=False)
    build.join(person, body, "representative")
    alone = Day(paper("leave", partner=body, created_by=person), people | {"applicant": person}, answers)
    alone.wrong_presses()
    return rest.seen | hearing.seen | filed.seen | claim.seen | alone.seen


def test_every_wrong_press_on_a_revision_can_be_taken_back():
    guide, (_, clerk), (_, author) = load_guideline(build.OJIYA), build.office("secretariat"), build.office()
    made = open_revision(guide, title="要点を直す", by=author)
    put_row(made, "chapters", "3", rows_after(made)["chapters", "3"] | {"lead": "要点その一"}, by=author)
    day = Day(made, {"author": author, "secretariat": clerk}, {})
    day.answers = {"schedule": {"publish_at": timezone.now() + datetime.timedelta(hours=1)}}
    day.walk("ask_check", "send_back", "undo_send_back", "schedule", "unschedule", "discard")
    day.press("undo_discard")
    assert day.now().status == "checking" and made.rows.get().after["lead"] == "要点その一"
    assert day.seen == undoes_of(PUBLICATION)
