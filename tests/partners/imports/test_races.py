"""Two take in the same list at once, two make the same bodies one: one of them writes, the other is told. On PostgreSQL only."""

import threading
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from kyodo_portal.common.lists.incoming import pasted
from partners.imports.actions import begin_import, take_in
from partners.imports.merge_actions import merge_partners
from partners.models import Partner
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
    return sorted(type(one).__name__ for one in found)


def test_a_list_is_taken_in_once():
    _, clerk = build.office("secretariat")
    run = begin_import(by=clerk, form_key=uuid4(), name="表", sheets=pasted("団体名\nあさの会\nひるの会\n"))
    act = lambda: take_in(run, by=clerk, version=0, choices={})  # noqa: E731
    assert both_at_once(act, act) == ["PartnerImport", "ValidationError"]
    assert Partner.objects.filter(office="none").count() == 2


def test_two_bodies_become_one_in_one_direction():
    one, other = build.partner("川の会", standing="listed"), build.partner("川の会（本部）", standing="listed")
    _, clerk = build.office("secretariat")
    acts = [lambda pair=pair: merge_partners(*pair, by=clerk, why="同じ会です。") for pair in ((one, other), (other, one))]
    assert both_at_once(*acts) == ["PartnerMerge", "ValidationError"]
    assert Partner.objects.filter(merged_into__isnull=False).count() == 1
