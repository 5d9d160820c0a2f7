"""The pages of a call of which nothing has come to the review yet: only a draft, which names a second group."""

import pytest
from django.urls import reverse

from projects.models import JointGroup
from tests import build

pytestmark = pytest.mark.django_db

PAGES = ("call", "matrix", "tally", "tally_now", "decide", "agenda", "hearing", "plan", "papers", "release", "minutes", "absent")


def test_every_page_of_the_call_opens(client_for):
    (lead, boss, _), (friend, _, _) = build.group("見本ひだまりの会"), build.group("見本雪かき隊")
    draft = build.draft(lead, boss)
    page = f"/projects/proposals/{draft.pk}/edit/who/"
    etag = client_for(boss).get(page).context["etag"]
    client_for(boss).post(page, {"co_partners": [friend.pk], "etag": etag, "next": "1"})
    assert JointGroup.objects.filter(proposal=draft, partner=friend).exists()
    office = client_for(build.office("secretariat")[1])
    answers = {name: office.get(reverse(f"admin:projects_review_{name}", args=[draft.call_id])).status_code for name in PAGES}
    assert answers == dict.fromkeys(PAGES, 200)
