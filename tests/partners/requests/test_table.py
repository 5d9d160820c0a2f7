"""The table of letters: every state on every page that shows it, every wrong press taken back."""

import copy

import pytest
from django.utils import timezone

from kyodo_portal.process.actions import take_step
from kyodo_portal.process.task_actions import sync_tasks
from kyodo_portal.process.task_checks import wrong_tasks
from partners.models import Request
from partners.requests.message_actions import read_thread
from partners.requests.workflow import REQUEST
from tests import build
from tests.shown import Shown
from tests.wrong_presses import Day, undoes_of

from .build import TEXT, World, texts, write

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid(lay):
    def make():
        world = World()
        return world, world.send(about_label="夜の学習会")

    return lay(make)


@pytest.fixture
def made(laid):
    return copy.deepcopy(laid)


@pytest.mark.one_engine
@pytest.mark.parametrize("state", [row.code for row in REQUEST.states])
def test_a_letter_in_every_state(made, client_for, state):
    world, letter = made
    if state == REQUEST.start:  # stands only where an introduction was taken back
        Request.objects.update(introduced_by=world.guide)
    if state == "held":  # it has not reached anybody
        Request.objects.update(sent_at=None)
    people = {"asker": world.writer, "desk": world.head, "secretariat": world.clerk, "department": world.official}
    shown = Shown(letter, state, client_for, **people, other=build.user(), nobody=None)
    row, matter, own, title = shown.row, shown.matter, letter.get_absolute_url(), "夜の学習会"
    is_sent = state != REQUEST.start
    reaches = is_sent and "secretariat" not in row.responsible
    shown.page("nobody", own, status=302)
    for who in ("other", "department"):
        shown.page(who, own, status=404)
    for who, finds, reads in (
        ("asker", is_sent, is_sent), ("desk", reaches, reaches), ("secretariat", is_sent, is_sent and not reaches),
    ):  # fmt: skip
        said = [row.label, title, *([TEXT] if reads else []), *([row.says] if row.says and who == "asker" else [])]
        shown.page(who, own, *(said if finds else []), absent=[] if reads else [TEXT], status=200 if finds else 404)
        if finds and not row.is_end:
            turn = shown.turn(who)
            waits = [] if row.says else [matter.responsible_label]
            shown.page(who, own, "いまは、あなたの番です" if turn else "", *([matter.next_task] if turn else waits))
        shown.there(who, "/requests/", title, finds and who != "secretariat")
        shown.there(who, "/requests/?state=over", title, finds and who != "secretariat" and row.is_end)
        shown.there(who, "/me/", f">{matter.next_task}</a>" if matter.next_task else title, finds and shown.turn(who))
    if reaches:
        shown.there("desk", own, 'name="text"', matter.may("talk"))
    shown.admin("secretariat", "partners/request", title)
    shown.page("department", f"/admin/partners/request/{matter.pk}/change/", status=403)
    shown.steps(lambda step: matter.step_url(step))


def day_of(world, letter):
    people = {
        "asker": world.writer,
        "desk": world.head,
        "head": world.head,
        "secretariat": world.clerk,
        "coordinator": world.guide,
    }
    answers = {
        "reply": {"text": "お願いします。"}, "agree": {"on": build.days(3), "place": "集会所", "note": "待っています。"},
        "decline": {"refusal": "dates", "note": "日が合いません。"}, "cancel": {"text": "雪のためです。"}, "finish": {"became": "real"},
        "admit": {"part": "member", "since": build.days(0)}, "introduce": {"text": "力になれそうです。"},
        "pass_on": {"to": world.roads, "why": "道の話です。"},
    }  # fmt: skip
    return Day(letter, people, answers)


@pytest.mark.usefixtures("ten_minutes")
def test_every_wrong_press_on_a_letter_can_be_taken_back(made, client_for):
    world, letter = made
    day = day_of(world, letter)
    day.walk("reply")
    read_thread(letter, world.writer)  # who has read the answer keeps it
    assert "undo_reply" not in {step.name for step in day.now().offered_to(world.head)}
    day.walk("agree", "finish", "reopen")
    seen = set(day.seen)
    wish = day_of(world, world.send(kind="join", text="加わりたいです。"))
    wish.wrong_presses()
    world.clerk.forget_rights()
    build.join(world.clerk, world.roads)  # so that one person is the desk before and after
    question = world.send(to=world.office, kind="ask", text="道の雪はいつ片づきますか。")
    read_thread(question, world.clerk)
    asked = day_of(world, question)
    asked.people = {**asked.people, "desk": world.clerk}
    asked.wrong_presses()
    between = day_of(world, world.draft(introduced_by=world.guide, from_partner=build.group("朝市の会")[0]))
    sync_tasks(between.matter)
    between.wrong_presses()
    between.press("introduce")
    between.press("undo_introduce")
    page = client_for(world.guide).get(between.matter.get_absolute_url()).text  # and can be done again
    assert "つなぐ" in page and between.matter.get_absolute_url() in client_for(world.guide).get("/me/").text
    held = world.draft(by=world.writer)
    held = take_step(held, "hold", by=None, version=0)
    caught = day_of(world, held)
    caught.wrong_presses()
    assert seen | wish.seen | asked.seen | between.seen | caught.seen == undoes_of(REQUEST)
    assert list(wrong_tasks()) == []


def test_a_letter_that_was_answered_stays_when_its_step_is_taken_back(made):
    world, letter = made
    row = take_step(
        letter, "agree", by=world.head, version=letter.version, on=build.days(3), place="集会所", note="待っています。"
    )
    assert (row.agreed_on, row.place) == (build.days(3), "集会所")
    write(row, world.writer, "何時に行きますか。")
    row = take_step(row, "undo_agree", by=world.head, version=row.version)
    assert (row.status, row.agreed_on, row.place) == ("sent", None, "")
    assert texts(row) == [TEXT, "待っています。", "何時に行きますか。"]
    assert timezone.now() > row.status_since
