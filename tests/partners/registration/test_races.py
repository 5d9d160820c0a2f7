"""Two decide or send one application at the same moment: one counts, and every application has a number of its own. Claims likewise."""

from uuid import uuid4

from django.urls import reverse

from kyodo_portal.process.actions import take_step
from partners.directory.member_actions import end_membership
from partners.models import ClaimLetter, Membership, Partner, Registration
from partners.registration.claim_actions import claim, enter_letter, give_letter
from tests import build
from tests.races import ON_POSTGRESQL, ends, together

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


def test_of_six_claims_of_one_person_at_once_three_wait():
    person, bodies = build.user("見本 三郎"), [build.partner(f"会{number}") for number in range(6)]
    works = [lambda body=body: claim(partner=body, by=person, form_key=uuid4()) for body in bodies]
    assert ends(*works) == ["ValidationError"] * 3 + ["done"] * 3
    assert Registration.objects.claims().count() == 3


def test_whoever_guesses_ten_times_at_once_has_had_five_tries_at_the_letter():
    person, clerk, body = build.user("見本 三郎"), build.office("secretariat")[1], build.partner("谷の会", address="谷町1-2")
    row = claim(partner=body, by=person, form_key=uuid4())
    code = give_letter(row, by=clerk)
    wrong = [f"{(int(code) + number) % 10**6:06}" for number in range(1, 10)]
    assert ends(*[lambda text=text: enter_letter(row, by=person, code=text) for text in wrong]) == ["ValidationError"] * 9
    assert ClaimLetter.objects.get().tries == 5
    assert ends(lambda: enter_letter(row, by=person, code=code)) == ["ValidationError"]


def test_two_claims_of_one_body_proved_at_once_make_one_representative():
    clerk, body = build.office("secretariat")[1], build.partner("谷の会", phone="0258-82-0000")
    rows = [claim(partner=body, by=build.user(), form_key=uuid4()) for _ in range(2)]
    said = {"proof": "phone", "checked_on": build.days(0)}
    together(*[lambda row=row: take_step(row, "prove", by=clerk, version=row.version, **said) for row in rows])
    proved = Registration.objects.filter(status="proved").count()
    parts = sorted(Membership.objects.filter(partner=body).values_list("part", flat=True))
    # Where one was proved first the body has people, and the other claim waits for their days like every other.
    assert parts.count("representative") == 1 and len(parts) == proved


def test_two_representatives_who_leave_at_once_do_not_both_go():
    body, chair, _ = build.group("谷の会")
    second = build.user()
    build.join(second, body, Membership.Part.REPRESENTATIVE)
    rows = list(Membership.objects.filter(partner=body, part="representative").select_related("user", "partner"))
    assert ends(*[lambda row=row: end_membership(membership=row, by=row.user) for row in rows]) == ["ValidationError", "done"]
    assert Membership.objects.valid().filter(partner=body, part="representative").count() == 1
