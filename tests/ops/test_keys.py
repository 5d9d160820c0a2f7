"""SECRET_KEY is another one than the data were written with: `verify` and `status` say what cannot be read."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.management import CommandError, call_command

from kyodo_portal.audit.actions import record, record_look
from kyodo_portal.notices.actions import queue_mail
from kyodo_portal.pages import keys, status
from kyodo_portal.pages.command_trail import TAKEN_IN
from tests import build

pytestmark = pytest.mark.django_db
EVERYTHING = (
    "SECRET_KEY が、データを書いたときのものと違います。2段階の確認 2件、送信待ちのメール 1通、操作の記録のしるしを読めません。"
    "前の鍵に戻すか、前の鍵を SECRET_KEY_FALLBACKS に書いてください。"
)
MARKS = EVERYTHING.replace("2段階の確認 2件、送信待ちのメール 1通、", "")


@pytest.fixture
def other_key(settings):
    """A call that gives the settings another SECRET_KEY; its answer is the earlier one."""

    def change():
        earlier, settings.SECRET_KEY = settings.SECRET_KEY, "another-key-" + "y" * 50
        return earlier

    return change


def test_what_an_earlier_key_has_encrypted_and_marked_is_named_until_that_key_is_said(settings, tmp_path, capsys, other_key):
    settings.MEDIA_ROOT = str(tmp_path)
    user = build.user()
    totp.TOTP.activate(user, totp.generate_totp_secret())
    RecoveryCodes.activate(user)
    queue_mail(user.email, "サインインの番号", "番号：482913", secret=True)
    record_look(by=user, target=user, note="連絡先")
    call_command("verify")
    earlier = other_key()
    with pytest.raises(CommandError, match="食い違いが 1件"):
        call_command("verify")
    assert f"鍵: 1件\n  {EVERYTHING}\n" in capsys.readouterr().out
    assert status.secret_key() == (status.Level.WARN, EVERYTHING)
    settings.SECRET_KEY_FALLBACKS = [earlier]
    assert status.secret_key() == (status.Level.OK, "データを書いた鍵です")


def test_a_new_look_says_that_the_city_goes_on_with_the_new_key(other_key):
    user = build.user()
    record_look(by=user, target=user, note="連絡先")
    other_key()
    assert keys.problem() == MARKS
    record_look(by=user, target=user, note="住所")
    assert keys.problem() == ""


def test_what_came_from_another_place_was_marked_there(other_key):
    record_look(by=None, target=build.user(), note="連絡先")
    other_key()
    record("command", by=None, note=f"市の{TAKEN_IN}: 見本市 2026-11-28（ファイル 0個）")
    assert keys.problem() == ""
