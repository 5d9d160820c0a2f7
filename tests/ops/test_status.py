"""`manage.py status` and /readyz?full: what is wrong is said, and to nobody but the city's monitor."""

import json
import os
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from kyodo_portal.notices.actions import queue_mail
from kyodo_portal.notices.models import Delivery, ScheduledJob
from kyodo_portal.pages import instance
from kyodo_portal.pages.models import Installation

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db


@pytest.fixture
def well(settings, tmp_path):
    """A portal that does well: the clock works, last night's back-up lies there."""
    settings.DATA_DIR = settings.KYODO_BACKUP_DIR = str(tmp_path)
    settings.MEDIA_ROOT = tmp_path
    assert instance.join() == ""
    now = timezone.now()
    ScheduledJob.objects.create(name="reminders", due_at=now, finished_at=now)
    backup = tmp_path / "kyodo-20261126-030000.tar"
    backup.touch()
    return backup


def asked(capsys, *words):
    """(exit code, {name of a point: (level, words)}) of `manage.py status --json`."""
    with pytest.raises(SystemExit) as end:
        call_command("status", "--json", *words)
    said = json.loads(capsys.readouterr().out)
    return end.value.code, {point["name"]: (point["level"], point["words"]) for point in said["points"]}


def not_ok(capsys):
    code, points = asked(capsys)
    return code, {name: words for name, (level, words) in points.items() if level != "OK" and name != "disk"}


def test_a_portal_that_does_well_ends_with_nothing_to_say(well, capsys):
    code, points = asked(capsys)
    assert set(points) == {
        "database", "migrations", "mark", "key", "clock", "replica", "jobs", "waiting_mail", "failed_mail", "disk", "backup", "scanner", "version",
    }  # fmt: skip
    assert not_ok(capsys)[1] == {}
    assert code == {"OK": 0, "WARN": 1, "BAD": 2}[points["disk"][0]]  # the disk is this machine's


def test_a_folder_of_data_that_may_only_be_read_is_bad(well, settings, capsys):
    """A disk with an error is mounted for reading only; the pages answer 503 then."""
    with tempfile.TemporaryDirectory() as folder:
        settings.DATA_DIR = settings.KYODO_BACKUP_DIR = folder
        os.chmod(folder, 0o555)
        was = os.geteuid()
        try:
            os.seteuid(65534 if was == 0 else was)  # root may write everywhere
            code, points = asked(capsys)
        finally:
            os.seteuid(was)
    assert (code, points["disk"]) == (2, ("BAD", f"{folder} に書けません"))


def test_the_database_of_another_portal_is_bad(well, capsys):
    Installation.objects.update(instance="f" * 32)
    code, found = not_ok(capsys)
    assert code == 2 and "DATABASE_URL" in found.pop("mark") and found == {}


def test_a_worker_that_died_is_noticed(well, capsys):
    ScheduledJob.objects.update(finished_at=timezone.now() - timedelta(minutes=5))
    assert not_ok(capsys) == (1, {"clock": "最後は5分前"})
    ScheduledJob.objects.update(finished_at=timezone.now() - timedelta(hours=3))
    assert not_ok(capsys) == (2, {"clock": "最後は3時間前"})
    ScheduledJob.objects.all().delete()
    assert not_ok(capsys) == (2, {"clock": "まだ一度も終わっていません。worker が動いているか確かめてください"})


def test_a_job_that_fails_is_named(well, capsys):
    ScheduledJob.objects.update(error="ValueError: 壊れました")
    assert not_ok(capsys) == (1, {"jobs": "うまくいかない処理: reminders"})


def test_a_job_of_which_every_worker_dies_is_named_though_the_clock_goes_on(well, capsys):
    now = timezone.now()
    ScheduledJob.objects.create(
        name="old mails", due_at=now - timedelta(hours=3), leased_until=now, finished_at=now - timedelta(days=2)
    )
    assert not_ok(capsys) == (1, {"jobs": "予定から2時間たっても済まない処理: old mails"})
    ScheduledJob.objects.create(name="mail", due_at=now, finished_at=now, error="ValueError")
    ScheduledJob.objects.update(due_at=now)
    ScheduledJob.objects.filter(name="mail").update(name="of-an-earlier-version")
    assert not_ok(capsys)[1] == {}


def test_mails_that_wait_or_were_given_up_are_counted_without_a_name(well, capsys):
    for number in range(3):
        queue_mail(f"taro{number}@example.jp", "お知らせ", "本文")
    Delivery.objects.update(created_at=timezone.now() - timedelta(minutes=12))
    assert not_ok(capsys) == (1, {"waiting_mail": "いちばん古いものは12分前"})
    Delivery.objects.update(state="failed")
    assert not_ok(capsys) == (1, {"failed_mail": "この2日で3件"})
    Delivery.objects.update(created_at=timezone.now() - timedelta(days=3))
    assert not_ok(capsys)[1] == {}


def test_a_night_without_a_backup_is_noticed(well, capsys):
    os.utime(well, (time.time() - 30 * 3600,) * 2)
    assert not_ok(capsys) == (1, {"backup": "最後は30時間前"})
    well.rename(well.with_suffix(".part"))  # broken off in the middle: no back-up
    assert not_ok(capsys) == (2, {"backup": f"{well.parent} にありません"})


def test_a_backup_in_which_files_are_missing_is_no_good_one(well, capsys):
    well.rename(well.with_name("kyodo-20261126-030000-incomplete.tar"))
    assert not_ok(capsys) == (2, {"backup": f"{well.parent} にありません"})


def test_the_sample_city_needs_no_backup(well, capsys, settings):
    well.unlink()
    settings.KYODO_SAMPLE = True
    assert not_ok(capsys)[1] == {}


def test_a_migration_that_waits_is_bad(well, capsys):
    MigrationRecorder.Migration.objects.filter(app="notices").last().delete()
    code, points = not_ok(capsys)
    assert (code, points) == (2, {"migrations": "1件がまだです。manage.py prepare をしてください"})


class Scanner(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.recv(64)
        self.request.sendall(b"PONG\0")


def test_a_scanner_that_is_away_is_bad(well, capsys, settings):
    with socketserver.TCPServer(("127.0.0.1", 0), Scanner) as server:
        threading.Thread(target=server.handle_request).start()
        settings.KYODO_CLAMD = f"127.0.0.1:{server.server_address[1]}"
        assert not_ok(capsys)[1] == {}
    assert not_ok(capsys) == (2, {"scanner": "答えません。添付を受け取れません"})


def test_a_database_that_is_away_is_asked_once(well, tmp_path):
    """Nothing answers at this address; what lies on the machine is told all the same."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("KYODO_", "DJANGO_", "EMAIL", "DATABASE_"))}
    env |= {"SECRET_KEY": "x" * 50, "KYODO_DATA_DIR": str(tmp_path), "DATABASE_URL": "postgres://kyodo@127.0.0.1:1/kyodo"}
    done = subprocess.run(
        [sys.executable, "manage.py", "status", "--json"], cwd=ROOT, env={**env, "KYODO_BACKUP_DIR": str(well.parent)},
        capture_output=True, text=True,
    )  # fmt: skip
    points = {point["name"]: (point["level"], point["words"]) for point in json.loads(done.stdout)["points"]}
    assert done.returncode == 2 and points["database"] == ("BAD", "届きません")
    assert points["clock"] == points["waiting_mail"] == ("BAD", "データベースに届かないので、分かりません")
    assert points["backup"][0] == "OK"


def test_in_words_the_worst_stands_first(well, capsys):
    ScheduledJob.objects.update(finished_at=timezone.now() - timedelta(hours=3))
    with pytest.raises(SystemExit):
        call_command("status")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "BAD  定期の処理: 最後は3時間前"
    assert "OK   データベース: 届きます" in lines and len(lines) == 13


def test_readyz_tells_the_monitor_everything_and_others_a_word(well, client, settings, django_assert_max_num_queries):
    settings.KYODO_MONITOR_NETWORKS = ["192.0.2.0/28"]
    assert client.get("/readyz?full").content == b"ok\n"
    assert client.get("/readyz?full", REMOTE_ADDR="192.0.2.16").content == b"ok\n"
    with django_assert_max_num_queries(13):
        page = client.get("/readyz?full=json", REMOTE_ADDR="192.0.2.9")
    assert page["Content-Type"] == "application/json" and len(json.loads(page.content)["points"]) == 13
    ScheduledJob.objects.update(finished_at=timezone.now() - timedelta(hours=3))
    page = client.get("/readyz?full", REMOTE_ADDR="192.0.2.9")
    assert page.status_code == 503 and page.content.decode().startswith("BAD  定期の処理: 最後は3時間前\n")
    assert client.get("/readyz", REMOTE_ADDR="192.0.2.9").content == b"ok\n"  # a worker's fault takes no site away


def test_nobody_becomes_the_monitor_by_saying_so(well, client, settings):
    settings.KYODO_MONITOR_NETWORKS, settings.ALLAUTH_TRUSTED_PROXY_COUNT = ["192.0.2.9/32"], 0
    answer = client.get("/readyz?full", headers={"x-forwarded-for": "192.0.2.9"})
    assert answer.content == b"ok\n"
