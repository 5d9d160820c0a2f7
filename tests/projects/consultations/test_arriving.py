"""「相談したい」 of everybody: sealed as it arrives, and taken up at the desk."""

import uuid

import pytest
from django.test import Client

from kyodo_portal.notices.models import Delivery, Notice
from projects.models import Consultation, Zone
from tests import build

from .build import Desk, unlock

pytestmark = pytest.mark.django_db
PAGE = "/consult/"


@pytest.fixture(scope="module")
def laid_world(lay):
    return lay(Desk)


def sent(**more):
    return {
        "text": "夜が心配です。",
        "who_kind": "person",
        "name": "遠見沢",
        "contact": "080-1234-9876",
        "form_key": uuid.uuid4(),
        **more,
    }


def test_anybody_sends_and_only_holders_read(client_for, world):
    visitor = Client()
    assert "こしゃる見本に相談できます" in build.read(visitor, PAGE)
    missing = build.markup(visitor.post(PAGE, {"form_key": uuid.uuid4()}))
    assert "相談したいことを入れてください。" in missing and not Consultation.objects.exists()
    said = sent()
    for _ in range(2):
        assert visitor.post(PAGE, said)["Location"] == "/consult/sent/#main"
    row = Consultation.objects.get()
    receipt = build.read(visitor, "/consult/sent/")
    assert row.number in receipt and "夜が心配" not in receipt and row.number not in build.read(visitor, "/consult/sent/")
    assert (row.by, row.method, row.who_kind, row.generation, row.topics) == (None, "web", "person", 1, [])
    told = Notice.objects.get(user=world.one)
    assert told.title == f"相談 {row.number} が届きました" and "夜が" not in told.body and "遠見沢" not in told.body
    mails = " ".join(f"{mail.subject}{mail.body}" for mail in Delivery.objects.all())
    assert "夜が心配" not in mails and "遠見沢" not in mails
    client, page = client_for(world.one), row.get_absolute_url()
    assert "まだだれも受けていない" in build.read(client, page) and "夜が心配" not in build.read(client, page)
    assert "1件を見る" in build.read(client, "/desk/")
    unlock(client)
    text = build.read(client, page)
    assert "夜が心配です。" in text and "080-1234-9876" in text
    form = client.get(f"{page}edit/").context["form"]
    taken = {
        "on": f"{build.days(0):%Y-%m-%d}", "method": "web", "minutes": "15", "who_kind": "person", "topics": ["other"],
        "etag": form["etag"].value(), "form_key": uuid.uuid4(), **{name: form[name].value() for name in ("who", "contact", "gist")},
    }  # fmt: skip
    assert client.post(f"{page}edit/", taken).status_code == 302
    row.refresh_from_db()
    assert row.by == world.one and "夜が心配です。" in build.read(client, page)


def test_where_one_came_from_is_sealed_too(client_for, world):
    page = f"/consult/about/partner:{world.group.pk}/"
    assert "相談したい" in build.read(Client(), f"/ask/partner:{world.group.pk}/")
    assert "栄町の会" in build.read(Client(), page) and build.read(Client(), "/consult/about/partner:999999/")
    Client().post(page, sent())
    row, client = Consultation.objects.get(), client_for(world.one)
    assert row.partner is None
    unlock(client)
    assert "（「栄町の会」のページから）" in build.read(client, row.get_absolute_url())


def test_who_is_signed_in_leaves_no_name(client_for, world):
    client_for(world.leader).post(PAGE, sent(name="", contact=""))
    row = Consultation.objects.get()
    assert row.by is None and str(world.leader.pk) not in f"{row.partner_id}{row.project_id}"
    assert not any("夜が" in str(value) for value in client_for(world.leader).session.values())


def test_where_nobody_can_seal_the_telephone_is_said(client_for, world):
    Zone.objects.update(recovery_checked_on=None)
    assert "封をして送れるところがありません" in build.read(Client(), PAGE)
    assert Client().post(PAGE, sent()).status_code == 200 and not Consultation.objects.exists()
    assert "相談したい" not in build.read(Client(), f"/ask/partner:{world.secretariat.pk}/").split("<main")[1].split("<form")[0]


def test_ten_a_day_from_one_line(client_for, world):
    for _ in range(10):
        assert Client().post(PAGE, sent()).status_code == 302
    late = Client().post(PAGE, sent(text="十一通めの文"))
    assert "送れる数を超えました" in late.text and "十一通めの文" in late.text and Consultation.objects.count() == 10
