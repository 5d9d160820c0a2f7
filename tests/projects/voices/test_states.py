"""Every state of the two tables, on every page that shows a voice or a topic in it. Nothing here lists states."""

import pytest
from django.utils import timezone

from projects.models import Topic, Voice
from projects.voices.workflow import TOPIC, VOICE
from tests import build
from tests.shown import Shown

from .build import World

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine, pytest.mark.usefixtures("shared_library")]


@pytest.fixture
def world():
    return World()


@pytest.mark.parametrize("state", [row.code for row in VOICE.states])
def test_a_voice(world, client_for, state):
    made = world.voice(by=world.resident, wants_answer=True, may_show=True)
    Voice.objects.filter(pk=made.pk).update(topic=world.topic, routed_to=world.department, shown_text="見せることば")
    people = {"writer": world.resident, "secretariat": world.clerk, "coordinator": world.guide, "department": world.official}
    shown = Shown(Voice.objects.get(pk=made.pk), state, client_for, **people, nobody=None)
    row, own, title = shown.row, shown.matter.get_absolute_url(), str(shown.matter)
    shown.page("writer", own, title, row.label)
    shown.page("nobody", own, status=302)
    for who in ("secretariat", "department"):
        shown.page(who, own, status=200 if "city" in row.readers else 404)
    shown.page("coordinator", own, status=200 if "accompany" in row.opens else 404)
    shown.page("writer", "/voices/mine/", title, row.label)
    shown.board("secretariat", "voice", title)
    shown.there("nobody", world.topic.get_absolute_url(), "見せることば", "shown" in row.opens)
    for who, role in (("secretariat", "secretariat"), ("coordinator", "coordinator"), ("department", "department")):
        shown.there(who, "/me/", title, shown.turn(role))
    shown.admin("secretariat", "projects/voice", shown.matter.number)
    if state != VOICE.start:  # where it stands only for a moment
        shown.steps(lambda step: f"{own}step/{step.name}/")


@pytest.mark.parametrize("state", [row.code for row in TOPIC.states])
def test_a_topic(world, client_for, state):
    project = build.cycle(build.group()[0], world.department, world.official, title="岩沢のバス").project
    opened = None if state == TOPIC.start else timezone.now()
    Topic.objects.filter(pk=world.topic.pk).update(status=state, opened_at=opened, project=project, department=world.department)
    people = {"secretariat": world.clerk, "coordinator": world.guide, "department": world.official}
    shown = Shown(Topic.objects.get(pk=world.topic.pk), state, client_for, **people, nobody=None)
    row, own, title = shown.row, shown.matter.get_absolute_url(), "岩沢のバスの本数"
    for who in people:
        shown.page(who, own, title, row.label)
    shown.page("nobody", own, status=200 if "public" in row.readers else 404)
    shown.there("nobody", "/voices/", title, "public" in row.readers)
    shown.there("nobody", "/feeds/topics.atom", title, "public" in row.readers)
    for who in ("secretariat", "coordinator"):
        shown.there(who, "/me/", title, shown.turn(who))
    shown.board("coordinator", "topic", title)
    shown.there("department", "/me/", title, shown.turn("department"))
    shown.admin("secretariat", "projects/topic", title, query="status__exact")
    shown.steps(lambda step: f"{own}step/{step.name}/")
