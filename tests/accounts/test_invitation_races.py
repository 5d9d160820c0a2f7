"""Eight presses at the same moment: one takes the place. On PostgreSQL; SQLite lets one writer in at a time."""

import datetime
import threading

import pytest
from django.db import connection
from django.utils import timezone

from kyodo_portal.accounts.invitation_actions import accept
from kyodo_portal.accounts.models import Invitation
from partners.models import Membership
from tests import build

from .people import make_user

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite lets one writer in at a time and hides races"),
]


def test_eight_at_once_make_one_place():
    office, clerk = build.office("secretariat")
    comer = make_user("shinjin@example.jp")
    row = Invitation.objects.create(
        kind="staff", target=str(office.pk), email="shinjin@example.jp", part="member", since=build.days(0), by=clerk,
        token_hash="x", expires_at=timezone.now() + datetime.timedelta(days=1),
    )  # fmt: skip
    gate, answers = threading.Barrier(8), []

    def press():
        gate.wait()
        try:
            accept(Invitation.objects.get(pk=row.pk), user=comer)
            answers.append("done")
        except Exception as error:
            answers.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert answers == ["done"] * 8 and Membership.objects.filter(user=comer).count() == 1
