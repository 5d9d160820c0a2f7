"""The papers of a group's standing, each button pressed twice: one paper, and the second press leads where the first did."""

from uuid import uuid4

import pytest

from partners.directory.standing import Standing
from partners.models import Partner, Registration
from tests import build

from .test_standing import ending

pytestmark = pytest.mark.django_db


def twice(client, address, data):
    first, second = client.post(address, data), client.post(address, data)
    assert (first.status_code, second.status_code) == (302, 302), build.markup(second)
    assert first.url == second.url and Registration.objects.filter(form_key=data["form_key"]).count() == 1


def test_renewal_with_and_without_changes(client_for):
    for name, more in (("川べりの会", {"promised": "1", "renew": "1"}), ("山の会", {"changes": "1"})):
        partner, boss = ending(name)
        client = client_for(boss)
        form = client.get(f"/partners/{partner.pk}/renew/").context["form"]
        twice(client, f"/partners/{partner.pk}/renew/", {"etag": form["etag"].value(), "form_key": str(uuid4()), **more})


def test_pause_and_resume(client_for):
    partner, boss = build.registered_group("川べりの会")
    twice(client_for(boss), f"/partners/{partner.pk}/pause/", {"reason": "療養のため。", "form_key": str(uuid4())})
    other, chair = build.registered_group("山の会")
    Partner.objects.filter(pk=other.pk).update(standing=Standing.DORMANT)
    twice(client_for(chair), f"/partners/{other.pk}/resume/", {"form_key": str(uuid4())})


def test_a_hearing_and_what_came_on_paper(client_for):
    office = client_for(build.office("secretariat")[1])
    partner, _ = build.registered_group("川べりの会")
    said = {"hear": "1", "reason": "報告がありません。", "hear_by": build.days(10).isoformat(), "form_key": str(uuid4())}
    twice(office, f"/admin/partners/registration/removal/{partner.pk}/", said)
    said = {"what": "new", "channel": "phone", "received_on": build.days(-3).isoformat(), "filed_for": "見本 三郎"}
    twice(office, "/staff/registrations/file/", {**said, "name": "岩沢を語る会", "kind": "other", "form_key": str(uuid4())})
