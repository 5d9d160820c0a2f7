"""The last mail to somebody whose account was closed, and what an older backup brings back."""

from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction

from kyodo_portal.accounts.models import User
from kyodo_portal.notices.models import Delivery
from kyodo_portal.notices.outbox import deliver_due
from kyodo_portal.personal.models import Closing
from tests import build

from .build import MAIL, everywhere, signed_in, traces_in

pytestmark = pytest.mark.django_db


def test_the_closing_is_confirmed_by_mail_of_which_nothing_stays():
    build.office("secretariat")
    user, client = signed_in()
    assert client.post("/me/data/close/", {"sure": "on"}).status_code == 302
    waiting = Delivery.objects.get()
    assert waiting.subject == "退会の手続きが済みました" and traces_in(everywhere()) == []  # address and body are encrypted
    assert deliver_due() == 1
    assert mail.outbox[0].to == [MAIL] and "心当たりがないときは" in mail.outbox[0].body
    assert not Delivery.objects.exists() and traces_in(everywhere()) == []


def test_a_restored_backup_brings_nobody_back(settings, tmp_path, django_capture_on_commit_callbacks):
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()
    user, client = signed_in()
    backup = transaction.savepoint()
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/me/data/close/", {"sure": "on"})
    transaction.savepoint_rollback(backup)
    user = User.objects.get(email=MAIL)
    assert user.is_active and not Closing.objects.exists()
    kept = (tmp_path / "closed-accounts.txt").read_text()
    assert kept.split()[1:] == [f"{user.pk}"] and MAIL not in kept
    said = StringIO()
    with pytest.raises(CommandError):
        call_command("verify", stdout=said)
    assert f"利用者 {user.pk} は" in said.getvalue()
    said = StringIO()
    call_command("prepare", stdout=said, stderr=said)
    assert "もう一度退会させました" in said.getvalue()
    user.refresh_from_db()
    assert user.is_erased and Closing.objects.get().user == user and not Delivery.objects.exists()
    said = StringIO()
    call_command("prepare", stdout=said, stderr=said)
    assert "退会" not in said.getvalue()
    # a number that somebody new was given, and a line that was not finished, close nobody
    (tmp_path / "closed-accounts.txt").write_text(f"{kept.split()[0]} {build.user().pk}\n2026-11-2")
    call_command("prepare", stdout=said, stderr=said)
    assert "退会" not in said.getvalue() and User.objects.filter(is_active=True).count() == 1
