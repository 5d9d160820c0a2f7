"""A first second factor of staff: inside the city's networks, or with an administrator's permit for a day."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.management import CommandError, call_command
from django.utils import timezone

from kyodo_portal.accounts.models import Invitation, User
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.notices.models import Notice
from partners.directory.member_actions import join
from tests import build

from .people import EMAIL, HOME, STRANGER, WORD, at, browser, make_user, sign_in
from .test_told import after_commit, enrol, fresh, told  # noqa: F401  a fixture

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


def press(action, user, admin):
    client = browser(HOME)
    client.force_login(admin)
    return client.post("/admin/accounts/user/", {"action": action, "_selected_action": [user.pk]}, follow=True).content.decode()


def permit(user):
    return press("permit", user, build.system_admin())


@pytest.mark.parametrize("page", PAGES)
def test_outside_staff_set_up_no_first_factor_and_are_told_what_to_do(official, page):
    client = fresh(browser(STRANGER))
    for answer in (client.get(page), client.post(page, {"code": "123456"})):
        assert answer.status_code == 403
        text = answer.content.decode()
        assert (
            "庁内のネットワークから、この画面を開きます。" in text
            and "「2段階の確認を外で用意することを、1日だけ許す」を実行してもらいます。" in text
        )
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


@pytest.mark.parametrize("way", ["from tomorrow", "invited"])
def test_who_will_be_staff_brings_no_second_factor_along_from_outside(official, way):
    """Whoever knows the password of somebody who comes on 1 April would set it up on 31 March."""
    body, secretary = build.office("secretariat")
    person = make_user("shinjin@example.jp")
    if way == "invited":
        said = {"part": "member", "since": build.days(1), "expires_at": timezone.now() + timedelta(days=9)}
        Invitation.objects.create(kind="staff", target=str(body.pk), email=person.email, token_hash="x", by=secretary, **said)
    else:
        join(user=person, partner=body, by=secretary, since=build.days(1))
    assert fresh(browser(STRANGER), email=person.email).get(PAGES[0]).status_code == 403
    assert fresh(browser(HOME), email=person.email).get(PAGES[0]).status_code == 200


def test_the_administrators_hear_of_a_second_factor_that_somebody_had_before_becoming_staff(official):
    keeper, (body, secretary), person = build.system_admin(), build.office("secretariat"), make_user("shinjin@example.jp")
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    join(user=person, partner=body, by=secretary)
    join(user=person, partner=build.office()[0], by=secretary)
    title = Notice.objects.get(user=keeper).title
    assert title.endswith("が、職員になる前から、2段階の確認を用意しています")


def test_staff_without_a_factor_tie_no_door_of_their_own_from_outside(official):
    assert fresh(browser(STRANGER)).get("/accounts/doors/").url == "/accounts/2fa/"


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


def with_factors(user):
    """The account with an app, spare numbers and a key; nobody has any of them any more."""
    totp.TOTP.activate(user, totp.generate_totp_secret())
    RecoveryCodes.activate(user)
    Authenticator.objects.create(user=user, type="webauthn", data={"name": "職場の鍵", "credential": {}})


def test_who_has_lost_every_factor_gets_in_again_by_two_presses_of_an_administrator(official, after_commit):  # noqa: F811
    with_factors(official)
    left_open, admin, other = browser(STRANGER), build.system_admin(), build.system_admin()
    left_open.force_login(official)
    assert "先に「2段階の確認を外で用意することを、1日だけ許す」を押してください。" in press("take_off", official, admin)
    assert Authenticator.objects.count() == 3
    press("permit", official, admin)
    assert "の2段階の確認を外しました。1日のあいだに、どこからでも用意し直せます。" in press("take_off", official, admin)
    assert Authenticator.objects.count() == 0 and left_open.get("/me/").status_code == 302
    assert told()[1].startswith("2段階の確認（アプリ、鍵、予備の番号）を、システム管理者が外しました。")
    assert {notice.user for notice in Notice.objects.all()} == {other}
    event = AuditEvent.objects.filter(note="2段階の確認を外した").get()
    assert (event.by, event.target_id, event.rows) == (admin, str(official.pk), 3)
    client = fresh(browser(STRANGER))
    with after_commit():
        enrol(client)
    assert Authenticator.objects.filter(user=official, type="totp").count() == 1
    assert "先に「2段階の確認を外で" in press("take_off", official, admin)  # the permit is used up


def test_nobody_takes_off_their_own_factor_there_and_the_only_administrator_has_a_command(official, capsys):
    admin = build.system_admin()
    with_factors(admin)
    press("permit", admin, admin)
    assert "自分の2段階の確認は、「2段階の確認」の画面で変えてください。" in press("take_off", admin, admin)
    assert Authenticator.objects.count() == 3
    call_command("permit_second_factor", admin.email, "--lost")
    assert "2段階の確認を 3件 外しました。" in capsys.readouterr().out and not Authenticator.objects.exists()
