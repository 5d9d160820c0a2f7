"""What a group said of its own data since a step is newer than what taking the step back would give back."""

from uuid import uuid4

import pytest

from partners.directory.standing import Standing
from partners.models import Partner
from partners.registration.clock_actions import turn_days
from tests import build
from tests.partners.registration.words import pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def ended(client_for):
    """(group, its representative's client, an office's client, the paper): its time ran out, and with it what it had published."""
    partner, boss = build.registered_group("川べりの会")
    Partner.objects.filter(pk=partner.pk).update(valid_until=build.days(-31), registered_from=build.days(-400))
    assert turn_days() == 1 and not partner.consents.in_force().exists()
    return partner, client_for(boss), client_for(build.office("secretariat")[1]), partner.registrations.get(purpose="expire")


def choose(client, partner, **given):
    page = f"/partners/{partner.pk}/publish/"
    said = {**dict.fromkeys(Partner.CONSENT_FIELDS, "no"), **given, "etag": client.get(page).context["form"]["etag"].value()}
    assert client.post(page, said).status_code == 302


def put_back(office, paper):
    paper.refresh_from_db()
    address = f"/admin/partners/registration/{paper.pk}/step/put_back/"
    return office.post(address, {"version": paper.version, "reason": "電話がありました。"})


def test_what_was_withdrawn_meanwhile_stays_withdrawn(ended, client):
    partner, theirs, office, paper = ended
    choose(theirs, partner, phone="yes")
    choose(theirs, partner)
    assert put_back(office, paper).status_code == 302
    partner.refresh_from_db()
    assert partner.standing == Standing.REGISTERED and not partner.consents.in_force().exists()
    assert "0258-83-0000" not in client.get(f"/partners/{partner.pk}/").text


def test_what_was_given_meanwhile_stands_once(ended, client):
    partner, theirs, office, paper = ended
    choose(theirs, partner, phone="yes", email="yes")
    assert put_back(office, paper).status_code == 302
    assert sorted(partner.consents.in_force().values_list("field", flat=True)) == ["email", "phone"]
    assert "0258-83-0000" in client.get(f"/partners/{partner.pk}/").text


def test_what_nobody_touched_is_published_again(ended, client):
    partner, _, office, paper = ended
    assert put_back(office, paper).status_code == 302
    assert list(partner.consents.in_force().values_list("field", flat=True)) == ["phone"]
    assert "0258-83-0000" in client.get(f"/partners/{partner.pk}/").text


def test_a_refusal_that_is_taken_back_leaves_a_later_yes(client_for, client):
    """A change took the telephone off; the group published it again before the office took its approval back."""
    partner, boss = build.registered_group("山の会")
    theirs, office = client_for(boss), client_for(build.office("secretariat")[1])
    theirs.post(f"/partners/{partner.pk}/change/", {"form_key": uuid4()})
    draft = partner.registrations.get(status="draft")
    draft.payload |= {"publish_phone": "no"}
    draft.save()
    own = f"/partners/registrations/{draft.pk}"
    theirs.post(f"{own}/pledge/", build.sure(theirs, f"{own}/pledge/", **pages()["pledge"]))
    theirs.post(f"{own}/check/", build.sure(theirs, f"{own}/check/", version="0"))
    for step in ("approve", "undo_approve"):
        draft.refresh_from_db()
        address = f"/admin/partners/registration/{draft.pk}/step/{step}/"
        assert office.post(address, {"version": draft.version, "reason": "まちがい"}).status_code == 302
        if step == "approve":
            assert not partner.consents.in_force().exists()
            choose(theirs, partner, phone="yes")
    assert list(partner.consents.in_force().values_list("field", flat=True)) == ["phone"]
    assert "0258-83-0000" in client.get(f"/partners/{partner.pk}/").text
