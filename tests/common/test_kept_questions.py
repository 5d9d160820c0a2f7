"""What somebody's first page asks is put into SQL once, and asked of the database every time."""

import datetime

import pytest
from django.utils import timezone

from kyodo_portal.common.lists.kept_questions import kept, whose
from kyodo_portal.common.lists.together import count_together
from kyodo_portal.notices.models import Notice
from tests import build

pytestmark = pytest.mark.django_db


def counted(name, user, make):
    return count_together(kept(name, whose(user), make))[0]


def test_what_is_asked_is_kept_and_what_is_found_is_not():
    user, made = build.user(), []

    def make():
        made.append(1)
        return Notice.objects.filter(user=user)

    assert counted("of mine", user, make) == 0
    Notice.objects.create(user=user, title="見本", key="a")
    assert (counted("of mine", user, make), len(made)) == (1, 1)
    other = build.user()
    assert counted("of mine", other, lambda: Notice.objects.filter(user=other)) == 0


def test_who_belongs_elsewhere_since_is_asked_anew():
    user, made = build.user(), []

    def make():
        made.append(1)
        return Notice.objects.filter(user=user)

    counted("by rights", user, make)
    build.join(user, build.partner())
    counted("by rights", type(user).objects.get(pk=user.pk), make)
    assert len(made) == 2


def test_a_moment_goes_with_the_clock_and_a_midnight_stays(monkeypatch):
    user, now = build.user(), timezone.now().replace(microsecond=1)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    for minutes in (5, 50):
        notice = Notice.objects.create(user=user, title="見本", key=f"{minutes}")
        Notice.objects.filter(pk=notice.pk).update(created_at=now + datetime.timedelta(minutes=minutes))
    since = lambda: Notice.objects.filter(created_at__lte=timezone.now(), user=user)  # noqa: E731
    today = lambda: Notice.objects.filter(created_at__gte=midnight, user=user)  # noqa: E731
    found, own = [], whose(user)
    for minutes in (0, 10, 60):
        monkeypatch.setattr(timezone, "now", lambda minutes=minutes: now + datetime.timedelta(minutes=minutes))
        found.append(count_together(kept("since", own, since), kept("today", own, today)))
    assert found == [[0, 2], [1, 2], [2, 2]]


def test_a_number_is_asked_for_each_time():
    user, numbers = build.user(), iter((3, 4))
    assert [kept("a number", whose(user), lambda: next(numbers)) for _ in range(2)] == [3, 4]
