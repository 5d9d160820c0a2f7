"""What makes a statement one that two engines could answer differently, and who is chosen to ask it."""

import pytest
from django.db import models

from kyodo_portal.notices.models import Delivery, Notice
from tests.second_engine import chosen, question


def test_columns_joins_and_comparisons_are_alike_everywhere_and_the_rest_is_asked():
    assert (
        question('SELECT "a"."b", "a"."c" FROM "a" INNER JOIN "d" ON ("a"."d" = "d"."id") WHERE "a"."b" IN (%s, %s) LIMIT 21')
        is None
    )
    assert question('UPDATE "a" SET "b" = %s WHERE "a"."id" = %s') is None
    one, three = (question(f'SELECT MAX("a"."b") AS "m" FROM "a" WHERE "a"."c" IN ({values})') for values in ("%s", "%s, %s, %s"))
    assert one == three and "MAX" in one
    assert question('SELECT "a"."b" FROM "a" WHERE EXISTS(SELECT %s FROM "d" U0)') and question(
        'DELETE FROM "a" WHERE "b" LIKE %s'
    )


def test_each_question_is_asked_by_the_cheapest_and_a_search_always():
    tests = {"t.py::long": (9.0, ["a", "b"]), "t.py::short": (0.1, ["a"]), "t.py::b": (0.2, ["b"]), "t.py::search": (5.0, [])}
    assert chosen(tests) == {"t.py::short", "t.py::b", "t.py::search"}


@pytest.mark.django_db
def test_a_lock_that_postgresql_could_not_give_fails_on_sqlite():
    with pytest.raises(AssertionError, match="PostgreSQL cannot lock"):
        list(Delivery.objects.select_related("notice").select_for_update())
    with pytest.raises(AssertionError, match="PostgreSQL cannot lock"):
        list(Notice.objects.values("user").annotate(number=models.Count("pk")).select_for_update())
    assert not Delivery.objects.select_related("notice").select_for_update(of=("self",))
