"""Somebody of a body that only a list of the city names: no page of its own is found, the door of all such bodies is."""

import re

import pytest

from kyodo_portal.accounts.models import Invitation
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.notices.models import Delivery
from partners.directory.standing import Standing
from partners.models import Membership, Request
from tests import build
from tests.accounts.people import make_user
from tests.sent import opened

pytestmark = pytest.mark.django_db
DOOR, LETTER = "/partners/claim/", "/ask/page:claiming-unlisted/"


def test_whoever_is_not_found_writes_to_the_city_and_is_invited(client_for):
    body, person = build.partner("谷の会", standing=Standing.LISTED), make_user("saburo@example.jp")
    _, clerk = build.office("secretariat")
    client, desk = client_for(person), client_for(clerk)
    assert client.get(f"/partners/{body.pk}/claim/").status_code == 404
    for page in ("/partners/?q=谷の会", "/partners/register/"):
        assert f'href="{DOOR}"' in client.get(page).text
    assert f'href="{LETTER}"' in client_for().get(DOOR).text and "職員の人へ" not in build.read(client, DOOR)
    said = {"kind": "consult", "text": "谷の会の会計です。招待は saburo@example.jp に。", "show_contact": "on", "adult": "on"}
    assert client.post(LETTER, opened(client, LETTER, **said)).status_code == 302
    sent = Request.objects.get()
    assert (sent.about, sent.by) == ("page:claiming-unlisted", person)
    assert "saburo@example.jp" in build.read(desk, sent.get_absolute_url())
    assert "職員の人へ" in build.read(desk, DOOR)
    invites = f"/invite/member/{body.pk}/"
    assert client.get(invites).status_code == 404
    said = {"email": person.email, "part": "representative"}
    unsure = desk.post(invites, opened(desk, invites, **said))
    assert "確かめた方法を選んでください" in build.markup(unsure) and not Invitation.objects.exists()
    assert desk.post(invites, opened(desk, invites, **said, proof="papers")).status_code == 302
    event = AuditEvent.objects.get(act="invite")
    assert event.by == clerk and event.note == f"団体の人だと確かめた：総会の議事録などの書類（{jdate(build.days(0))}）"
    mail = Delivery.objects.filter(to=person.email).latest("pk").text
    assert client.post(re.search(r"/accounts/invitation/\S+/", mail)[0]).url == "/me/"
    assert Membership.objects.get(user=person).partner == body
    assert client.get(f"/partners/{body.pk}/").status_code == 200 and client_for().get(f"/partners/{body.pk}/").status_code == 404


def test_its_page_says_the_same_whatever_the_lists_hold(client_for):
    client = client_for(build.user())
    before = client.get(DOOR).text.split("<main")[1]
    build.partner("谷の会", standing=Standing.LISTED)
    assert client.get(DOOR).text.split("<main")[1] == before and "<h1" in before
