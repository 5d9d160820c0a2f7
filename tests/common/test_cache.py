"""The cache in the database: what a write says, and what the clock takes away."""

import pytest
from django.core.cache import cache, caches
from django.db import connection

from kyodo_portal.notices.scheduler import clear_cache

pytestmark = pytest.mark.django_db


def rows():
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM kyodo_cache")
        return cursor.fetchone()[0]


def test_a_write_is_one_question_and_says_whether_it_was_made(django_assert_num_queries):
    with django_assert_num_queries(1):
        cache.set("pressed", ["/me/"], 60)
    cache.set("pressed", ["/inbox/"], 60)
    assert cache.get("pressed") == ["/inbox/"] and rows() == 1
    assert cache.add("pressed", 1, 60) is False and cache.add("other", 1, 60) is True
    assert cache.touch("pressed", 90) is True and cache.touch("nothing", 90) is False


def test_what_has_ended_is_made_anew_and_goes_by_the_clock():
    cache.set("ended", 1, -5)
    assert cache.get("ended") is None
    cache.set("ended", 1, -5)
    assert cache.add("ended", 2, 60) is True and cache.get("ended") == 2
    cache.set("long-ago", 1, -5)
    cache.set("for-ever", 1, None)
    clear_cache()
    assert rows() == 2 and cache.get("for-ever") == 1


def test_more_than_it_may_hold_is_culled(monkeypatch):
    monkeypatch.setattr(caches["default"], "_max_entries", 4)
    for number in range(6):
        cache.set(f"key-{number}", number, 60)
    clear_cache()
    assert rows() == 4
