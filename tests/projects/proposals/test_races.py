"""Many at once, on a database with real simultaneity: one draft, one submission, numbers without a gap or a twin."""

import threading
import uuid

import pytest
from django.db import connection

from kyodo_portal.process.actions import take_step
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
    body, representative, _ = build.group()
    call, key = build.call(), uuid.uuid4()
    made = together(*[lambda: start_draft(call=call, partner=body, by=representative, form_key=key)] * 4)
    assert {draft.pk for draft in made} == {Proposal.objects.get().pk}


def test_sending_at_once_sends_once():
    body, representative, _ = build.group()
    pk = build.draft(body, representative).pk
    results = together(*[lambda: take_step(Proposal.objects.get(pk=pk), "submit", by=representative, version=0)] * 4)
    assert sorted(type(result) is Stale for result in results) == [False, True, True, True]
    assert ProposalRevision.objects.count() == 1


def test_groups_that_send_at_once_get_numbers_of_their_own():
    call, other = build.call(), build.call()
    drafts = []
    for number in range(4):
        body, representative, _ = build.group()
        drafts.append((build.draft(body, representative, to=(call, other)[number % 2]), representative))
    together(
        *[
            lambda draft=draft, representative=representative: take_step(draft, "submit", by=representative, version=0)
            for draft, representative in drafts
        ]
    )
    numbers = sorted(Proposal.objects.values_list("number", flat=True))
    assert numbers == ["R8-P-0001", "R8-P-0002", "R8-P-0003", "R8-P-0004"]
