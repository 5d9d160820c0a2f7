"""Bad input and faults at the registration: nothing breaks, nothing typed is lost, nobody is first twice."""

import uuid

import pytest
from django.urls import reverse

from kyodo_portal.process.edits import ETAG
from partners.models import Registration
from partners.rules.models import rule_in_force
from tests import build
from tests.partners.registration import start
from tests.partners.registration.words import opened, pages

NAMES = [
    "<img src=x onerror=alert(1)>",
    "あ" * 10_000,
    "a\x00b",
    "😀" * 20,
    "髙﨑𠮷の会",
    "\u200b\u2060",
    "{{ city }}{% now %}",
    "a\nb",
    "　",
]


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_names_on_the_start_page_and_in_a_draft(client_for, name):
    client = client_for(build.user())
    answer = client.post("/partners/register/", {"name": name, **start.NPO, "form_key": str(uuid.uuid4())})
    if answer.status_code == 200:
        assert answer.context["form"].errors["name"] and Registration.objects.count() == 0
    else:
        assert Registration.objects.get().payload["name"] == name
    row = build.registration(build.user(), status="draft")
    client = client_for(row.created_by)
    answer = client.post(
        f"/partners/registrations/{row.pk}/about/",
        {**pages()["about"], **opened(row, "about"), "name": name, "purpose": "のこる文", "draft": "1"},
    )
    assert answer.status_code in (200, 302)
    again = client.get(f"/partners/registrations/{row.pk}/about/")
    assert again.status_code == 200 and "のこる文" in again.content.decode()
    for tail in ("", "check/"):
        page = client.get(f"/partners/registrations/{row.pk}/{tail}")
        assert page.status_code == 200 and "<img src=x" not in page.content.decode()


@pytest.mark.django_db
def test_a_wrong_page_says_everything_at_the_fields(client_for):
    row = build.registration(build.user(), status="draft")
    client = client_for(row.created_by)
    answer = client.post(
        f"/partners/registrations/{row.pk}/about/",
        {**opened(row, "about"), "corporate_number": "1234567890123", "members_count": "たくさん", "next": "1"},
    )
    errors = answer.context["form"].errors
    assert answer.status_code == 200 and set(errors) == {"name", "kana", "kind", "corporate_number", "members_count", "purpose"}
    assert "エラー（6件）" in answer.content.decode()
    answer = client.post(
        f"/partners/registrations/{row.pk}/activity/", {**pages()["activity"], "fields": ["1", "2", "3", "4"], "next": "1"}
    )
    assert "3つまで" in answer.content.decode()
    answer = client.post(
        f"/partners/registrations/{row.pk}/activity/",
        {**opened(row, "activity"), "fields": ["9" * 40, "x"], "areas": "\x00", "draft": "1"},
    )
    assert answer.status_code == 200
    assert client.get(f"/partners/registrations/{row.pk}/nothing/").status_code == 404


@pytest.mark.django_db
def test_a_page_that_was_open_when_the_application_was_sent(client_for):
    row = build.registration(build.user())
    answer = client_for(row.created_by).post(
        f"/partners/registrations/{row.pk}/about/", {**pages()["about"], "purpose": "おくれた文", "next": "1"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409 and "<dt>団体の目的</dt><dd>おくれた文</dd>" in page
    assert "<dt>団体の種類</dt><dd>NPO法人</dd>" in page
    row.refresh_from_db()
    assert row.payload["purpose"] != "おくれた文"


@pytest.mark.django_db
def test_a_file_that_lies_is_refused_and_papers_come_and_go(client_for):
    from django.core.files.uploadedfile import SimpleUploadedFile

    row = build.registration(build.user(), status="draft")
    client = client_for(row.created_by)
    url = f"/partners/registrations/{row.pk}/files/"
    answer = client.post(url, {"kind": "rules", "file": SimpleUploadedFile("規約.pdf", b"<html>"), "upload": "1"})
    assert answer.status_code == 200 and "PDF" in answer.context["form"].errors["file"][0]
    answer = client.post(url, {"kind": "", "file": SimpleUploadedFile("規約.pdf", b"%PDF-1.4 x"), "upload": "1"})
    assert "種類を選んでから、資料をもう一度選んでください。" in answer.content.decode() and not row.files.exists()
    assert (
        client.post(url, {"kind": "rules", "file": SimpleUploadedFile("規約.pdf", b"%PDF-1.4 x"), "upload": "1"}).status_code
        == 302
    )
    paper = row.files.get()
    answer = client.get(f"/partners/registrations/{row.pk}/papers/{paper.pk}/")
    assert answer.headers["Content-Type"] == "application/pdf" and "attachment" in answer.headers["Content-Disposition"]
    for remove in ("x", "9" * 60, str(paper.pk)):
        assert client.post(url, {"remove": remove}).status_code == 302
    assert not row.files.exists()
    assert client.post(url, {"next": "1"}).headers["Location"].endswith("/pledge/#main")


@pytest.mark.django_db
def test_a_stale_decision_writes_nothing(client_for):
    _, clerk = build.office("secretariat")
    row = build.registration(build.user())
    step = reverse("admin:partners_registration_step", args=[row.pk, "approve"])
    client = client_for(clerk)
    first, second = (client.post(step, {"version": "1"}) for _ in range(2))  # the same button, pressed twice
    assert (first.status_code, second.status_code) == (302, 302) and first["Location"] == second["Location"]
    assert client_for(build.office("secretariat")[1]).post(step, {"version": "1"}).status_code == 409
    decline = reverse("admin:partners_registration_step", args=[row.pk, "decline"])
    late = client.post(decline, {"version": "1", "reason": "書類と違うためです。"})
    assert late.status_code == 409 and "書類と違うためです。" in late.content.decode()
    assert client.post(step, {"version": "x"}).status_code in (200, 409)
    assert row.changes.filter(step="approve").count() == 1


def test_nobody_begins_more_than_five_applications_at_a_time(client_for):
    person = build.user()
    browser = client_for(person)
    for number in range(6):
        answer = browser.post(
            "/partners/register/",
            {
                "name": f"見本の会その{number}ばん",
                **start.CIVIC,
                "form_key": str(uuid.uuid4()),
                "sure": f"見本の会その{number}ばん",
            },
        )
    assert "書きかけの申請が5件あります。" in answer.content.decode()
    assert Registration.objects.filter(created_by=person).count() == 5


@pytest.mark.django_db
def test_a_page_that_is_left_with_an_error_keeps_what_was_typed(client_for):
    """「次へ」 with a wrong field, and the tab is closed: all of it is in the draft, also what is to be put right, and nothing is sent by it."""
    row = build.registration(build.user(), status="draft")
    client = client_for(row.created_by)
    address = f"/partners/registrations/{row.pk}/about/"
    typed = {**pages()["about"], "purpose": "のこる文", "members_count": "たくさん"}
    answer = client.post(address, {**typed, **opened(row, "about"), "next": "1"})
    assert (
        answer.status_code == 200
        and "ここまで入れたものは、下書きに残しました。直すところがあります。" in answer.content.decode()
    )
    form = client.get(address).context["form"]
    assert (form["purpose"].value(), form["members_count"].value()) == ("のこる文", "たくさん")
    check = client.get(f"/partners/registrations/{row.pk}/check/")
    assert (
        not client.post(f"/partners/registrations/{row.pk}/check/", build.sure(client, check.request["PATH_INFO"])).status_code
        == 302
    )
    again = client.post(address, {**typed, ETAG: form[ETAG].value(), "members_count": "24", "next": "1"})
    assert again.status_code == 302 and Registration.objects.get().payload["members_count"] == "24"


@pytest.mark.django_db
def test_the_page_with_its_error_goes_on_from_what_it_kept(client_for):
    """Put right and sent again it is no second tab of itself; whoever wrote elsewhere meanwhile is still seen."""
    row = build.registration(build.user(), status="draft")
    client = client_for(row.created_by)
    address = f"/partners/registrations/{row.pk}/about/"
    typed = {**pages()["about"], **opened(row, "about"), "purpose": "のこる文", "members_count": "たくさん", "next": "1"}
    token = client.post(address, typed).context["form"][ETAG].value()
    client.post(
        address,
        {**typed, "purpose": "べつの画面の文", "members_count": "24", ETAG: client.get(address).context["form"][ETAG].value()},
    )
    clash = client.post(address, {**typed, ETAG: token, "purpose": "この画面の文", "members_count": "25"})
    assert clash.status_code == 409 and "べつの画面の文" in clash.content.decode() and "この画面の文" in clash.content.decode()
    right = client.post(address, {**typed, "members_count": "24", ETAG: clash.context["form"][ETAG].value()})
    assert right.status_code == 302 and Registration.objects.get().payload["purpose"] == "のこる文"


@pytest.mark.django_db
def test_an_npo_without_its_number_is_asked_about_it_before_anybody_judges(client_for):
    """It can be sent: the group reads it on the check page, and it is no condition of a rule."""
    row = build.registration(build.user(), status="draft")
    row.payload = {**row.payload, "name": "雪", "kind": "npo", "corporate_number": ""}
    row.rule = rule_in_force("npo")
    row.save()
    client = client_for(row.created_by)
    asked = "法人番号：法人番号が書かれていません。NPO法人なら、13けたの番号があります"
    page = f"/partners/registrations/{row.pk}/check/"
    assert asked in client.get(page).content.decode()
    Registration.objects.filter(pk=row.pk).update(payload={**row.payload, "corporate_number": "5050005005266"})
    assert "13けたの番号があります" not in client.get(page).content.decode()
    Registration.objects.filter(pk=row.pk).update(payload={**row.payload, "kind": "civic"})
    assert "13けたの番号があります" not in client.get(page).content.decode()
