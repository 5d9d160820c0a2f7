"""The week's summary: one notice a week of what is late and what comes next, for whoever wants it."""

import copy
import datetime

import pytest
from django.utils import timezone

from kyodo_portal.notices.models import Notice
from kyodo_portal.pages.digest import tell_the_week
from kyodo_portal.pages.reminders import remind
from kyodo_portal.process.models import Task
from projects.models import Cycle
from tests import build
from tests.projects.ledger.build import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid(lay):
    def make():
        world = World()
        world.late, world.coming, world.far = (world.cycle(title=title) for title in ("おくれ", "これから", "ずっと先"))
        for cycle, days in ((world.late, -20), (world.coming, 13), (world.far, 15)):
            Task.objects.filter(subject_id=cycle.pk).update(due_on=build.days(days))
        return world

    return lay(make)


@pytest.fixture
def world(laid, db):
    return copy.deepcopy(laid)


def told(user):
    return list(Notice.objects.filter(user=user, key__startswith="digest:").values_list("title", flat=True))


def test_once_a_week_in_one_notice(world, monkeypatch, django_assert_max_num_queries):
    tell_the_week()
    tell_the_week()
    for user in (world.representative, world.mate, world.clerk):
        assert told(user) == ["今週のまとめ：期限をすぎたもの1件、これから2週間のもの1件"]
    assert told(world.chief) == told(world.outsider) == []
    assert told(world.guide) == ["今週のまとめ：相談の机"]  # the group they accompany has been silent
    body = Notice.objects.get(user=world.clerk, key__startswith="digest:").body
    assert body.startswith("期限をすぎたもの\n・おくれ：計画を決める（期限 ") and "・これから：" in body
    assert "ずっと先" not in body and body.endswith("マイページの「メールの受けとりかた」で止められます。")
    now, next_week = timezone.now(), datetime.timedelta(days=7)
    monkeypatch.setattr(timezone, "now", lambda: now + next_week)
    tell_the_week()
    assert [len(told(user)) for user in (world.representative, world.clerk)] == [2, 2]
    with django_assert_max_num_queries(3):
        tell_the_week()


def test_whoever_does_not_want_it_says_so_and_is_reminded_as_before(world, client_for):
    client, page = client_for(world.mate), "/me/data/notices/"
    etag = client.get(page).context["form"]["etag"].value()
    as_it_is = {"matter": "now", "thread": "now", "reminder": "now", "digest": "weekly", "following": "weekly"}
    assert client.post(page, {**as_it_is, "etag": etag, "digest": "none"}).status_code == 302
    assert client.post(page, {**as_it_is, "etag": etag}).status_code == 302  # an old page, in which nothing was chosen anew
    assert "選び直して" in client.post(page, {**as_it_is, "etag": etag, "matter": "none"}).text  # never without them
    tell_the_week()
    assert told(world.mate) == [] and len(told(world.representative)) == 1
    Task.objects.filter(subject_id=world.late.pk).update(due_on=build.days(-30))
    remind()
    late = Notice.objects.filter(key__startswith="task:", title__contains="おくれ").values_list("user", flat=True)
    assert set(late) == {world.mate.pk, world.chief.pk}  # to the others the summary has said it


def test_nobody_hears_of_what_was_not_told_yet(world, settings):
    settings.KYODO_UNDO_MINUTES = 10
    Task.objects.exclude(subject_id=world.late.pk).update(due_on=None)
    Cycle.objects.filter(pk=world.late.pk).update(status="agreed")
    world.step(world.late, "start", by=world.clerk)
    Task.objects.filter(subject_id=world.late.pk).update(due_on=build.days(-1))
    tell_the_week()
    assert told(world.representative) == told(world.clerk) == []
