"""Staff and the second factor."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.core.management import call_command
from django.http import HttpResponse
from django.test import RequestFactory

from kyodo_portal.accounts.middleware import staff_second_factor
from kyodo_portal.accounts.models import User

pytestmark = pytest.mark.django_db
WORD = "nagai-kotoba-2026"


@pytest.fixture(autouse=True)
def cache_table(db):
    call_command("createcachetable")
    caches["default"].clear()


@pytest.fixture
def staff(settings):
    settings.KYODO_STAFF_MFA = True
    user = User.objects.create_superuser("kanri@example.jp", WORD, name="見本 管理")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def code_now(secret):
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def sign_in(client):
    return client.post("/accounts/login/", {"login": "kanri@example.jp", "password": WORD})


def test_staff_set_up_the_app_before_the_admin_opens_and_use_it_ever_after(client, staff, monkeypatch):
    call_command("permit_second_factor", "kanri＠example.jp")
    sign_in(client)
    response = client.get("/admin/")
    assert response.status_code == 302 and response.url == "/accounts/2fa/"
    assert client.get("/accounts/2fa/totp/activate/").url.startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": WORD})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r"次の文字をアプリに入れてください。<br><b>(\w+)</b>", page)[1]
    wrong = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert [text for _, text in wrong.context["form"].error_list] == ["番号を確かめて、もう一度入れてください。"]
    enrolled = code_now(secret)
    response = client.post("/accounts/2fa/totp/activate/", {"code": enrolled}, follow=True)
    assert "まだ使っていない番号（10個）" in response.content.decode()
    assert client.get("/admin/").status_code == 200

    client.post("/accounts/logout/")
    assert sign_in(client).url == "/accounts/2fa/authenticate/"
    assert client.get("/admin/").status_code == 302
    caches["default"].clear()
    again = client.post("/accounts/2fa/authenticate/", {"code": enrolled})  # the number of the enrolment was good once
    assert [text for _, text in again.context["form"].error_list] == ["番号を確かめて、もう一度入れてください。"]
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 30)
    response = client.post("/accounts/2fa/authenticate/", {"code": code_now(secret)})
    assert response.status_code == 302
    assert client.get("/admin/").status_code == 200


def test_a_spare_code_opens_once(client, staff):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(staff, totp.generate_totp_secret())
    spare = RecoveryCodes.activate(staff).get_unused_codes()[0]
    sign_in(client)
    assert client.post("/accounts/2fa/authenticate/", {"code": spare}).status_code == 302
    client.post("/accounts/logout/")
    sign_in(client)
    assert client.post("/accounts/2fa/authenticate/", {"code": spare}).status_code == 200


def through(user, path="/me/", address="203.0.113.9", view=lambda request: HttpResponse("opened")):
    request = RequestFactory().get(path, REMOTE_ADDR=address)
    request.user, request.session = user, {}
    request._messages = type("Box", (), {"add": lambda *args: None})()
    return staff_second_factor(lambda r: None).process_view(request, view, (), {})


def test_only_private_pages_of_staff_are_held_up(staff, settings):
    assert through(staff).url == "/accounts/2fa/"
    assert through(staff, view=login_not_required(lambda request: None)) is None
    assert through(staff, path="/accounts/2fa/totp/activate/") is None
    assert through(User.objects.create_user("jumin@example.jp")) is None
    settings.KYODO_STAFF_MFA = False
    assert through(staff) is None


def test_the_citys_own_networks_are_let_through(staff, settings):
    settings.KYODO_STAFF_NETWORKS = ["192.0.2.0/24", "2001:db8::/32"]
    assert through(staff, address="192.0.2.17") is None
    assert through(staff, address="2001:db8::1") is None
    assert through(staff, address="203.0.113.9").url == "/accounts/2fa/"
