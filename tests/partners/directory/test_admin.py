"""The admin's side doors: who reads, who decides, what no address tells."""

import pytest
from django.urls import reverse

from partners.models import Membership, Partner, Registration
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


def change_of(row):
    return reverse(f"admin:partners_{row._meta.model_name}_change", args=[row.pk])


def test_departments_read_without_contact_data_and_decide_nothing(client_for):
    _, tanto = build.office("department")
    row = build.registration(build.user())
    client = client_for(tanto)
    page = client.get(change_of(row)).content.decode()
    assert "週に1回" in page and "承認する" not in page
    for words in ("髙﨑", "0258-83-0000", "wakaba@example.jp", "見本町"):
        assert words not in page
    assert "髙﨑" not in client.get(change_of(row.partner)).content.decode()
    step = reverse("admin:partners_registration_step", args=[row.pk, "approve"])
    assert (client.get(step).status_code, client.post(step, {"version": "1"}).status_code) == (403, 403)


def test_the_history_says_what_stood_before_in_whole_and_how_a_matter_went(client_for):
    _, clerk = build.office("secretariat")
    row = build.registration(build.user(), status="registered", secretary=clerk)
    client, body = client_for(clerk), row.partner
    steps = build.read(client, reverse("admin:partners_registration_history", args=[row.pk]))
    assert "<td>状態</td><td>申請中</td><td>登録</td>" in steps
    body.refresh_from_db()
    body.purpose = "はじめの文です。" * 60 + "おわりは、むかしの文です。"
    body.save()
    body.purpose = "はじめの文です。" * 60 + "おわりは、あたらしい文です。"
    body.save()  # from a page of its own: no trail of the admin
    history = build.read(client, reverse("admin:partners_partner_history", args=[body.pk]))
    assert "むかしの文です。" in history and "あたらしい文です。" in history and "<td>目的</td>" in history
    assert client_for(build.office()[1]).get(reverse("admin:partners_membership_history", args=[1])).status_code in (403, 404)


def test_staff_of_the_group_do_not_judge_it(client_for):
    _, clerk = build.office("secretariat")
    row = build.registration(clerk)
    client = client_for(clerk)
    assert "決めることはできません" in client.get(change_of(row)).content.decode()
    step = reverse("admin:partners_registration_step", args=[row.pk, "approve"])
    assert client.post(step, {"version": "1"}).status_code == 403
    row.refresh_from_db()
    assert row.status == "submitted"


def test_drafts_are_not_there(client_for):
    _, clerk = build.office("secretariat")
    row = build.registration(build.user(), status="draft", name="まだ出していない会")
    for person in (clerk, build.system_admin()):
        client = client_for(person)
        for address in (change_of(row), reverse("admin:partners_registration_history", args=[row.pk]),
                        reverse("admin:partners_registration_step", args=[row.pk, "approve"])):  # fmt: skip
            assert client.get(address).status_code == 404, address
        assert "まだ出していない会" not in client.get(reverse("admin:partners_registration_changelist")).content.decode()


def test_residents_find_no_admin(client_for):
    row = build.registration(build.user())
    assert client_for(build.user()).get(change_of(row)).status_code == 404


@pytest.mark.parametrize(
    "query", ["phone__startswith=0258", "representative__contains=髙", "partner__phone__startswith=0", "payload__phone=1"]
)
def test_no_filter_tells_what_a_page_hides(client_for, query):
    _, tanto = build.office("department")
    build.registered_group()
    client = client_for(tanto)
    for model in ("partner", "registration"):
        answer = client.get(reverse(f"admin:partners_{model}_changelist") + f"?{query}")
        assert answer.status_code in (302, 400), (model, query)


def test_list_filters_and_queue(client_for):
    _, clerk = build.office("secretariat")
    build.registration(build.user(), name="一の会")
    build.registration(build.user(), status="correcting", name="二の会", secretary=clerk)
    client = client_for(clerk)
    url = reverse("admin:partners_registration_changelist")
    page = client.get(f"{url}?status=submitted").content.decode()
    assert "一の会" in page and "二の会" not in page
    assert "一の会" not in client.get(f"{url}?age=7").content.decode()
    assert client.get(f"{url}?age=x&status=y").status_code == 200
    assert f"{url}?queue=new" in client.get("/admin/").content.decode()
    page = client.get(f"{url}?queue=new").content.decode()
    assert "一の会" in page and "二の会" not in page


def test_secretariat_edits_rows_but_no_standing_and_no_office(client_for):
    _, clerk = build.office("secretariat")
    group, _ = build.registered_group()
    client = client_for(clerk)
    form = client.get(change_of(group)).context["adminform"].form
    values = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    answer = client.post(
        change_of(group),
        {**values, "source_note": "市の名簿", "pr": "あたらしい紹介", "standing": "left", "office": "secretariat"},
    )
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    row = Partner.objects.get(pk=group.pk)
    assert (row.source_note, row.standing, row.office) == ("市の名簿", "registered", "none")
    assert "あたらしい紹介" in row.search_text
    client = client_for(build.system_admin())
    assert client.post(change_of(group), {**values, "office": "coordinator"}).status_code == 302
    assert Partner.objects.get(pk=group.pk).office == "coordinator"


def test_a_membership_is_entered_and_ended_by_the_secretariat(client_for):
    _, clerk = build.office("secretariat")
    group, person = build.partner(), build.user()
    client = client_for(clerk)
    answer = client.post(
        reverse("admin:partners_membership_add"),
        {"user": person.email.upper(), "partner": group.pk, "part": "representative", "since": "R8.4.1"},
    )
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    row = Membership.objects.get(user=person)
    answer = client.post(
        change_of(row),
        {"user": person.email.upper(), "partner": group.pk, "part": "member", "since": "2026年4月1日", "until": "2026/3/1"},
    )
    assert answer.status_code == 200  # ends before it begins
    assert person.email in client.get(change_of(row)).content.decode()
    answer = client.post(change_of(row), {"user": "daremo@example.jp", "partner": group.pk, "part": "member", "since": "R8.4.1"})
    assert "利用者はいません" in answer.content.decode()
    _, tanto = build.office("department")
    assert client_for(tanto).get(change_of(row)).status_code in (403, 404)


def test_every_changelist_and_form_opens(client_for):
    client = client_for(build.system_admin())
    for model in ("partner", "membership", "assignment", "area", "field", "registration"):
        assert client.get(reverse(f"admin:partners_{model}_changelist")).status_code == 200, model
    for model in ("partner", "membership", "assignment", "area"):
        assert client.get(reverse(f"admin:partners_{model}_add")).status_code == 200, model
    assert Registration.objects.count() == 0
