"""マイページ of staff: the proposals whose turn is the secretariat's, or the department's own."""

import uuid

import pytest
from django.utils import timezone

from kyodo_portal.pages.presenters import todos
from kyodo_portal.process.actions import take_step
from projects.models import Proposal
from projects.proposals.talk_actions import record_talk
from tests import build
from tests.projects.reviews.build import World

pytestmark = pytest.mark.django_db


def asked(user):
    """[(what to do, of which proposal)] on this person's page, asked anew."""
    return [(row.label, row.matter) for row in todos(type(user).objects.get(pk=user.pk)).rows]


def test_whose_work_it_is_from_the_door_to_the_result(client_for):
    _, clerk = build.office("secretariat")
    office, official = build.office("department", "道路課")
    _, elsewhere = build.office("department", "水道課")
    body, representative, _ = build.group()
    proposal = build.submitted(body, representative)
    name = "通学路の花いっぱい見守り"
    assert asked(clerk) == [("書類を確かめて受け付ける", name)]
    page = build.read(client_for(clerk), "/me/")
    assert f'<a href="/admin/projects/proposal/{proposal.pk}/change/">書類を確かめて受け付ける</a>' in page
    proposal = take_step(proposal, "receive", by=clerk, version=1)
    assert asked(clerk) == [("担当課との協議か審査に進める", name)]
    proposal = take_step(proposal, "start_talks", by=clerk, version=2, department=office)
    assert (asked(official), asked(elsewhere), asked(clerk)) == ([("協議を記録する", name)], [], [])
    talk = {"held_on": timezone.localdate(), "attendees": "3人", "summary": "場所を決めた。", "opinion": ""}
    record_talk(proposal, by=official, form_key=uuid.uuid4(), **talk)
    assert (asked(official), asked(clerk)) == ([], [("審査に進める", name)])


def test_once_every_sheet_is_in_the_decision_waits(client_for):
    world = World()
    assert asked(world.clerk) == []
    world.all_sheets()
    assert asked(world.clerk) == [("決定を記録する", "冬の雪かき応援隊")]
    assert "決定を記録する" in client_for(world.clerk).get("/projects/board/").content.decode()
    world.decide()
    assert asked(world.clerk) == [("結果を知らせる", "冬の雪かき応援隊")]


def test_staff_of_the_proposing_group_judge_nothing_of_it():
    _, clerk = build.office("secretariat")
    body, representative, _ = build.group()
    build.join(clerk, body)
    proposal = build.submitted(body, representative)
    other, other_representative, _ = build.group()
    joint = build.submitted(other, other_representative)
    assert [matter for _, matter in asked(clerk)] == [str(joint)]
    build.joined(joint, body)
    assert asked(clerk) == [] and Proposal.objects.get(pk=proposal.pk).status == "submitted"


def test_as_many_questions_for_many_as_for_one(django_assert_max_num_queries):
    _, clerk = build.office("secretariat")
    body, representative, _ = build.group()
    call = build.call()
    for _ in range(4):
        build.submitted(body, representative, to=call)
    clerk = type(clerk).objects.get(pk=clerk.pk)
    with django_assert_max_num_queries(4):
        assert len(todos(clerk).rows) == 4
