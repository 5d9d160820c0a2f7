"""A first second factor of staff: inside the city's networks, or with an administrator's permit for a day."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.utils import timezone

from kyodo_portal.accounts.models import User
from kyodo_portal.audit.models import AuditEvent
from tests import build

from .people import EMAIL, HOME, STRANGER, WORD, at, browser, make_user, sign_in
from .test_told import after_commit, enrol, fresh  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db
PAGES = ["/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"]


@pytest.fixture
def official(settings):
    """Somebody who works in a city office, with a proven mailbox and a password."""
    settings.KYODO_STAFF_MFA, settings.KYODO_STAFF_NETWORKS = True, ["198.51.100.0/24"]
    user = make_user()
    body, _ = build.office()
    build.join(user, body)
    return user


def permit(user):
    admin = build.system_admin()
    client = browser(HOME)
    client.force_login(admin)
    data = {"action": "permit", "_selected_action": [user.pk]}
    return client.post("/admin/accounts/user/", data, follow=True).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_outside_staff_set_up_no_first_factor_and_are_told_what_to_do(official, page):
    client = fresh(browser(STRANGER))
    for answer in (client.get(page), client.post(page, {"code": "123456"})):
        assert answer.status_code == 403
        text = answer.content.decode()
        assert "庁内のネットワークから、この画面を開きます。" in text and "システム管理者に「外で用意することを許す」" in text
    assert Authenticator.objects.count() == 0


def test_staff_without_a_factor_move_no_account_to_another_mailbox_from_outside(official):
    client = fresh(browser(STRANGER))
    assert client.get("/accounts/email/").url == "/accounts/2fa/"
    answer = client.post("/accounts/email/", {"action_add": "", "email": "taken@example.jp"})
    assert (answer.status_code, User.objects.filter(email="taken@example.jp").exists()) == (302, False)
    assert fresh(browser(HOME)).get("/accounts/email/").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_inside_they_do_and_residents_do_anywhere(official, page):
    assert fresh(browser(HOME)).get(page).status_code == 200
    make_user("jumin@example.jp")
    assert fresh(browser(STRANGER), email="jumin@example.jp").get(page).status_code == 200


def test_a_permit_opens_once_for_a_day_and_is_recorded_and_shown(official, monkeypatch, after_commit):  # noqa: F811
    assert "まで1回、どこからでも2段階の確認を用意できます。" in permit(official)
    event = AuditEvent.objects.get(act="permit-second-factor")
    assert (event.target_id, event.by.name) == (str(official.pk), "見本 管理者")
    client = fresh(browser(STRANGER))
    assert "システム管理者の許しがあるので、" in build.read(client, "/accounts/2fa/")
    with after_commit():
        enrol(client)
    assert Authenticator.objects.filter(user=official, type="totp").count() == 1
    client.post("/accounts/2fa/totp/deactivate/", {})
    assert client.get("/accounts/2fa/totp/activate/").status_code == 403


def test_a_permit_ends_after_a_day(official, monkeypatch):
    permit(official)
    at(monkeypatch, 24 * 3600 + 1)
    client = fresh(browser(STRANGER))
    assert client.get("/accounts/2fa/totp/activate/").status_code == 403


def test_staff_with_a_factor_add_another_anywhere(official):
    Authenticator.objects.create(user=official, type="recovery_codes", data={"seed": "x", "used_mask": 0})
    client = browser(STRANGER)
    client.force_login(official)
    client.post("/accounts/reauthenticate/", {"password": WORD})
    assert client.get("/accounts/2fa/webauthn/add/").status_code == 200


def test_only_administrators_give_permits(official):
    body, secretary = build.office("secretariat")
    client = browser(HOME)
    client.force_login(secretary)
    client.post("/admin/accounts/user/", {"action": "permit", "_selected_action": [official.pk]})
    official.refresh_from_db()
    assert official.second_factor_until is None


def test_the_first_administrator_begins_at_the_command_line(settings, capsys):
    call_command("createsuperuser", email="ｋａｎｒｉ＠example.jp", interactive=False)
    call_command("permit_second_factor", "kanri@example.jp")
    user = User.objects.get(email="kanri@example.jp")
    assert timedelta(hours=23) < user.second_factor_until - timezone.now() <= timedelta(hours=24)
    assert AuditEvent.objects.get(act="permit-second-factor").by is None
    for wrong in (EMAIL, "kanri"):
        with pytest.raises(CommandError):
            call_command("permit_second_factor", wrong)


def test_a_session_that_began_without_a_factor_ends_with_the_first_one(official, after_commit):  # noqa: F811
    """Whoever knows the password signs in from outside and waits: the owner's factor must not open the door for them."""
    stranger, owner = browser(STRANGER), fresh(browser(HOME))
    sign_in(stranger)
    assert stranger.get("/admin/").url == "/accounts/2fa/"
    with after_commit():
        enrol(owner)
    assert stranger.get("/admin/").url.startswith("/accounts/login/")
    assert owner.get("/admin/").status_code == 200
