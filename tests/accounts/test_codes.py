"""A code stands in its mail and nowhere else: no table, session, log or back-up gives it to whoever reads along."""

import re
import shutil
import smtplib
import subprocess
import time
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail as mailbox
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from kyodo_portal.notices import outbox
from kyodo_portal.notices.models import Delivery
from kyodo_portal.pages.archive import unpack
from tests import build

from .people import EMAIL, WORD, browser, errors_of, make_user, newest_code, sign_in, signed_in

pytestmark = pytest.mark.django_db


class QuotingServer(BaseEmailBackend):
    """A mail server that refuses a mail and says it all back."""

    def send_messages(self, messages):
        raise smtplib.SMTPDataError(550, f"refused: {messages[0].body}".encode())


def ask_sign_in():
    client = browser()
    client.post("/accounts/login/code/", {"email": EMAIL})
    return client, EMAIL, "/accounts/login/code/confirm/"


def ask_reset():
    client = browser()
    client.post("/accounts/password/reset/", {"email": EMAIL})
    return client, EMAIL, "/accounts/password/reset/confirm/"


def ask_sign_up():
    client = browser()
    client.post("/accounts/signup/", {"email": "taro@example.jp", "name": "見本 太郎", "password1": "", "agree": "on"})
    return client, "taro@example.jp", "/accounts/confirm-email/"


def ask_change():
    client = browser()
    sign_in(client)
    client.post("/accounts/reauthenticate/", {"password": WORD})
    client.post("/accounts/email/", {"email": "atarashii@example.jp", "action_add": ""})
    return client, "atarashii@example.jp", "/accounts/confirm-email/"


DOORS = pytest.mark.parametrize("ask", [ask_sign_in, ask_reset, ask_sign_up, ask_change])


def everything_kept():
    """All tables, column by column, and the sessions as the program reads them."""
    stored = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            stored += [f"{table}: {row}" for row in cursor.fetchall()]
    return stored + [f"session: {session.get_decoded()}" for session in Session.objects.all()]


def told_by(stored, code):
    plain = re.sub(r"[^0-9A-Za-z]", "", code)
    return [row for row in stored if code.lower() in row.lower() or plain.lower() in row.lower()]


@DOORS
def test_no_table_and_no_session_holds_a_code_and_the_code_opens(ask):
    make_user()
    client, email, page = ask()
    code = newest_code(email)
    assert told_by(everything_kept(), code) == []
    assert all(code not in mail.subject for mail in Delivery.objects.all())
    assert client.post(page, {"code": code}).status_code == 302
    assert told_by(everything_kept(), code) == []


@DOORS
def test_neither_the_log_nor_what_staff_read_of_a_failed_mail_quotes_a_code(ask, settings, caplog, capfd):
    caplog.set_level("DEBUG")
    settings.EMAIL_BACKEND = f"{__name__}.QuotingServer"
    make_user()
    _, email, _ = ask()
    code = newest_code(email)
    outbox.deliver_due()
    assert Delivery.objects.get(to=email).error == "SMTPDataError 550"
    assert told_by(everything_kept(), code) == [] and code not in caplog.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    Delivery.objects.update(next_try="2026-01-01T00:00Z")
    outbox.deliver_due()
    written = capfd.readouterr()
    assert email in written.out and code not in written.out + written.err


@DOORS
def test_a_sent_code_was_in_its_mail_and_is_gone_from_the_outbox(ask):
    make_user()
    _, email, _ = ask()
    code = newest_code(email)
    outbox.deliver_due()
    assert code in mailbox.outbox[-1].body and code not in mailbox.outbox[-1].subject
    assert Delivery.objects.get(to=email).body == ""


@pytest.mark.skipif(not shutil.which("pg_restore"), reason="pg_restore is missing")
@pytest.mark.django_db(transaction=True)
def test_no_backup_holds_a_code(tmp_path, settings):
    settings.MEDIA_ROOT = str(tmp_path / "files")
    (tmp_path / "files").mkdir()
    make_user()
    asked = [ask()[1] for ask in (ask_sign_in, ask_sign_up, ask_change)]
    call_command("backup", to=str(tmp_path / "backups"))
    unpack(next((tmp_path / "backups").glob("*.tar")), tmp_path / "again")
    saved = b"".join(path.read_bytes() for path in (tmp_path / "again").iterdir() if path.is_file())
    if connection.vendor == "postgresql":
        dump = tmp_path / "again" / "database.dump"
        saved += subprocess.run(["pg_restore", "-f", "-", str(dump)], capture_output=True, check=True).stdout
    assert b"taro@example.jp" in saved
    assert [email for email in asked if newest_code(email).encode() in saved] == []


def test_the_sample_citys_mailbox_shows_codes_and_its_table_does_not(client, settings):
    settings.KYODO_SAMPLE = True
    make_user()
    ask_sign_in()
    code = newest_code()
    outbox.deliver_due()
    assert told_by(everything_kept(), code) == []
    assert code in client.get("/sample/mail/").content.decode()


def test_a_mail_of_an_earlier_key_is_given_up_with_a_sentence(client, settings):
    settings.KYODO_SAMPLE = True
    make_user()
    ask_sign_in()
    settings.SECRET_KEY = "another-key-" + "y" * 50
    assert outbox.deliver_due() == 0 and mailbox.outbox == []
    mail = Delivery.objects.get()
    assert (mail.state, mail.body, mail.attempts) == ("failed", "", 1)
    assert mail.error == "設定の鍵（SECRET_KEY）が変わったので、このメールは送れません。番号は、もう一度送ってもらってください。"
    assert client.get("/sample/mail/").status_code == 200


def test_a_sample_mailbox_of_an_earlier_key_still_opens(client, settings):
    settings.KYODO_SAMPLE = True
    make_user()
    ask_sign_in()
    code = newest_code()
    outbox.deliver_due()
    settings.SECRET_KEY = "another-key-" + "y" * 50
    page = build.read(client, "/sample/mail/")
    assert "サインインの番号" in page and code not in page


def test_a_code_is_read_as_people_type_it_and_what_is_kept_of_it_is_no_code():
    make_user()
    client, _, page = ask_sign_in()
    kept = client.session["account_login"]["state"]["stages"]["login_by_code"]["data"]["code"]
    assert errors_of(client.post(page, {"code": kept})) == ["番号を確かめて、もう一度入れてください。"]
    assert client.post(page, {"code": f" {newest_code().lower()} "}).url == "/me/"


# ---- the second factor ---------------------------------------------------------------------------


def app_code(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def test_what_the_app_and_the_spare_numbers_are_made_from_lies_encrypted():
    user, client = make_user(), browser()
    sign_in(client)
    client.post("/accounts/reauthenticate/", {"password": WORD})
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r"次の文字をアプリに入れてください。<br><b>(\w+)</b>", page)[1]
    assert told_by(everything_kept(), secret) == []  # it waits in the session
    spare = client.post("/accounts/2fa/totp/activate/", {"code": app_code(secret)}, follow=True).content.decode()
    numbers = re.findall(r"\b\d{8}\b", spare)
    assert len(numbers) >= 10 and Authenticator.objects.filter(user=user).count() == 2
    stored = everything_kept()
    assert [plain for plain in (secret, *numbers) if told_by(stored, plain)] == []


def test_a_number_of_the_app_opens_once_and_the_one_of_the_enrolment_is_used_up(monkeypatch):
    user = make_user()
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    first, second = browser(), browser()
    now = time.time()
    for client in (first, second):
        assert sign_in(client).url == "/accounts/2fa/authenticate/"
    code = app_code(secret)
    assert first.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    refused = second.post("/accounts/2fa/authenticate/", {"code": code})
    assert errors_of(refused) == ["番号を確かめて、もう一度入れてください。"] and not signed_in(second)
    monkeypatch.setattr(time, "time", lambda: now + 30)
    assert second.post("/accounts/2fa/authenticate/", {"code": app_code(secret)}).status_code == 302


def test_a_spare_number_stays_used_when_its_row_is_written_from_an_older_copy():
    user = make_user()
    totp.TOTP.activate(user, totp.generate_totp_secret())
    older = RecoveryCodes.activate(user)
    spare = older.get_unused_codes()[0]
    client = browser()
    sign_in(client)
    assert client.post("/accounts/2fa/authenticate/", {"code": spare}).status_code == 302
    older.mark_as_viewed()  # a page that was opened before: it writes the whole row back
    again = browser()
    sign_in(again)
    assert again.post("/accounts/2fa/authenticate/", {"code": spare}).status_code == 200 and not signed_in(again)


def test_a_second_factor_of_an_earlier_key_opens_nothing_and_breaks_nothing(settings):
    user = make_user()
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    spare = RecoveryCodes.activate(user).get_unused_codes()[0]
    settings.SECRET_KEY = "another-key-" + "y" * 50
    client = browser()
    sign_in(client)
    for code in (app_code(secret), spare, app_code("")):
        assert errors_of(client.post("/accounts/2fa/authenticate/", {"code": code})) == [
            "番号を確かめて、もう一度入れてください。"
        ]
    assert not signed_in(client)


# ---- the upgrade ---------------------------------------------------------------------------------


def test_what_lay_in_plain_text_is_encrypted_by_the_upgrade():
    user, secret = make_user(), totp.generate_totp_secret()
    row = Authenticator.objects.create(user=user, type="totp", data={"secret": secret})
    for state, sent_at in (("waiting", None), ("sent", timezone.now())):
        Delivery.objects.create(
            to=EMAIL, subject="番号", body="番号：482913", secret=True, state=state, sent_at=sent_at, next_try=timezone.now()
        )
    import_module("kyodo_portal.accounts.migrations.0003_second_factors_encrypted").encrypt_secrets(apps, None)
    import_module("kyodo_portal.notices.migrations.0003_secret_bodies_encrypted").encrypt_bodies(apps, None)
    stored = everything_kept()
    assert told_by(stored, secret) == [] and told_by(stored, "482913") == []
    assert [mail.text for mail in Delivery.objects.order_by("pk")] == ["番号：482913", ""]
    client = browser()
    sign_in(client)
    assert client.post("/accounts/2fa/authenticate/", {"code": app_code(secret)}).status_code == 302
    row.refresh_from_db()
    assert row.data["secret"].startswith("sealed:1:")
