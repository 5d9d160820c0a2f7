"""Ticks that name what is not there: nothing is done, nothing is handed out, and the list says so."""

import pytest

from kyodo_portal.common.web.ticks import GONE
from projects.models import Proposal
from tests import build
from tests.sent import text_of

pytestmark = pytest.mark.django_db
# A key that no row has, one that no column holds, what is none.
TICKS = ("0", "999999999", "9223372036854775808", "abc")


@pytest.fixture
def office(client_for):
    return client_for(build.office("secretariat")[1])


# address: (name of the ticks, what is sent besides)
LISTS = {
    "/staff/applications/bulk/": ("application", {"step": "receive"}),
    "/staff/registrations/renewals/check/": ("group", {}),
    "/staff/errands/labels/": ("errand", {"size": "12"}),
    "/staff/letters/check/": ("letter", {}),
}


@pytest.mark.parametrize("address", LISTS)
def test_a_tick_for_what_is_gone_leads_back_to_the_list(address, office):
    name, more = LISTS[address]
    for tick in TICKS:
        answer = office.post(address, {name: tick, **more}, follow=True)
        assert answer.redirect_chain and answer.status_code == 200, (address, tick)
        assert "しるしを付け" in text_of(answer) and (GONE in text_of(answer) or tick == "abc"), (address, tick)


def test_letters_are_not_put_back_by_a_tick_for_what_is_gone(office):
    answer = office.post("/staff/letters/check/", {"letter": "0", "back": "1"}, follow=True)
    assert GONE in text_of(answer) and "0通をもどしました" not in text_of(answer)


def test_offers_go_on_for_those_that_are_there_only(client_for):
    body, boss, _ = build.group()
    client = client_for(boss)
    for tick in TICKS:
        answer = client.post(f"/partners/{body.pk}/offers/continue/", {"offer": tick}, follow=True)
        assert GONE in text_of(answer), tick


def test_a_list_of_the_admin_asks_nothing_of_nothing(office):
    body, leader, _ = build.group()
    row = build.submitted(body, leader)
    page, sent = "/admin/projects/proposal/", {"action": "take_receive", "index": "0"}
    answer = office.post(page, {**sent, "_selected_action": "0"}, follow=True)
    assert GONE in text_of(answer)
    assert "まとめて行う" in text_of(office.post(page, {**sent, "_selected_action": str(row.pk)}))
    assert Proposal.objects.get(pk=row.pk).status == "submitted"
