"""事前相談: asked from the draft, answered by the city, seen at the draft, and what the call's condition counts."""

import uuid

import pytest

from kyodo_portal.process.actions import take_step
from partners.models import Request
from projects.calls.eligibility import refusals_of
from tests import build

pytestmark = pytest.mark.django_db


def test_a_consultation_goes_from_the_draft_to_the_city_and_its_answer_counts(client_for):
    body, representative, member = build.group()
    office, official = build.office("secretariat")
    call = build.call(before="consult", department=office)
    proposal, browser = build.draft(body, representative, to=call), client_for(member)
    contents = browser.get(proposal.get_absolute_url()).content.decode()
    url = f"/ask/call:{call.pk}/?kind=consult&amp;from={body.pk}"
    assert url in contents and "事前に相談することが要ります" in contents
    form = browser.get(url.replace("&amp;", "&"))
    assert form.context["form"]["kind"].value() == "consult" and form.context["form"]["as_partner"].value() == str(body.pk)
    said = {"kind": "consult", "as_partner": body.pk, "text": "道の使用について相談したいです。", "form_key": str(uuid.uuid4())}
    assert browser.post(f"/ask/call:{call.pk}/", said).status_code == 302
    assert "返事を待つ" in browser.get(proposal.get_absolute_url()).content.decode()
    assert refusals_of(call, body)

    row = Request.objects.get()
    take_step(row, "reply", by=official, version=row.version, text="道路課と話しておきます。")
    assert "返事があります" in browser.get(proposal.get_absolute_url()).content.decode()
    assert not refusals_of(call, body)
    other = build.draft(*build.group()[:2], to=call)
    assert "の相談（" not in client_for(other.created_by).get(other.get_absolute_url()).content.decode()
