"""The reason that a step asks for: it says to whoever presses who reads it, and is free where nobody was told of what is taken back."""

import copy

import pytest

from kyodo_portal.notices.models import Notice
from projects.models import Proposal
from tests import build
from tests.projects.reviews import build as reviews
from tests.sent import opened, text_of

from .test_taking_back import day_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_minutes")]
OFFICES = "相手にそのまま伝わります。何を、なぜ、どうすればよいかを書いてください。"


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(reviews.World)


@pytest.fixture
def world(laid_world):
    made = copy.deepcopy(laid_world)
    made.own = made.submitted(made.group, made.representative, "春の花だん")
    made.desk, made.theirs = f"/admin/projects/proposal/{made.own.pk}/step/", f"/projects/proposals/{made.own.pk}/step/"
    return made


def steps(world):
    return [change.step for change in Proposal.objects.get(pk=world.own.pk).changes.all()]


def test_a_group_that_gives_up_is_not_spoken_to_as_an_office(world, client_for):
    asked = build.markup(client_for(world.representative).get(f"{world.theirs}withdraw/"))
    assert "市の担当が読みます。短くてかまいません。" in asked and OFFICES not in asked
    assert OFFICES in build.markup(client_for(world.clerk).get(f"{world.desk}not_accept/"))


def test_a_step_that_nobody_was_told_of_is_taken_back_without_a_reason(world, client_for, later):
    desk = client_for(world.clerk)
    day_of(world, world.own).press("receive")
    address = f"{world.desk}undo_receive/"
    page = text_of(desk.get(address))
    assert "まだだれにも知らせていないので、書かなくてもかまいません。" in page and "任意" in page
    assert desk.post(address, opened(desk, address)).status_code == 302
    later(minutes=11)
    assert steps(world) == ["submit", "receive", "undo_receive"]
    assert not Notice.objects.filter(title="「春の花だん」の提案を受け付けました").exists()
    history = text_of(desk.get(f"/admin/projects/proposal/{world.own.pk}/history/"))
    assert "「受け付ける」を取り消す" in history and "理由" not in history


def test_once_it_was_told_a_taking_back_needs_its_reason(world, client_for, later):
    """Also where the page was opened before the ten minutes were over."""
    desk = client_for(world.clerk)
    day_of(world, world.own).press("receive")
    address = f"{world.desk}undo_receive/"
    before = opened(desk, address)
    later(minutes=11)
    refused = desk.post(address, before)
    assert refused.status_code == 200 and "理由を入れてください。" in text_of(refused)
    assert "すでに知らせた人がいるときは、その人にそのまま伝わります。" in text_of(desk.get(address))
    assert steps(world) == ["submit", "receive"]


def test_several_are_taken_back_with_the_reason_that_one_of_them_needs(world, client_for, later):
    desk = client_for(world.clerk)
    other = world.submitted(world.group, world.representative, "秋の花だん")
    day_of(world, world.own).press("receive")
    later(minutes=11)
    day_of(world, other).press("receive")
    chosen = {"action": "take_undo_receive", "index": "0", "_selected_action": [other.pk, world.own.pk]}
    page = text_of(desk.post("/admin/projects/proposal/", chosen))
    assert "まだだれにも知らせていない" not in page and "何をまちがえたのかを書いてください。" in page
