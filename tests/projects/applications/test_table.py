"""The table of applications: every state on every page that shows it, every wrong press taken back."""

import copy
from uuid import uuid4

import pytest

from kyodo_portal.process.task_actions import sync_tasks
from projects.applications.filing_actions import file_for
from projects.applications.workflow import APPLICATION
from projects.models import Application, FormSpec
from tests import build
from tests.shown import Shown
from tests.wrong_presses import Day, undoes_of

from .build import World, document, step

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid(lay):
    return lay(World)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


@pytest.mark.one_engine
@pytest.mark.parametrize("state", [row.code for row in APPLICATION.states])
def test_an_application_in_every_state(world, client_for, state):
    row = world.received()
    if state == "approved":
        world.begun(row)
        Application.objects.filter(pk=row.pk).update(report_due=build.days(20))
    people = {"applicant": world.chair, "department": world.official, "secretariat": world.clerk, "elsewhere": world.outsider}
    shown = Shown(row, state, client_for, **people)
    matter, line, own = shown.matter, shown.row, f"/applications/{row.pk}/"
    seen = "city" in line.readers
    shown.page("applicant", own, matter.title, line.label, "みんなで歌います。")
    for who in ("department", "secretariat"):
        shown.page(who, own, *([matter.title, line.label] if seen else []), status=200 if seen else 404)
    shown.page("elsewhere", own, *([line.label] if seen else []), absent=["みんなで歌います。"], status=200 if seen else 404)
    shown.there("applicant", "/me/", f">{line.next_task}</a>" if line.next_task else "実施を報告する", shown.turn("applicant"))
    shown.page("applicant", "/applications/", matter.title, line.label)
    if seen:
        shown.page("department", f"/staff/applications/?status={state}", matter.title, line.label)
        shown.admin("department", "projects/application", matter.title, query="status__exact")
        shown.board("department", "application", matter.title)
    shown.steps(lambda step: f"{own}step/{step.name}/")


ITEMS = {"items": [{"field": "place", "reason": "どの広場か書いてください。"}], "due": build.days(14)}


@pytest.mark.usefixtures("ten_minutes")
def test_every_wrong_press_on_an_application_can_be_taken_back(world):
    people = {"applicant": world.chair, "department": world.official, "secretariat": world.clerk}
    ground = world.sent.spec.grounds.filter(for_decline=True).first()
    back = world.sent.spec.grounds.filter(for_revoke=True).first()
    which = lambda matter: {"which": [str(matter.corrections.open().first().pk)]}  # noqa: E731
    answers = {
        "receive": {"department": world.office},
        "hand_over": {"department": world.elsewhere},
        "ask_correct": ITEMS,
        "add_correct": lambda matter: {
            "items": [{"field": "expected" if matter.corrections.count() > 1 else "summary", "reason": "くわしく。"}],
            "due": build.days(14),
        },
        "accept_as_is": which,
        "drop_correct": which,
        "correct": {"values": {"place": "見本中央広場", "summary": "だれでも来られます。"}},
        "approve": document(),
        "decline": {"ground": ground, **document()},
        "ask_change": {"wanted": {"place": "見本公園", "fee": 300}, "what": "雨のときは中止します。"},
        "allow_change": document("観発第2号"),
        "refuse_change": {"ground": ground},
        "report": {"people": 100, "report_text": "歌いました。", "income": None, "expense": None},
        "ask_report": {"due": build.days(90)},
        "send_back": {"due": build.days(90)},
        "revoke": {"ground": back, **document("観発第3号")},
    }
    unread = {**people, "department": world.clerk}  # no office is in charge yet
    first = Day(world.made(), unread, answers)
    first.walk("submit", "withdraw")
    early = Day(world.made(), unread, answers)
    early.press("submit")
    early.press("hand_over", department=world.office)
    early.people = people
    early.walk("ask_correct")
    read = Day(world.sent, unread, answers)
    read.press("receive")
    read.people = people
    read.walk(
        "ask_correct", "add_correct", "correct", "approve", "ask_change", "refuse_change", "ask_change", "allow_change", "revoke"
    )
    row = world.approved(title="もう一つの会")
    world.begun(row)
    other = Day(row, people, answers)
    other.walk("ask_report", "report", "send_back", "report", "take_report")
    paper = Day(world.entered(), people, answers)
    paper.press("undo_enter")
    paper.walk("enter", "decline")
    came = Day(world.entered(title="紙の会"), {**people, "applicant": world.official, "filer": world.official}, answers)
    said = {"channel": "paper", "received_on": build.days(0), "form_key": uuid4()}
    file_for(came.matter, by=world.official, what="withdraw", **said)
    came.press("withdraw")
    came.press("undo_withdraw")
    late = world.approved(title="遅れた会")
    FormSpec.objects.filter(pk=late.spec_id).update(unreported="refuse")
    Application.objects.filter(pk=late.pk).update(report_due=build.days(-1))
    sync_tasks(Application.objects.get(pk=late.pk))
    barring = Day(late, people, answers)
    barring.walk("lift_bar")
    quiet = world.approved(title="静かな会")
    world.over(quiet)
    last = Day(quiet, people, answers)
    last.walk("end_quietly")
    seen = set().union(*(day.seen for day in (first, early, read, other, paper, came, barring, last)))
    assert undoes_of(APPLICATION) - seen == set()


def test_dropping_the_last_item_leads_back_and_is_taken_back_with_it(world):
    row = world.sent
    step(row, "receive", world.clerk, department=world.office)
    step(row, "ask_correct", world.official, **ITEMS)
    step(row, "accept_as_is", world.official, which=[str(row.corrections.get().pk)])
    assert row.status == "received"
    step(row, "undo_go_on_read", world.official, reason="まちがえました。")
    assert row.status == "correcting" and row.corrections.open().count() == 1
