"""The owner is told of every change of password, address and second factor; who keeps the system, of a new factor of staff."""

import re
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from kyodo_portal.accounts.models import User
from kyodo_portal.notices.models import Delivery, Notice
from tests import build

from .people import EMAIL, HOME, STRANGER, WORD, browser, make_user, newest_code, sign_in
from .test_codes import app_code

pytestmark = pytest.mark.django_db
NEW = "atarashii-kotoba-2026"


def fresh(client, **person):
    sign_in(client, **person)
    client.post("/accounts/reauthenticate/", {"password": WORD})
    return client


def told(to=EMAIL):
    """The newest mail, as (subject, text)."""
    mail = Delivery.objects.filter(to=to).latest("pk")
    return mail.subject, mail.text


@pytest.fixture
def after_commit(django_capture_on_commit_callbacks):
    """What allauth does once its transaction is through, in a test whose own one never ends."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def enrol(client):
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r"次の文字をアプリに入れてください。<br><b>(\w+)</b>", page)[1]
    for _ in range(2):  # the number may change between reading and sending it
        answer = client.post("/accounts/2fa/totp/activate/", {"code": app_code(secret)})
        if answer.status_code == 302:
            return answer
    return answer


def test_a_changed_password_is_told():
    make_user()
    client = fresh(browser(HOME))
    client.post("/accounts/password/change/", {"oldpassword": WORD, "password1": NEW, "password2": NEW})
    subject, text = told()
    assert subject == "パスワードが変わりました"
    assert "パスワードを変えました。" in text and f"接続元：{HOME}" in text and "日時：20" in text
    assert "覚えがないときは、すぐに次の画面でパスワードを決め直して" in text and "/accounts/password/reset/" in text


def test_a_first_password_and_a_password_after_a_reset_are_told():
    make_user(password=None)
    client = browser()
    client.post("/accounts/login/code/", {"email": EMAIL})
    client.post("/accounts/login/code/confirm/", {"code": newest_code()})
    client.post("/accounts/password/set/", {"password1": WORD, "password2": WORD})
    assert told()[0] == "パスワードを決めました"
    other = browser(STRANGER)
    other.post("/accounts/password/reset/", {"email": EMAIL})
    other.post("/accounts/password/reset/confirm/", {"code": newest_code()})
    other.post("/accounts/password/reset/complete/", {"password1": NEW, "password2": NEW})
    subject, text = told()
    assert subject == "パスワードが変わりました" and f"接続元：{STRANGER}" in text


def test_a_password_changed_on_the_server_is_told(monkeypatch):
    """By `manage.py changepassword`; a password that was refused is none, and nobody is told of it."""
    make_user()
    typed = iter(["mijikai"] * 6 + [NEW] * 2)
    monkeypatch.setattr("getpass.getpass", lambda prompt="": next(typed))
    with pytest.raises(CommandError):
        call_command("changepassword", EMAIL, stdout=StringIO(), stderr=StringIO())
    assert not Delivery.objects.exists()
    call_command("changepassword", EMAIL.upper(), stdout=StringIO())
    subject, text = told()
    assert subject == "サインインの手段が変わりました" and text.startswith("市の担当が、サーバーの上でパスワードを変えました。")
    assert "心あたりがないときは、市の担当に電話してください。" in text and NEW not in text
    assert User.objects.get().check_password(NEW)


def test_a_changed_address_is_told_at_the_old_and_the_new_one():
    make_user()
    client = fresh(browser())
    client.post("/accounts/email/", {"email": "atarashii@example.jp", "action_add": ""})
    client.post("/accounts/confirm-email/", {"code": newest_code("atarashii@example.jp")})
    for address in (EMAIL, "atarashii@example.jp"):
        subject, text = told(address)
        assert subject == "メールアドレスが変わりました"
        assert f"前：{EMAIL}\nいま：atarashii@example.jp" in text and "すぐに市の担当に電話してください" in text


def test_an_app_spare_numbers_and_their_end_are_told(after_commit):
    make_user()
    client = fresh(browser())
    with after_commit():
        enrol(client)
    assert told()[0] == "番号のアプリを用意しました"
    with after_commit():
        client.post("/accounts/2fa/recovery-codes/generate/", {})
    assert told()[0] == "予備の番号を作りました"
    client.post("/accounts/2fa/totp/deactivate/", {})
    assert told()[0] == "番号のアプリを使うのをやめました"
    assert Notice.objects.count() == 0


def test_a_key_and_its_end_are_told():
    user = make_user()
    client = fresh(browser())
    key = Authenticator.objects.create(user=user, type="webauthn", data={"name": "職場の鍵", "credential": {}})
    client.post(f"/accounts/2fa/webauthn/keys/{key.pk}/remove/", {})
    assert told()[0] == "鍵を外しました"
    assert Authenticator.objects.count() == 0


def test_a_new_factor_of_staff_is_told_to_the_other_administrators(settings, after_commit):
    settings.KYODO_STAFF_MFA, settings.KYODO_STAFF_NETWORKS = True, ["198.51.100.0/24"]
    make_user("kanri@example.jp", is_superuser=True)
    other = User.objects.create_superuser("kanri2@example.jp", name="見本 次郎")
    client = fresh(browser(HOME), email="kanri@example.jp")
    with after_commit():
        enrol(client)
    notice = Notice.objects.get()
    assert notice.user == other
    assert notice.title == "見本 花子 さんが、2段階の確認のアプリを用意しました" and "kanri@example.jp" in notice.body
    assert told("kanri2@example.jp")[0] == notice.title


def test_who_is_switched_off_is_signed_out_for_good():
    """Whoever sat in the account does not come back with it when the owner may use it again."""
    user, stranger, keeper = make_user(), browser(STRANGER), browser(HOME)
    sign_in(stranger)
    keeper.force_login(build.system_admin())
    for switched in ({}, {"is_active": "on"}):
        answer = keeper.post(f"/admin/accounts/user/{user.pk}/change/", {"name": "見本 花子", **switched})
        assert answer.status_code == 302
    assert User.objects.get(pk=user.pk).is_active and stranger.get("/me/").status_code == 302
