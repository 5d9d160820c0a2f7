"""A day of wrong presses on a voice and on what many people say: all is as it was, and nobody was told anything."""

import copy
from uuid import uuid4

import pytest

from projects.voices.actions import file_voice
from projects.voices.workflow import TOPIC, VOICE
from tests import build
from tests.wrong_presses import Day, undoes_of

from .build import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_minutes")]


@pytest.fixture(scope="module")
def laid(lay):
    return lay(World)


@pytest.fixture
def world(laid):
    return copy.deepcopy(laid)


def people_of(world, writer=None):
    return {"writer": writer, "secretariat": world.clerk, "department": world.official, "coordinator": world.guide}


def test_every_wrong_press_on_a_voice_can_be_taken_back(world):
    answers = {
        "gather": {"topic": world.topic, "shown_text": "昼のバスがほしい。"},
        "count_in": {"topic": world.topic},
        "route": {"to": world.department},
        "give_back": {"why": "県の道です。"},
        "answer": {"text": "来年考えます。"},
        "not_take": {"cause": "other", "memo": "まちがえました。"},
    }
    seen = set()
    for said, steps in (
        ({"may_show": True, "wants_answer": True}, ("route", "answer")),
        ({"may_show": False, "wants_answer": False}, ("note",)),
        ({"may_show": True}, ("not_take",)),
        ({"may_show": True}, ("gather",)),
        ({"may_show": False}, ("count_in",)),
        ({}, ("withdraw",)),
    ):
        voice = world.voice(**said)
        day = Day(voice, people_of(world, voice.by), answers)
        day.walk(*steps)
        seen |= day.seen
    filed = file_voice(by=world.clerk, text="電話で聞いた。", form_key=uuid4(), channel="phone", received_on=build.days(0))
    day = Day(filed, people_of(world), answers)
    day.takes_back(lambda: day.press("unfile"), "undo_unfile")
    assert seen | day.seen == undoes_of(VOICE)


def test_every_wrong_press_on_a_topic_can_be_taken_back(world):
    other = world.open(world.draft(title="岩沢の病院の送り迎え"))
    world.gather(world.voice(by=world.resident, may_show=True), topic=world.topic)
    project = build.cycle(build.group()[0], world.department, world.official, title="岩沢のバス").project
    answers = {
        "talk": {"event": None, "talk_on": build.days(10), "talk_place": "公民館", "talk_why": "聞くため"},
        "ask": {"to": world.department},
        "give_back": {"reason": "県の道です。"},
        "give_back_talk": {"reason": "県の道です。"},
        "start": {"project": project, "start_why": "始めます。"},
        "answer": {"effect": "reference", "public_answer": "考えます。"},
        "finish": {"became": "走りました。"},
        "merge": {"into": other},
        "close": {"cause": "other", "closed_why": "やめます。"},
    }
    seen = set()
    for steps in (
        ("open", "ask", "give_back", "talk", "ask", "give_back_talk", "start", "answer", "finish"),
        ("open", "merge"),
        ("open", "close"),
    ):
        day = Day(world.draft(), people_of(world), answers)
        day.walk(*steps)
        seen |= day.seen
    assert seen == undoes_of(TOPIC)
