"""A page that was opened before something was taken out of public view does not bring it back."""

import pytest
from django.urls import reverse

from kyodo_portal.process.actions import take_step
from partners.models import Partner, Registration
from projects.models import Cycle, Project, Update
from tests import build

pytestmark = pytest.mark.django_db


def opened(client, address, **changes):
    """What the page's form holds now, with changes: None leaves a field out."""
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields} | changes
    return {name: value for name, value in values.items() if value not in (None, False, [])}


def test_an_entry_that_was_taken_out_of_public_view_is_not_published_by_an_old_page(client_for):
    group, _, _ = build.group()
    department, official = build.office("department")
    project = build.cycle(group, department, official).project
    client, address = client_for(official), reverse("admin:projects_project_change", args=[project.pk])
    old = opened(client, address, title="古い名前")
    assert client.post(address, opened(client, address, published=None)).status_code == 302
    answer = client.post(address, old)
    assert answer.status_code == 302  # of two who change different fields both are right
    project = Project.objects.get(pk=project.pk)
    assert (project.published_at, project.title) == (None, "古い名前")


def test_a_record_that_was_made_private_is_not_shown_by_an_old_page(client_for):
    group, representative, _ = build.group()
    department, official = build.office("department")
    cycle = build.cycle(group, department, official, small=True)
    client, page = client_for(representative), f"/projects/{cycle.project_id}/{cycle.fiscal_year}/"
    new = Cycle.objects.get(pk=cycle.pk).get_absolute_url() + "updates/new/"
    assert client.post(new, opened(client, new, title="集まり", body="話した")).status_code == 302
    address = f"{page}updates/{Update.objects.get().pk}/"
    old = opened(client, address)
    assert client.post(address, opened(client, address, is_public=None)).status_code == 302
    assert client.post(address, old).status_code == 302
    assert Update.objects.get().is_public is False


def test_a_choice_in_an_application_is_not_given_back_by_an_old_page(client_for):
    representative = build.user()
    row = build.registration(representative, status="draft")
    client, address = client_for(representative), f"/partners/registrations/{row.pk}/contact/"
    old = opened(client, address, publish_phone="yes", next="1")
    assert client.post(address, opened(client, address, publish_phone="no", next="1")).status_code == 302
    answer = client.post(address, old)
    assert answer.status_code == 409 and "いまの状態：電話番号の公開" in answer.content.decode()
    assert Registration.objects.get().payload["publish_phone"] == "no"
    # What hangs on no choice of the other's goes together with it; a number and its publication are one.
    late, other = opened(client, address, contact_name="見本 次郎"), opened(client, address, phone="0258-83-0001", next="1")
    assert client.post(address, opened(client, address, publish_phone="yes", next="1")).status_code == 302
    text = client.post(address, {**late, "next": "1"}, follow=True).content.decode()
    assert "「電話番号の公開」は、そのまま残しました" in text
    payload = Registration.objects.get().payload
    assert (payload["contact_name"], payload["publish_phone"]) == ("見本 次郎", "yes")
    assert client.post(address, other).status_code == 409 and Registration.objects.get().payload["phone"] != "0258-83-0001"


def test_a_consent_that_was_withdrawn_after_an_application_was_sent_stays_withdrawn(client_for):
    group, representative = build.registered_group()
    clerk = build.office("secretariat")[1]
    client, publish = client_for(representative), f"/partners/{group.pk}/publish/"
    assert client.get(f"/partners/{group.pk}/change/").status_code == 200
    start = client.get(f"/partners/{group.pk}/change/").context["form"]
    client.post(f"/partners/{group.pk}/change/", {"form_key": start["form_key"].value()})
    change = Registration.objects.get(purpose="change")
    contact = f"/partners/registrations/{change.pk}/contact/"
    assert client.post(contact, opened(client, contact, publish_email="yes", next="1")).status_code == 302
    pledge = f"/partners/registrations/{change.pk}/pledge/"
    ticks = {f"pledge_{name}": "on" for name in ("aims", "safe", "true", "privacy")}
    assert client.post(pledge, opened(client, pledge, **ticks, next="1")).status_code == 302
    take_step(change, "submit", by=representative, version=0)
    for choice in ("yes", "no"):
        assert client.post(publish, opened(client, publish, email=choice)).status_code == 302
    take_step(change, "approve", by=clerk, version=1)
    assert "wakaba@example.jp" not in client_for().get(f"/partners/{group.pk}/").content.decode()
    assert not Partner.objects.get(pk=group.pk).consents.in_force().filter(field="email").exists()
