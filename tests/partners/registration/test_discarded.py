"""A draft of a registration is thrown away by a group that has already done something in the portal's other rooms."""

from uuid import uuid4

import pytest

from partners.directory.standing import Standing
from partners.models import Partner, Registration, Request
from tests import build
from tests.sent import opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    person = build.user("見本 花")
    return build.registration(person, status="draft", name="わかば見守りの会"), person


def discard(client, row):
    page = f"{row.get_absolute_url()}discard/"
    return client.post(page, opened(client, page))


def test_a_group_that_was_nothing_but_its_draft_goes_with_it(draft, client_for):
    row, person = draft
    assert discard(client_for(person), row).status_code == 302
    assert not Partner.objects.filter(name="わかば見守りの会").exists() and not Registration.objects.exists()


def test_a_group_that_wrote_a_letter_stays_and_its_letter_too(draft, client_for):
    row, person = draft
    client, (to, _, _) = client_for(person), build.group("雪あかりの会")
    page = f"/ask/partner:{to.pk}/"
    said = {
        "kind": "ask",
        "text": "いっしょに歩きませんか。",
        "as_partner": str(row.partner_id),
        "adult": "on",
        "form_key": str(uuid4()),
    }
    assert client.post(page, opened(client, page) | said).status_code == 302
    letter = Request.objects.get(from_partner=row.partner_id)
    assert discard(client, row).status_code == 302
    left = Partner.objects.get(pk=row.partner_id)
    assert (left.standing, Registration.objects.count()) == (Standing.WITHDRAWN, 0)
    assert client.get(letter.get_absolute_url()).status_code == 200
    assert client_for(None).get(f"/partners/{left.pk}/").status_code == 404
