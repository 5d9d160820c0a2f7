"""Many at once, on a database with real simultaneity: one draft, one submission, numbers without a gap or a twin."""

import threading
import uuid

import pytest
from django.db import connection

from kyodo_portal.process.actions import take_step as take
from kyodo_portal.process.errors import Stale
from projects.models import Proposal, ProposalRevision
from projects.proposals.drafting.actions import start_draft
from tests import build

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets only one write at a time"),
]


def together(*works):
    """Start all works at the same moment, each with a connection of its own; what each gave or raised."""
    gate, results = threading.Barrier(len(works)), [None] * len(works)

    def run(number, work):
        gate.wait()
        try:
            results[number] = work()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_a_double_click_makes_one_draft():
    body, boss, _ = build.group()
    call, key = build.call(), uuid.uuid4()
    made = together(*[lambda: start_draft(call=call, partner=body, by=boss, form_key=key)] * 4)
    assert {one.pk for one in made} == {Proposal.objects.get().pk}


def test_sending_at_once_sends_once():
    body, boss, _ = build.group()
    pk = build.draft(body, boss).pk
    results = together(*[lambda: take(Proposal.objects.get(pk=pk), "submit", by=boss, version=0)] * 4)
    assert sorted(type(one) is Stale for one in results) == [False, True, True, True]
    assert ProposalRevision.objects.count() == 1


def test_groups_that_send_at_once_get_numbers_of_their_own():
    call, other = build.call(), build.call()
    drafts = []
    for number in range(4):
        body, boss, _ = build.group()
        drafts.append((build.draft(body, boss, to=(call, other)[number % 2]), boss))
    together(*[lambda one=one, boss=boss: take(one, "submit", by=boss, version=0) for one, boss in drafts])
    numbers = sorted(Proposal.objects.values_list("number", flat=True))
    assert numbers == ["R8-P-0001", "R8-P-0002", "R8-P-0003", "R8-P-0004"]
