"""Two decide or send one application at the same moment: one counts, and every application has a number of its own."""

from django.urls import reverse

from partners.models import Partner, Registration
from tests import build
from tests.races import ON_POSTGRESQL, together

pytestmark = ON_POSTGRESQL


def test_two_staff_decide_at_once(client_for):
    row = build.registration(build.user())
    clients = [client_for(build.office("secretariat")[1]) for _ in range(2)]
    step = reverse("admin:partners_registration_step", args=[row.pk, "approve"])
    answers = together(*[lambda client=client: client.post(step, {"version": "1"}).status_code for client in clients])
    assert sorted(answers) == [302, 409]
    assert row.changes.filter(step="approve").count() == 1
    assert Partner.objects.get(pk=row.partner_id).consents.count() == 1


def test_sent_at_once_two_applications_get_two_numbers_and_one_draft_one(client_for):
    drafts = [build.registration(build.user(), status="draft", name=f"第{n}の会") for n in range(3)]
    checks = {row: f"/partners/registrations/{row.pk}/check/" for row in drafts}
    sent = {row: build.sure(client_for(row.created_by), check, version="0") for row, check in checks.items()}
    posts = [lambda row=row: client_for(row.created_by).post(checks[row], sent[row]).status_code for row in [*drafts, drafts[0]]]
    answers = together(*posts)
    assert answers.count(302) >= 3 and set(answers) <= {302, 409}
    assert len(set(Registration.objects.values_list("number", flat=True))) == 3
    assert drafts[0].changes.count() == 1
