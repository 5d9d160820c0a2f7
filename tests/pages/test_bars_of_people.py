"""How much the pages of registering, exchanging, writing and accompanying ask, beside what every page asks of who is signed in.

The same at 15,000 offers and 5,000 consultations: tests/bench/people.py, which measures the times too.
"""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kyodo_portal.pages.feeds import FEEDS
from partners.registration.clock_actions import turn_days
from partners.requests.actions import send_request
from partners.requests.message_actions import add_message
from tests import build
from tests.partners.registration.test_standing import ending, press
from tests.partners.requests.build import old
from tests.projects.consultations.build import Desk, unlock

BARE = "/partners/helping/"  # one question of its own, which drafts one helps with
OF_THE_ZONE = 3  # whether one is at the desk, and whether the zone is still open to them: in front of every page of the desk


@pytest.fixture
def world(db):
    """Three of everything: letters in a thread, groups to renew, one of them by paper and one by letter, April, consultations."""
    desk = Desk()
    about = {"about": f"partner:{desk.group.pk}", "about_label": desk.group.name, "kind": "ask", "to": desk.group}
    for number in range(3):
        row = send_request(by=old(build.user()), text=f"質問{number}です。", form_key=uuid4(), **about)
        body, boss = ending(f"見本の会{number}")
        build.group(f"見本町内会{number}", kind="neighbourhood")
        desk.consult(words={"gist": "話"}, next_on=build.days(number))
        if number == 0:
            boss.memberships.all().delete()
        else:
            press(signed_in(boss), body)
    for number in range(3):
        add_message(row, by=row.by, text=f"つづき{number}です。", form_key=uuid4())
    turn_days()
    desk.thread, desk.row = row, desk.consult(words={"gist": "もうひとつの話"})
    return desk


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def asked(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return sum("SAVEPOINT" not in query["sql"] for query in queries)  # those of a transaction within the test's own


def test_no_page_asks_more_than_its_bar(world):
    leader, chief, guide, visitor = signed_in(world.leader), signed_in(world.chief), signed_in(world.one), Client()
    unlock(guide)
    bars = [
        *[(visitor, page, 4) for page in ("/partners/offers/", "/events/", "/voices/", "/opinions/")],
        *[(visitor, f"/feeds/{name}.atom", 2) for name in FEEDS],
        (leader, f"/partners/{world.group.pk}/matches/", 5),
        (guide, "/desk/matches/", 5),
        (leader, f"/requests/{world.thread.pk}/", 6),
        (leader, "/requests/", 6),
        (leader, f"/partners/{world.group.pk}/takeover/", 6),
        (chief, "/admin/partners/registration/", 6),
        (chief, "/admin/partners/request/", 6),
        (chief, "/staff/registrations/renewals/", 6),
        (chief, "/staff/errands/", 6),
        (chief, "/staff/takeovers/", 6),
        (guide, "/desk/", 10 + OF_THE_ZONE),
        (guide, "/desk/consultations/", 5 + OF_THE_ZONE),
        (guide, world.row.get_absolute_url(), 5 + OF_THE_ZONE),
    ]
    frames = {client: asked(client, BARE) - 1 for client in (leader, chief, guide)} | {visitor: 0}
    own = {page: (asked(client, page) - frames[client], bar) for client, page, bar in bars}
    assert {page: pair for page, pair in own.items() if pair[0] > pair[1]} == {}
