"""What was said against a claim goes with the other refused applications, although nothing of a group's entry stands in it."""

import pytest

from kyodo_portal.personal.disposal_actions import dispose, make_disposal
from partners.models import Registration
from tests import build

pytestmark = pytest.mark.django_db


def test_what_was_said_against_a_refused_claim_is_disposed_of():
    body, _, _ = build.group()
    row = Registration.objects.create(
        partner=body,
        purpose="claim",
        status="declined",
        created_by=build.user(),
        form_key=build.uuid4(),
        objection="知らない人です。",
    )
    Registration.objects.filter(pk=row.pk).update(status_since=build.timezone.now() - build.timedelta(days=6 * 366))
    admin = build.system_admin()
    disposal = make_disposal(year=build.days(0).year - (build.days(0).month < 4), by=admin)
    assert [item.kind for item in disposal.items.all()] == ["registration_declined"]
    dispose(disposal=disposal, by=admin)
    row.refresh_from_db()
    assert row.objection == ""
