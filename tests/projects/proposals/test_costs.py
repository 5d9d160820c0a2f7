"""What the busiest steps of a proposal ask of the database: as much for ten officials as for one."""

import pytest

from kyodo_portal.accounts.models import User
from kyodo_portal.notices.models import Delivery
from kyodo_portal.process.actions import take_step
from projects.models import Proposal
from tests import build

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("officials", [1, 4])
def test_sending_and_receiving(client_for, django_assert_max_num_queries, officials):
    office, clerk = build.office("secretariat")
    for _ in range(officials - 1):
        build.join(build.user(), office)
    body, representative, _ = build.group()
    proposal, client = build.draft(body, representative), client_for(representative)
    check = f"/projects/proposals/{proposal.pk}/check/"
    sent = build.sure(client, check, version=0, agreed="on", public="on", clean="on")
    with django_assert_max_num_queries(35):  # the first number of its year takes four of them
        assert client.post(check, sent).status_code == 302
    assert Delivery.objects.count() == officials  # whoever sent it has the notice alone
    proposal, clerk = Proposal.objects.get(pk=proposal.pk), User.objects.get(pk=clerk.pk)
    with django_assert_max_num_queries(20):
        take_step(proposal, "receive", by=clerk, version=1)
    assert Delivery.objects.count() == 1 + officials
