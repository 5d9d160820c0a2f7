"""Eight presses at the same moment: one takes the place. On PostgreSQL; SQLite lets one writer in at a time."""

import datetime

from django.utils import timezone

from kyodo_portal.accounts.invitation_actions import accept
from kyodo_portal.accounts.models import Invitation
from partners.models import Membership
from tests import build
from tests.races import ON_POSTGRESQL, ends

from .people import make_user

pytestmark = ON_POSTGRESQL


def test_eight_at_once_make_one_place():
    office, clerk = build.office("secretariat")
    comer = make_user("shinjin@example.jp")
    row = Invitation.objects.create(
        kind="staff", target=str(office.pk), email="shinjin@example.jp", part="member", since=build.days(0), by=clerk,
        token_hash="x", expires_at=timezone.now() + datetime.timedelta(days=1),
    )  # fmt: skip
    assert ends(*[lambda: accept(Invitation.objects.get(pk=row.pk), user=comer)] * 8) == ["done"] * 8
    assert Membership.objects.filter(user=comer).count() == 1
