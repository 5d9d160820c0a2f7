"""Two freeze the same year at once, two take in a list of it: one of them writes, the other is told. On PostgreSQL only."""

import threading
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from projects.models import Snapshot
from projects.snapshots.actions import freeze_year
from projects.snapshots.old_list_actions import begin_old_list, take_in
from tests import build

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer"),
]


def both_at_once(*acts):
    """What became of each: its result or its ValidationError."""
    start, found = threading.Barrier(len(acts)), []

    def run(act):
        start.wait()
        try:
            found.append(act())
        except ValidationError as error:
            found.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_two_freezes_of_a_year_make_one_version():
    _, staff = build.office("secretariat")
    found = both_at_once(*[lambda: freeze_year(2024, by=staff)] * 2)
    assert sorted(type(one).__name__ for one in found) == ["Snapshot", "ValidationError"]
    assert [made.version for made in Snapshot.objects.all()] == [1]


def test_two_lists_of_a_year_are_two_versions():
    _, staff = build.office("secretariat")
    sheets = [["表", [["事業名", "形態"], ["朝市", "共催"]]]]
    said = {"fiscal_year": 2020, "name": "表", "sheets": sheets}
    lists = [begin_old_list(by=staff, form_key=uuid4(), **said) for _ in range(2)]
    both_at_once(*[lambda old=old: take_in(old, by=staff, version=0, left_out=(), is_public=False) for old in lists])
    assert [made.version for made in Snapshot.objects.order_by("version")] == [1, 2]
