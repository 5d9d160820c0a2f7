"""Doors that stood ajar once: a second factor gone round, a form of another site, staff of the group, forged addresses."""

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client

from partners.models import Partner, Registration
from tests import build

from .city import _in_review, people, settle

pytestmark = pytest.mark.django_db


def test_staff_without_a_second_factor_read_on_public_pages_what_visitors_read(client_for, settings):
    settings.KYODO_STAFF_MFA = True
    group, representative, _ = build.group()
    Partner.objects.filter(pk=group.pk).update(phone="0258-99-1111")
    sent = build.submitted(group, representative)
    official = client_for(build.office("secretariat")[1])
    page = official.get(f"/partners/{group.pk}/")
    assert page.status_code == 200 and "0258-99-1111" not in page.content.decode()
    assert official.get(f"/projects/proposals/{sent.pk}/").status_code == 404
    assert official.get("/me/").url == "/accounts/2fa/"
    assert "0258-99-1111" in client_for(representative).get(f"/partners/{group.pk}/").content.decode()
    settings.KYODO_STAFF_NETWORKS = ["127.0.0.0/8"]
    assert "0258-99-1111" in official.get(f"/partners/{group.pk}/").content.decode()
    # A proxy that nobody has counted: all the world comes from its address.
    assert official.get("/me/", headers={"X-Forwarded-For": "203.0.113.9"}).url == "/accounts/2fa/"


def test_what_another_site_sends_is_not_offered_to_be_sent_again():
    group, representative, _ = build.group()
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(representative)
    values = {"phone": "yes", "note": "わなの文"}
    where = f"/partners/{group.pk}/publish/"
    for said in (
        {"Origin": "https://wana.example"},
        {"Origin": "null"},
        {"Referer": "https://wana.example/"},
        {"Sec-Fetch-Site": "cross-site"},
    ):
        answer = browser.post(where, values, headers=said)
        page = answer.content.decode()
        assert answer.status_code == 403 and "わなの文" not in page and "この内容でもう一度送る" not in page, said
    own = browser.post(where, values, headers={"Origin": "http://testserver"})  # our own page, only too old
    assert "わなの文" in own.content.decode() and "この内容でもう一度送る" in own.content.decode()


def test_staff_of_the_group_read_of_their_own_proposal_what_the_group_reads(client_for):
    who = people()
    proposal = _in_review(who, build.call(), "見本の審査中")
    page = f"/admin/projects/proposal/{proposal.pk}/change/"
    assert "CNRY-opinion" in client_for(who.jimukyoku).get(page).content.decode()
    build.join(who.jimukyoku, who.group)
    for address in (page, f"/projects/proposals/{proposal.pk}/"):
        answer = client_for(who.jimukyoku).get(address)
        assert answer.status_code == 200 and "CNRY-opinion" not in answer.content.decode()
    step = client_for(who.jimukyoku).post(f"/admin/projects/proposal/{proposal.pk}/step/decide/", {"version": proposal.version})
    assert step.status_code == 403


def test_rights_end_with_their_day_in_an_open_session(client_for):
    who, _, _ = settle()
    group, application = who.group, Registration.objects.exclude(purpose="claim").get()
    draft = who.group.proposals.get(status="draft")
    desk = f"/projects/review/{who.group.proposals.get(status='reviewing').pk}/"
    asked = {
        who.kosharu: f"/projects/proposals/{draft.pk}/", who.kaiin: f"/partners/{group.pk}/members/", who.shinsa: desk,
        who.tanto: "/admin/", who.jimukyoku: f"/partners/registrations/{application.pk}/papers/{application.files.get().pk}/",
    }  # fmt: skip
    sessions = {person: client_for(person) for person in asked}
    for person, address in asked.items():
        assert sessions[person].get(address).status_code == 200, address
        for rights in (person.memberships, person.assignments, person.panel_seats):
            rights.update(until=build.days(-1))
    assert {address: sessions[person].get(address).status_code for person, address in asked.items()} == {
        address: 403 if "members" in address else 404 for address in asked.values()
    }


def test_forged_addresses_do_not_lift_the_limit_on_signing_in(client):
    call_command("createcachetable")
    caches["default"].clear()
    answers = [
        client.post(
            "/accounts/login/",
            {"login": f"dare{n}@example.jp", "password": "chigau-2026"},
            headers={"X-Forwarded-For": f"198.51.100.{n}"},
        )
        for n in range(12)
    ]
    assert "しばらく止めています" in answers[-1].content.decode() or answers[-1].status_code == 429
    assert "しばらく止めています" not in answers[0].content.decode()


FORGED = {
    "standing": "registered", "office": "secretariat", "kind": "company", "name": "にせの名前", "status": "adopted", "version": "99", "number": "R8-9999",
    "department": "1", "submitted_at": "2020-01-01", "is_superuser": "on", "is_staff": "on", "is_active": "on", "is_sample": "", "created_by": "1",
}  # fmt: skip


def test_fields_that_no_form_asks_for_change_nothing(client_for):
    body, representative, _ = build.group("見本ひだまりの会")
    draft = build.draft(body, representative)
    before = Partner.objects.values("standing", "office", "kind", "name", "is_sample").get(pk=body.pk)
    browser = client_for(representative)
    assert browser.post(f"/partners/{body.pk}/edit/", {**FORGED, "pr": "よろしく", "draft": "1"}).status_code in (200, 302)
    browser.post(f"/projects/proposals/{draft.pk}/edit/idea/", {**FORGED, "title": "新しい名前", "etag": "x"})
    browser.post("/accounts/email/", {**FORGED, "email": "betsu@example.jp"})
    assert Partner.objects.values(*before).get(pk=body.pk) == before
    draft.refresh_from_db()
    representative.refresh_from_db()
    assert (draft.status, draft.version, draft.number, draft.department_id, draft.created_by_id) == (
        "draft",
        0,
        None,
        None,
        representative.pk,
    )
    assert (representative.is_superuser, representative.is_staff) == (False, False)


def test_nobody_proposes_for_or_with_a_group_that_is_not_theirs_or_not_registered(client_for):
    (body, representative, _), other, applying = build.group(), build.group()[0], build.partner(standing="applying")
    call, browser = build.call(), client_for(representative)
    for strange in (other, applying):
        answer = browser.post(f"/projects/calls/{call.pk}/propose/", {"partner": strange.pk, "form_key": build.uuid4()})
        assert answer.status_code == 200 and not call.proposals.exists()
    draft = build.draft(body, representative, to=call)
    page = browser.get(f"/projects/proposals/{draft.pk}/edit/who/")
    browser.post(page.request["PATH_INFO"], {"co_partners": [applying.pk], "etag": page.context["etag"], "next": "1"})
    assert not draft.joint_groups.exists()


def test_a_one_time_key_of_somebody_else_opens_and_breaks_nothing(client_for):
    (_, representative, _), (body2, other_representative, _) = build.group(), build.group()
    call, key = build.call(), build.uuid4()
    for person, expected in ((representative, 302), (other_representative, 200)):
        own = person.memberships.get().partner_id
        assert (
            client_for(person).post(f"/projects/calls/{call.pk}/propose/", {"partner": own, "form_key": key}).status_code
            == expected
        )
    assert not body2.proposals.exists()


def test_papers_do_not_come_after_signing_out(client_for):
    who, addresses, _ = settle()
    papers = [address for address in addresses if "/files/" in address and "edit" not in address or "/papers/" in address]
    browser = client_for(who.dantai)
    assert {browser.get(address).status_code for address in papers} == {200}
    browser.logout()
    assert {browser.get(address).status_code for address in papers} <= {302, 404}
