"""One place, one invitation, eight presses at once; a renewal beside a claim. On PostgreSQL only."""

from uuid import uuid4

from django.db import transaction

from kyodo_portal.accounts.invitation_actions import accept, invite
from partners.models import Membership, Registration
from partners.registration.claim_actions import claim
from partners.registration.receipts import Receipt
from partners.registration.renewal_actions import renew_unchanged
from tests import build
from tests.accounts.people import make_user
from tests.partners.registration.test_standing import ending
from tests.races import ON_POSTGRESQL, ends

pytestmark = ON_POSTGRESQL


def test_eight_acceptances_at_once_are_one_membership():
    group, chair, _ = build.group("北町内会")
    comer = make_user("kaikei@example.jp")
    said = {"kind": "member", "target": str(group.pk), "email": comer.email, "part": "member", "since": build.days(0)}
    with transaction.atomic():
        invitation = invite(**said, by=chair, form_key=uuid4())
    assert ends(*[lambda: accept(invitation, user=comer)] * 8) == ["done"] * 8
    assert Membership.objects.filter(user=comer).count() == 1


def test_the_chair_and_the_office_renew_at_once_while_somebody_claims():
    partner, boss = ending()
    _, clerk = build.office("secretariat")
    person, receipt = build.user("見本 三郎"), Receipt("paper", build.days(0), "")
    acts = (
        lambda: renew_unchanged(partner=partner, by=boss, form_key=uuid4()),
        lambda: renew_unchanged(partner=partner, by=clerk, form_key=uuid4(), receipt=receipt),
        lambda: claim(partner=partner, by=person, form_key=uuid4()),
    )
    assert ends(*acts) == ["ValidationError", "done", "done"]
    assert sorted(Registration.objects.exclude(purpose="new").values_list("purpose", flat=True)) == ["claim", "renewal"]
