"""名乗り出 beside what else happens: the claimant is invited meanwhile, two claim one body, an old claim keeps no words for ever."""

import pytest

from partners.models import Membership
from tests import build

from .test_claims import begun, listed, proved

__all__ = ("listed",)  # the fixture
pytestmark = pytest.mark.django_db


def test_who_came_in_by_another_door_meanwhile_stays_what_they_are(client_for, listed):
    body, person, clerk = listed
    desk, row = client_for(clerk), begun(client_for(person), body)
    own = Membership.objects.create(user=person, partner=body, part="representative", since=build.days(-3))
    row.submitted_at = build.timezone.now() - build.timedelta(days=30)
    row.save()
    proved(desk, row, "met")
    row.refresh_from_db()
    assert row.status == "proved" and list(Membership.objects.filter(user=person)) == [own]
    desk.post(f"/admin/partners/registration/{row.pk}/step/undo_prove/", {"version": row.version, "reason": "まちがい"})
    row.refresh_from_db()
    own.refresh_from_db()
    assert row.status == "claimed" and own.until is None


def test_whoever_will_only_begin_later_is_of_the_body_at_once_when_proved(client_for, listed):
    body, person, clerk = listed
    desk, row = client_for(clerk), begun(client_for(person), body)
    Membership.objects.create(user=person, partner=body, part="member", since=build.days(20))
    proved(desk, row, "met")
    row.refresh_from_db()
    mine = Membership.objects.get(user=person)
    assert (row.status, mine.part, mine.since) == ("proved", "representative", build.days(0))
