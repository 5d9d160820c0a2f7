"""Pages on which the secretariat reads of people: each look stands in the trail, once a day."""

from uuid import uuid4

import pytest

from kyodo_portal.audit.models import AuditEvent
from partners.models import Theme
from partners.registration.claim_actions import claim
from projects.models import Topic
from tests import build

pytestmark = pytest.mark.django_db


def test_whoever_reads_of_people_at_the_desk_stands_in_the_trail(client_for):
    clerk = build.office("secretariat")[1]
    group, boss, _ = build.group("川べりの会")
    other = build.partner("川べり会", phone="0258-82-0000")
    theme = Theme.objects.create(code="mihon", name="見本", kana="みほん", order=99)
    topic = Topic.objects.create(title="見本", summary="見本", theme=theme, created_by=clerk, form_key=uuid4())
    claimed = claim(partner=other, by=build.user(), form_key=uuid4())
    pages = {
        f"/partners/{group.pk}/members/": ("団体の人", group),
        f"/partners/claims/{claimed.pk}/": ("名乗り出た人", claimed),
        f"/staff/merges/{group.pk}/{other.pk}/": ("連絡先", other),
        f"/voices/{topic.pk}/notes/": ("「わたしも」のひとこと", topic),
        "/staff/errands/": ("用足しの一覧", None),
        "/staff/takeovers/": ("代表者の表", None),
    }
    desk = client_for(clerk)
    for page, (note, target) in pages.items():
        for _ in range(2):
            assert desk.get(page).status_code == 200, page
        rows = AuditEvent.objects.filter(act="look", by=clerk, note=note)
        assert rows.filter(target_id=str(target.pk) if target else "").count() == 1, page
    client_for(boss).get(f"/partners/{group.pk}/members/")  # one's own people are no look
    assert not AuditEvent.objects.filter(act="look", by=boss).exists()
