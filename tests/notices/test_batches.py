"""What a press on many matters tells one reader: the words of the mail are written once, and all of them leave."""

import pytest

from kyodo_portal.notices import batch_actions
from kyodo_portal.notices.actions import notify
from kyodo_portal.notices.batch_actions import as_one
from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.notices.outbox import claim
from tests import build

pytestmark = pytest.mark.django_db


def tell(person, *numbers):
    for number in numbers:
        notify([person], title=f"{number}件め", body=f"本文{number}", url="/", key=f"matter:{number}")


@pytest.fixture
def person(db):
    return build.user()


def texts_written(django_assert_max_num_queries, person, count):
    with django_assert_max_num_queries(1000) as asked, as_one():
        tell(person, *range(count))
    return sum('UPDATE "notices_delivery"' in row["sql"] and '"body"' in row["sql"] for row in asked.captured_queries)


def test_the_words_are_written_once_a_press_however_many_matters(person, django_assert_max_num_queries):
    assert texts_written(django_assert_max_num_queries, person, 60) == 1
    mail = Delivery.objects.get()
    assert mail.subject == "0件め ほか59件" and "本文39" in mail.text and "ほかに20件あります" in mail.text
    assert Notice.objects.count() == 60


def test_a_press_inside_of_another_is_part_of_it(person):
    with as_one():
        tell(person, 1)
        with as_one():
            tell(person, 2)
        tell(person, 3)
    assert Delivery.objects.get().subject == "1件め ほか2件"


def test_a_press_that_was_cut_off_says_all_when_its_mail_leaves(person):
    with pytest.raises(ZeroDivisionError), as_one():
        tell(person, 1, 2, 3)
        raise ZeroDivisionError
    assert Delivery.objects.get().subject == "1件め"
    mail = claim()
    assert mail.subject == "1件め ほか2件" and all(f"本文{number}" in mail.body for number in (1, 2, 3))


def test_a_mail_that_leaves_in_the_middle_says_what_there_was_and_another_says_the_rest(person):
    with as_one():
        tell(person, 1, 2)
        assert claim().subject == "1件め ほか1件"
        tell(person, 3, 4)
    assert sorted(Delivery.objects.values_list("subject", flat=True)) == ["1件め ほか1件", "3件め ほか1件"]
    assert batch_actions.batch_now() is None
