"""自分のデータ: the own name, everything in one file, and proving who one is first."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kyodo_portal.accounts.models import User
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.common.files import uploads
from kyodo_portal.process.edits import etag_of
from partners.models import Membership
from partners.registration.file_actions import add_file
from tests import build

from .build import MAIL, NAME, PASSWORD, apply, later, signed_in

pytestmark = pytest.mark.django_db


def test_a_person_changes_the_own_name():
    user, client = signed_in()
    assert "名前を変える" in build.read(client, "/me/data/")
    seen = etag_of({"name": user.name})
    answer = client.post("/me/data/name/", {"name": "雲居　みお", "etag": seen})
    assert answer.url == "/me/data/#main"
    assert User.objects.get(pk=user.pk).name == "雲居　みお"
    event = AuditEvent.objects.get(act="rename")
    assert (event.by, event.note) == (user, "自分の名前")
    assert "お名前を入れてください。" in client.post("/me/data/name/", {"name": " "}).text
    late = client.post("/me/data/name/", {"name": "雲居　澪", "etag": seen})  # from a window that was opened before
    assert "いまの内容：雲居　みお" in late.text and 'value="雲居　澪"' in late.text
    assert User.objects.get(pk=user.pk).name == "雲居　みお"


def test_everything_comes_as_one_file():
    user, client = signed_in()
    row = apply(user, name="読み聞かせの会", status="draft")
    paper = uploads.accept(SimpleUploadedFile("規約.pdf", b"%PDF-1.4 kiyaku"))
    add_file(registration=row, by=user, accepted=paper, kind="rules")
    answer = client.post("/me/data/download/")
    assert answer["Content-Type"] == "application/zip"
    pack = zipfile.ZipFile(io.BytesIO(answer.content))
    assert pack.namelist() == ["data.json", "data.html", "files/001-規約.pdf"]
    assert pack.read("files/001-規約.pdf") == b"%PDF-1.4 kiyaku"
    data = json.loads(pack.read("data.json"))
    assert data["利用者"][0]["メールアドレス"] == MAIL
    assert data["所属"] == [{"団体": "読み聞かせの会", "役": "代表者", "いつから": build.days(0).isoformat(), "いつまで": None}]
    assert data["登録の申請"][0]["申請の内容"]["representative"] == NAME
    assert NAME in pack.read("data.html").decode()
    event = AuditEvent.objects.get(act="export")
    assert (event.by, event.note, event.rows) == (user, "自分のデータ", 1)


def test_others_are_not_in_it():
    """What somebody else wrote, and papers of a group that one has left."""
    user, client = signed_in()
    body, boss, _ = build.group("雪割草の会")
    row = apply(user, name="読み聞かせの会", status="draft")
    add_file(registration=row, by=user, accepted=uploads.Accepted("名簿.pdf", "application/pdf", b"%PDF-1.4"), kind="members")
    Membership.objects.filter(user=user).update(since=build.days(-9), until=build.days(-1))
    pack = zipfile.ZipFile(io.BytesIO(client.post("/me/data/download/").content))
    assert pack.namelist() == ["data.json", "data.html"]
    text = pack.read("data.json").decode()
    assert boss.email not in text and "名簿" not in text


def test_it_has_to_be_proved_again_after_ten_minutes(monkeypatch):
    _, client = signed_in()
    later(monkeypatch, 11)
    for page in ("/me/data/download/", "/me/data/close/"):
        assert client.post(page, {"sure": "on"}).url == "/accounts/reauthenticate/?next=%2Fme%2Fdata%2F"
    assert client.get("/me/data/").status_code == 200
    answer = client.post("/accounts/reauthenticate/?next=/me/data/", {"password": PASSWORD})
    assert answer.url == "/me/data/"
    assert client.post("/me/data/download/").status_code == 200


def test_who_has_no_password_signs_in_again_by_code(client_for):
    client = client_for(build.user())
    assert client.post("/me/data/download/").url == "/me/data/again/"
    assert "10分以内にサインインした人だけが使えます" in build.read(client, "/me/data/again/")
    assert client.post("/me/data/again/").url == "/accounts/login/code/?next=%2Fme%2Fdata%2F"
    assert client.get("/me/data/").status_code == 302


def test_the_page_costs_few_queries(django_assert_max_num_queries, client_for):
    client = client_for(build.group()[1])
    client.get("/me/data/")
    with django_assert_max_num_queries(24):
        client.get("/me/data/")


def test_my_page_leads_there(client_for):
    assert 'href="/me/data/"' in build.read(client_for(build.user()), "/me/")
