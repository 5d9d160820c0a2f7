"""The payload of an application: one table for pages and actions, and applications that are older than a row of it."""

import pytest
from django.urls import reverse

from partners.directory.forms import form_pages
from partners.directory.payload import as_json, cleaned_payload, judge
from partners.directory.schema import BASE, schema_of
from partners.models import Partner, Registration
from partners.rules.models import rule_in_force
from tests import build
from tests.partners.registration.words import opened, pages

pytestmark = pytest.mark.django_db


def without(registration, *names):
    """The application as it would be if its form had not asked for these."""
    registration.payload = {name: value for name, value in registration.payload.items() if name not in names}
    Registration.objects.filter(pk=registration.pk).update(payload=registration.payload)


def step_of(registration, name):
    return reverse("admin:partners_registration_step", args=[registration.pk, name])


def test_what_was_added_after_an_application_was_sent_is_empty_and_unpublished(client_for):
    row = build.registration(build.user())
    without(row, "pr", "members_count", "publish_phone", "publish_fax", "pledge_privacy")
    office = client_for(build.office("secretariat")[1])
    assert office.post(step_of(row, "approve"), {"version": "1"}).status_code == 302
    partner = Partner.objects.get(pk=row.partner_id)
    assert (partner.standing, partner.phone, partner.pr, partner.members_count) == ("registered", "0258-83-0000", "", None)
    assert not partner.consents.exists()
    assert "0258-83-0000" not in client_for().get(f"/partners/{partner.pk}/").content.decode()


def test_what_became_required_after_an_application_was_sent_is_asked_for_by_a_correction(client_for):
    row = build.registration(build.user())
    without(row, "kana")
    group, office = client_for(row.created_by), client_for(build.office("secretariat")[1])
    answer = office.post(step_of(row, "approve"), {"version": "1"})
    assert answer.status_code == 200 and "申請の「ふりがな」に、今の決まりに合わないところがあります" in answer.content.decode()
    asked = {"version": "1", "why_kana": "並べるのに使います。", "due": build.days(14).isoformat()}
    assert office.post(step_of(row, "ask_correct"), asked).status_code == 302
    correct = f"/partners/registrations/{row.pk}/correct/"
    assert 'name="kana"' in group.get(correct).content.decode()
    assert group.post(correct, {"version": "2", "kana": "わかばみまもりのかい"}).status_code == 302
    assert office.post(step_of(row, "approve"), {"version": "3"}).status_code == 302
    assert Partner.objects.get(pk=row.partner_id).kana == "わかばみまもりのかい"


def test_a_change_leaves_alone_what_its_form_did_not_ask_for(client_for):
    group, representative = build.registered_group()
    _, clerk = build.office("secretariat")
    client, office = client_for(representative), client_for(clerk)
    client.post(f"/partners/{group.pk}/change/", {"form_key": "8a0b6a4e-35b5-4a9d-9d52-0a2f0c1f7a11"})
    new = Registration.objects.latest("pk")
    client.post(
        f"/partners/registrations/{new.pk}/about/",
        {**pages()["about"], **opened(new, "about"), "name": "わかばの家", "next": "1"},
    )
    client.post(f"/partners/registrations/{new.pk}/pledge/", {**pages()["pledge"], "next": "1"})
    client.post(
        f"/partners/registrations/{new.pk}/check/", build.sure(client, f"/partners/registrations/{new.pk}/check/", version="0")
    )
    new.refresh_from_db()
    new.payload["before"] = {name: value for name, value in new.payload["before"].items() if name not in ("pr", "publish_phone")}
    without(new, "pr", "publish_phone")
    assert office.post(step_of(new, "approve"), {"version": "1"}).status_code == 302
    group.refresh_from_db()
    assert (group.name, group.pr) == ("わかばの家", "ちょっとした困りごと、聞きます。")
    assert [consent.field for consent in group.consents.in_force()] == ["phone"]


def test_every_page_asks_for_exactly_what_the_table_and_the_rule_name():
    schema = schema_of(rule_in_force("neighbourhood"))
    for key, form in form_pages(schema).items():
        assert list(form.base_fields) == [item.name for item in schema.items_of(key)]
        assert [form.base_fields[item.name].required for item in schema.items_of(key)] == [
            item.required for item in schema.items_of(key)
        ]
    assert set(BASE.written) <= {field.name for field in Partner._meta.get_fields()}
    assert set(BASE.consents.values()) == set(Partner.CONSENT_FIELDS)
    assert set(schema.editable) | set(schema.by_application) == set(schema.written)


@pytest.mark.parametrize(
    ("name", "entered"),
    [
        ("name", " 髙﨑の会 "), ("name", "あ" * 121), ("name", ""), ("name", "a\nb"), ("name", "\u200b"),
        ("kana", "ﾜｶﾊﾞ"), ("kana", "若葉"), ("kind", "npo"), ("kind", "department"), ("kind", "x"),
        ("corporate_number", "４０００-０２０１-５２０８１"), ("corporate_number", "1234567890123"), ("corporate_number", ""),
        ("members_count", "２４人"), ("members_count", "たくさん"), ("members_count", "-1"), ("members_count", "9" * 12),
        ("purpose", "一行目\r\n二行目"), ("purpose", "あ" * 801), ("fields", ["1", "2", "3", "4"]), ("fields", ["x"]),
        ("fields", ["1"]), ("fields", []), ("areas", ["9" * 40]), ("areas", ["99999"]), ("website", "https://example.jp/"),
        ("website", "javascript:alert(1)"), ("postal_code", "〒947-0028"), ("postal_code", "947"), ("phone", "０２５８－８３－３５１２"),
        ("phone", "12"), ("fax", ""), ("email", "WAKABA@example.jp"), ("email", "wakaba"), ("publish_phone", "yes"),
        ("publish_phone", "maybe"), ("publish_phone", ""), ("pledge_aims", True), ("pledge_aims", ""),
    ],
)  # fmt: skip
def test_the_action_takes_and_refuses_what_the_page_does(name, entered):
    whole = {key: value for page in pages().values() for key, value in page.items()} | {name: entered}
    schema = schema_of(rule_in_force("npo"))
    form = form_pages(schema)[schema.items[name].page](whole)
    values, wrong = judge(whole, schema=schema)
    assert wrong == ([] if form.is_valid() else [name])
    if not wrong:
        assert as_json(values[name]) == cleaned_payload(form)[name]
