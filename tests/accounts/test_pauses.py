"""How long a session lasts, and that nothing typed is lost when it ends. rule: staff 30 minutes without a click, everybody 12 hours"""

import time

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from lxml import html

from kyodo_portal.accounts.models import User

pytestmark = pytest.mark.django_db
WORD = "nagai-kotoba-2026"


@pytest.fixture(autouse=True)
def cache_table(db):
    call_command("createcachetable")
    caches["default"].clear()


def signed_in(make, email, **options):
    user = make(email, WORD, name="見本 太郎")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client = Client(**options)
    assert client.post("/accounts/login/", {"login": email, "password": WORD}).status_code == 302
    return client


@pytest.fixture
def staff(db):
    return signed_in(User.objects.create_superuser, "kanri@example.jp")


def pause(monkeypatch, minutes):
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + minutes * 60)


def test_staff_who_walk_away_are_signed_out(staff, monkeypatch):
    assert staff.get("/inbox/").status_code == 200
    pause(monkeypatch, 31)
    answer = staff.get("/inbox/")
    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/inbox/")
    assert "しばらく操作がなかったので、サインアウトしました。" in staff.get(answer.url).text


def test_every_click_begins_the_half_hour_anew_up_to_twelve_hours(staff, monkeypatch):
    for _ in range(24):
        assert staff.get("/inbox/").status_code == 200
        pause(monkeypatch, 29)
    assert staff.get("/inbox/").status_code == 200
    pause(monkeypatch, 29)
    assert staff.get("/inbox/").status_code == 302


def test_residents_may_take_their_time(monkeypatch):
    client = signed_in(User.objects.create_user, "jumin@example.jp")
    pause(monkeypatch, 11 * 60)
    assert client.get("/inbox/").status_code == 200


def test_what_was_typed_outlives_the_session():
    client = signed_in(User.objects.create_user, "jumin@example.jp")
    client.get("/accounts/logout/")  # a page with a form: the browser has our CSRF cookie now
    client.session.flush()
    answer = client.post("/partners/1/edit/", {"name": "見本の会", "password": "himitsu"})
    page = html.fromstring(answer.text)
    assert answer.status_code == 403 and "himitsu" not in answer.text
    form = page.xpath("//main//form")[0]
    assert form.get("action") == "/partners/1/edit/"
    assert form.xpath(".//input[@name='name']/@value") == ["見本の会"]
    assert page.xpath("//main//a[@href='/accounts/login/']")


def test_a_visitor_who_never_had_a_form_is_led_to_the_sign_in(client):
    assert client.post("/inbox/read/", {"text": "xx"}).url == "/accounts/login/?next=/inbox/read/"
