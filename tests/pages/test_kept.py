"""What home says for everybody is made once, and anew where data or time have changed since."""

import pytest

from kyodo_portal.pages.home_presenters import home
from tests import build

pytestmark = pytest.mark.django_db(transaction=True)


def test_home_is_made_once_as_long_as_neither_data_nor_time_change(later, django_assert_num_queries):
    department, official = build.office()
    build.cycle(build.partner("花の道の会"), department, official, title="花の道")
    build.call("これから", opens=2)
    assert [card.title for card in home().projects] == ["花の道"]
    with django_assert_num_queries(1):
        first = home()
    build.cycle(build.partner("夜の道の会"), department, official, title="夜の道")
    assert [card.title for card in home().projects] == ["夜の道", "花の道"] and first.open_things == []
    later(days=2, minutes=1)  # nothing is written meanwhile
    assert [thing.title for thing in home().open_things] == ["これから"]
    with django_assert_num_queries(1):
        home()
