"""Two processes tell of one event at the same moment: everybody hears of it once."""

from kyodo_portal.notices.actions import notify
from kyodo_portal.notices.follow_actions import follow
from kyodo_portal.notices.models import Delivery, Follow, Notice
from tests import build
from tests.races import ON_POSTGRESQL, ends, together

pytestmark = ON_POSTGRESQL


def test_whoever_is_told_twice_at_once_is_told_once():
    people = [build.user() for _ in range(4)]
    works = [lambda some=people[first : first + 3]: notify(some, title="お知らせ", key="event:1") for first in (0, 1, 0, 1)]
    assert together(*works) == [None] * 4
    assert sorted(Notice.objects.values_list("user", flat=True)) == sorted(person.pk for person in people)
    assert sorted(Delivery.objects.values_list("to", flat=True)) == sorted(person.email for person in people)


def test_of_four_at_once_beside_ninety_nine_one_is_followed():
    person = build.user()
    Follow.objects.bulk_create(Follow(user=person, key=f"project:{number}") for number in range(99))
    works = [lambda key=f"area:{number}": follow(person, key) for number in range(4)]
    assert ends(*works) == ["ValidationError", "ValidationError", "ValidationError", "done"]
    assert Follow.objects.count() == 100
