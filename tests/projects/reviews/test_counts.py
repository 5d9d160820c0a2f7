"""What the pages and steps of a round ask of the database: the same for one proposal and for three."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kyodo_portal.process.actions import take_step
from projects.models import Proposal
from tests import build
from tests.projects.reviews.build import World

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(World)


OF_A_ROUND = {
    "/admin/projects/proposal/": 7,
    "/admin/projects/proposal/{proposal}/change/": 13,
    "/admin/projects/proposal/{proposal}/step/decide/": 12,
    "/admin/projects/call/{call}/change/": 9,
    "/admin/projects/review/call/{call}/": 9,
    "/admin/projects/review/call/{call}/decide/": 12,
    "/admin/projects/review/call/{call}/matrix/": 9,
    "/admin/projects/review/paper/{proposal}/{seat}/": 9,
    "/projects/proposals/{proposal}/": 13,
    "/projects/calls/{call}/": 11,
}
OF_A_MEMBER = {"/projects/review/": 10, "/projects/review/{proposal}/": 11}


def asked(client, address):
    """How many questions a page asks that was opened before; without BEGIN, which only SQLite says."""
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len([one for one in queries if not one["sql"].startswith("BEGIN")])


def counts(world, client_for):
    keys = {"call": world.call.pk, "proposal": world.proposal.pk, "seat": world.call.seats.last().pk}
    found = {}
    for person, addresses in ((world.clerk, OF_A_ROUND), (world.panel[0], OF_A_MEMBER)):
        client = client_for(person)
        found |= {address: asked(client, address.format(**keys)) for address in addresses}
    return found


def test_pages_ask_the_same_for_one_proposal_and_for_three(world, client_for):
    assert counts(world, client_for) == OF_A_ROUND | OF_A_MEMBER
    for number in range(2):
        other, _ = world.another(f"企画{number}")
        world.all_sheets(proposal=other)
    assert counts(world, client_for) == OF_A_ROUND | OF_A_MEMBER


def step(proposal, name, *, by, **answers):
    """How many questions a step asks that its page has been opened for: what somebody is, is known."""
    proposal = Proposal.objects.get(pk=proposal.pk)
    proposal.offered_to(by)
    with CaptureQueriesContext(connection) as queries:
        take_step(proposal, name, by=by, version=proposal.version, **answers)
    return len([one for one in queries if not one["sql"].startswith(("BEGIN", "SAVEPOINT", "RELEASE"))])


def test_steps_of_a_proposal_ask_little(world):
    group, representative, _ = build.group("見本の会")
    build.join(world.panel[0], group)  # 除斥 arises, which is told besides
    proposal = world.submitted(group, representative)
    chief = world.clerk
    found = {
        "undo_submit": step(proposal, "undo_submit", by=representative, reason="まちがえました。"),
        "submit": step(proposal, "submit", by=representative),
        "receive": step(proposal, "receive", by=chief),
        "undo_receive": step(proposal, "undo_receive", by=chief, reason="まちがえました。"),
        "withdraw": step(proposal, "withdraw", by=representative, reason="都合がつきません。"),
    }
    assert found == {"undo_submit": 23, "submit": 20, "receive": 15, "undo_receive": 25, "withdraw": 14}
