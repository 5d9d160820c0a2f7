"""Who came in, who was refused, who went: through the pages, as the trail tells it."""

import re
from io import StringIO

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kyodo_portal.accounts.models import User
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.notices.models import Delivery
from tests.accounts.people import EMAIL, HOME, STRANGER, WORD, WRONG, browser, make_user, newest_code, sign_in
from tests.accounts.test_second_factor import code_now

pytestmark = pytest.mark.django_db


def told(act):
    """[(by, person, note)] of the events with this act, the oldest first."""
    return [(event.by, event.person, event.note) for event in AuditEvent.objects.filter(act=act).order_by("pk")]


def test_sign_ins_and_sign_outs_say_how_and_from_where():
    user, client, other = make_user(), browser(HOME), browser(STRANGER)
    sign_in(client)
    other.post("/accounts/login/code/", {"email": EMAIL})
    other.post("/accounts/login/code/confirm/", {"code": newest_code()})
    assert told("sign-in") == [(None, user, "パスワード"), (None, user, "メールの番号")]
    here, there = AuditEvent.objects.filter(act="sign-in").order_by("pk").values_list("origin", flat=True)
    assert here != there and re.fullmatch("[0-9a-f]{12}", here) and HOME not in here
    client.post("/accounts/logout/")
    event = AuditEvent.objects.get(act="sign-out")
    assert (event.by, event.person, event.origin) == (user, user, here)


def test_the_second_factor_is_named_and_its_setup_too(django_capture_on_commit_callbacks):
    user, client = make_user(), browser()
    sign_in(client)
    client.post("/accounts/reauthenticate/", {"password": WORD})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r"次の文字をアプリに入れてください。<br><b>(\w+)</b>", page)[1]
    client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert told("sign-in-refused") == [(None, user, "2段階の確認の番号")]
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)})
    assert (user, user, "2段階の確認のアプリを用意した") in told("security")
    assert secret not in str(list(AuditEvent.objects.values_list("note", "target_name")))


def test_a_changed_password_and_sessions_ended_elsewhere():
    user, client, elsewhere = make_user(), browser(), browser(STRANGER)
    for tab in (elsewhere, client):
        sign_in(tab)
    client.post("/accounts/sessions/")
    event = AuditEvent.objects.get(act="session-end")
    assert (event.by, event.person, event.rows) == (user, user, 1)
    new = "atarashii-kotoba-2026"
    client.post("/accounts/password/change/", {"oldpassword": WRONG, "password1": new, "password2": new})
    client.post("/accounts/password/change/", {"oldpassword": WORD, "password1": new, "password2": new})
    assert told("sign-in-refused") == [(None, user, "パスワード")]
    assert told("security") == [(user, user, "パスワードを変えた")]


def test_refused_tries_name_the_account_and_never_an_unknown_address():
    user = make_user()
    sign_in(browser(), WRONG)
    sign_in(browser(), WRONG, "dare@example.jp")
    sign_in(browser(), WRONG, "DARE@example.jp")
    sign_in(browser(), WRONG, "hoka@example.jp")
    (known, person, note), *unknown = [(by, about, text) for by, about, text in told("sign-in-refused")]
    assert (known, person, note) == (None, user, "パスワード")
    marks = [re.fullmatch("パスワード（登録のないアドレス ([0-9a-f]{12})）", text)[1] for _, _, text in unknown]
    assert marks[0] == marks[1] != marks[2]  # the same address is known again
    assert "dare" not in str(list(AuditEvent.objects.values())).lower()


def test_a_stopped_visitor_stands_once_however_often_he_knocks():
    user, client = make_user(), browser()
    for _ in range(6):
        sign_in(client, WRONG)
    assert told("sign-in-refused") == [(None, user, "パスワード")] * 3
    assert told("sign-in-locked") == [(None, user, "パスワード")]


def test_a_wrong_mailed_code_is_refused_in_the_trail():
    user, client = make_user(), browser()
    client.post("/accounts/login/code/", {"email": EMAIL})
    code = newest_code()
    client.post("/accounts/login/code/confirm/", {"code": "000000"})
    assert told("sign-in-refused") == [(None, user, "メールの番号")]
    assert code not in str(list(AuditEvent.objects.values())) and Delivery.objects.count() == 1


def test_somebody_switched_off_is_refused_in_the_trail():
    user = make_user()
    User.objects.update(is_active=False)
    sign_in(browser())
    assert told("sign-in-refused") == [(None, user, "使えない利用者")] and not told("sign-in")


def test_the_trail_costs_the_same_for_an_unknown_address_as_for_a_known_one():
    make_user()
    last = []
    for email, address in ((EMAIL, HOME), ("dare@example.jp", STRANGER)):
        with CaptureQueriesContext(connection) as seen:
            sign_in(browser(address), WRONG, email)
        last.append([query["sql"].split()[0] for query in seen][-2:])
    assert last == [["SELECT", "INSERT"]] * 2


def test_a_key_that_does_not_open_is_refused_in_the_trail():
    user, client = make_user(), browser()
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    sign_in(client)
    client.post("/accounts/2fa/authenticate/", {"credential": '{"id": "x"}'})
    assert told("sign-in-refused") == [(None, user, "2段階の確認の鍵")] and not told("sign-in")


def test_a_password_set_by_a_command_stands_in_the_trail(monkeypatch):
    user = make_user()
    monkeypatch.setattr("getpass.getpass", lambda prompt="": "atarashii-kotoba-2026")
    call_command("changepassword", EMAIL, stdout=StringIO())
    assert told("security") == [(None, user, "パスワードを変えた（コマンドから）")]
