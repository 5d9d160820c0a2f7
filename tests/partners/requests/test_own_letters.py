"""Whoever stands on a side of a letter is not asked to look after it, nor to judge what was reported of it."""

import pytest
from django.utils import timezone

from kyodo_portal.common.upwards import parties_of
from kyodo_portal.notices.models import Notice
from kyodo_portal.process.models import Task
from kyodo_portal.process.task_actions import sync_tasks
from partners.models import Request
from partners.requests.care_actions import report
from tests import build

from .build import World

pytestmark = pytest.mark.django_db
LATE = "返事がおくれている手紙を、受けた側に聞く"
REPORTED = "困ったという知らせを読んで、どうするかを決める"


@pytest.fixture
def world():
    world = World()
    world.colleague = build.user("事務 二郎")
    build.join(world.colleague, world.office)
    return world


def labels(user):
    return {*Task.objects.open().held_by(parties_of(user)).values_list("label", flat=True)}


def late(row):
    Request.objects.filter(pk=row.pk).update(answer_by=timezone.localdate() - timezone.timedelta(days=1))
    sync_tasks(Request.objects.get(pk=row.pk), by=None)


def test_who_wrote_a_letter_is_not_asked_why_it_is_late(world, client_for):
    late(world.send(by=world.clerk))
    assert LATE in labels(world.colleague) and LATE not in labels(world.clerk)
    assert LATE in build.read(client_for(world.colleague), "/me/") and LATE not in build.read(client_for(world.clerk), "/me/")


def test_who_belongs_to_the_group_that_was_asked_is_not_asked_to_ask_it(world):
    build.join(world.clerk, world.group)
    late(world.send())
    assert LATE in labels(world.colleague) and LATE not in labels(world.clerk)


def test_what_one_reported_others_judge(world, client_for):
    row = world.send(by=world.clerk)
    report(row, by=world.clerk, why="返事が乱暴です。")
    assert REPORTED in labels(world.colleague) and REPORTED not in labels(world.clerk)
    assert REPORTED not in build.read(client_for(world.clerk), "/me/")
    assert told() == {world.colleague.pk}


def told():
    return {*Notice.objects.filter(key__startswith="report:").values_list("user", flat=True)}


def test_what_was_written_to_the_secretariat_itself_is_judged_by_who_keeps_the_system(world):
    keeper = build.user("管理 三郎")
    keeper.is_superuser = True
    keeper.save(update_fields=["is_superuser"])
    report(world.send(to=world.office, kind="ask"), by=world.clerk, why="毎日ひどいことばが来ます。")
    assert told() == {keeper.pk} and REPORTED in labels(keeper)
    assert REPORTED not in labels(world.clerk) | labels(world.colleague)
