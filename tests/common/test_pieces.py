"""Many rows, some at a time: the same rows in the same order with a cursor of the server and without one."""

import pytest
from django.db import connection

from kyodo_portal.accounts.models import User
from kyodo_portal.common.lists.pieces import pieces


@pytest.fixture(params=["a cursor of the server", "behind a PgBouncer"])
def way(db, request, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", request.param == "behind a PgBouncer")
    User.objects.bulk_create(User(email=f"mihon{number}@example.jp", name=f"見本{number % 3}") for number in range(7))


def test_rows_come_in_their_order_whole_or_cut(way):
    ordered = User.objects.order_by("-name", "email")
    whole = [f"mihon{number}@example.jp" for number in (2, 5, 1, 4, 0, 3, 6)]
    assert [user.email for user in pieces(ordered, 2)] == whole
    assert [user.email for user in pieces(ordered[1:6], 2)] == whole[1:6]
    assert list(pieces(ordered.values_list("email", "name"), 3)) == [(mail, f"見本{int(mail[5]) % 3}") for mail in whole]
    assert list(pieces(ordered.none(), 3)) == []


def test_a_row_that_goes_meanwhile_is_left_out(db, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    User.objects.bulk_create(User(email=f"mihon{number}@example.jp", name="見本") for number in range(4))
    rows = pieces(User.objects.order_by("email"), 2)
    assert next(rows).email == "mihon0@example.jp"
    User.objects.filter(email="mihon2@example.jp").delete()
    assert [user.email for user in rows] == ["mihon1@example.jp", "mihon3@example.jp"]
