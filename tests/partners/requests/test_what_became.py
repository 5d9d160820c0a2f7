"""「どうなったか」: each side of what was brought together, of who came in and of who got a seat is asked once, and what was said counts once."""

import copy
import uuid

import pytest
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.notices.models import Notice
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.models import Task
from partners.models import Membership, Request
from partners.offers.numbers import year_numbers
from partners.requests.actions import introduce
from partners.requests.clock_actions import turn_days
from partners.requests.experience import letters_in_numbers
from projects.consultations.figures import content_of
from projects.consultations.periods import period_of
from tests import build

from .build import World, write

pytestmark = pytest.mark.django_db
ASKED, THEN = "その後、どうなりましたか", "済んだら、どうなったかを知らせる"


@pytest.fixture(scope="module")
def laid(lay):
    return lay(World)


@pytest.fixture
def world(laid):
    made = copy.deepcopy(laid)
    made.market, made.seller, made.helper = build.group("朝市の会")
    return made


def brought(world):
    said = {"about": f"partner:{world.market.pk}", "about_label": "寺子屋の会と、朝市の会", "form_key": uuid.uuid4()}
    return introduce(by=world.guide, one=world.group, other=world.market, text="力になれそうです。", **said)


def later(row, days):
    """So many days later the clock comes by, twice."""
    ago = timezone.now() - build.timedelta(days=days)
    Request.objects.filter(pk=row.pk).update(sent_at=ago)
    turn_days()
    turn_days()
    row.refresh_from_db()
    return row


def questions(row):
    """{person: how often they were asked what became of it}."""
    asked = Notice.objects.filter(url=row.get_absolute_url(), title__startswith=ASKED)
    return {user: asked.filter(user=user).count() for user in {one.user for one in asked}}


def tasks(row):
    """[(party, what is asked)] of the open tasks of a letter."""
    return sorted(Task.objects.open().filter(process="request", subject_id=row.pk).values_list("party", "label"))


def counted(row):
    """(brought together, came about) in the numbers of today."""
    numbers = letters_in_numbers(build.days(-100), build.days(0))
    return numbers.introduced, numbers.real


def test_both_groups_and_whoever_brought_them_together_are_asked_once(world):
    row = brought(world)
    build.join(world.guide, world.market)  # who brings together may belong to one of them: one person, one question
    world.guide.forget_rights()
    row = take_step(row, "reply", by=world.seller, version=row.version, text="食事会のことですね。")
    assert questions(later(row, 59)) == {}
    row = later(row, 61)
    everybody = {world.head, world.member, world.guide, world.seller, world.helper}
    assert questions(row) == dict.fromkeys(everybody, 1)
    row = take_step(row, "finish", by=world.head, version=row.version, became="real")
    assert tasks(row) == [] and counted(row) == (1, 1)
    assert questions(later(row, 200)) == dict.fromkeys(everybody, 1)


def test_what_is_opened_again_is_not_asked_again_and_the_last_word_counts(world):
    row = brought(world)
    row = take_step(row, "reply", by=world.seller, version=row.version, text="食事会のことですね。")
    row = later(row, 61)
    row = take_step(row, "finish", by=world.seller, version=row.version, became="none")
    assert counted(row) == (1, 0)
    row = take_step(row, "reopen", by=world.guide, version=row.version)
    assert counted(row) == (1, 0) and set(questions(later(row, 70)).values()) == {1}
    row = take_step(row, "finish", by=world.head, version=row.version, became="going")
    assert counted(row) == (1, 1)


def test_who_came_into_a_group_and_the_group_have_one_question_each(world):
    row = world.send(kind="join", text="加わりたいです。")
    row = take_step(row, "admit", by=world.head, version=row.version, part="member", since=build.days(0))
    assert tasks(row) == [(f"p{world.group.pk}", THEN), (f"u{world.writer.pk}", THEN)]
    row = take_step(row, "finish", by=world.writer, version=row.version, became="going")
    assert tasks(row) == [] and questions(row) == {} and Membership.objects.filter(user=world.writer).count() == 1
    assert dict(year_numbers(fiscal_year(build.days(0))).letters) == {"済み": "少数"}


def test_who_got_a_seat_and_the_office_have_one_question_each(world):
    call = build.offer(
        world.office, "委員の公募", side="seek", kind="people", form="seat", until=build.days(3), answers_on=build.days(20)
    )
    row = world.send(to=world.office, kind="apply", text="応募します。", offer=call, about=f"offer:{call.pk}")
    type(call).objects.filter(pk=call.pk).update(since=build.days(-9), until=build.days(-1))
    row = Request.objects.get(pk=row.pk)
    row = take_step(row, "agree", by=world.clerk, version=row.version, note="お願いします。")
    assert tasks(row) == [(f"p{world.office.pk}", THEN), (f"u{world.writer.pk}", THEN)]
    row = take_step(row, "finish", by=world.clerk, version=row.version, became="real")
    assert tasks(row) == [] and counted(row) == (0, 0)


def test_what_was_brought_together_by_mistake_counts_nowhere_and_done_again_it_counts_once(world):
    body = Membership.objects.get(user=world.guide).partner
    this_month = period_of(f"{build.days(0):%Y-%m}")

    def told():
        facts = dict(content_of(body, this_month)["facts"])
        return facts["手紙でつないだ"], facts["そのうち、いっしょに行った"]

    row = brought(world)
    assert told() == (1, 0)
    row = take_step(row, "undo_introduce", by=world.guide, version=row.version)
    assert told() == (0, 0) and counted(row) == (0, 0)
    row = take_step(row, "introduce", by=world.guide, version=row.version, text="もう一度です。")
    row = take_step(row, "reply", by=world.seller, version=row.version, text="話しましょう。")
    write(row, world.head, "土曜に。")
    row = take_step(row, "finish", by=world.seller, version=Request.objects.get(pk=row.pk).version, became="real")
    assert told() == (1, 1) and counted(row) == (1, 1)
