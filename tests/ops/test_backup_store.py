"""Back-ups that are sent to a store (KYODO_BACKUP_URL): what holds of those in a folder holds of them.

The store is a folder that is none of the portal's; the one that speaks S3 is asked the same by `make test-cluster`.
"""

import os
import shutil
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kyodo_portal import environment
from kyodo_portal.pages import instance, status
from kyodo_portal.pages.models import Installation
from tests import build

needs_dump = pytest.mark.skipif(not shutil.which("pg_dump"), reason="pg_dump is missing")
FOLDER_STORE = "kyodo_portal.common.files.stores.FolderStore"


@pytest.fixture
def store(settings, tmp_path):
    """Where the store keeps what it is sent."""
    settings.MEDIA_ROOT, settings.KYODO_BACKUP_DIR = str(tmp_path / "files"), str(tmp_path / "here")
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.txt").write_text("添付の中身")
    settings.STORAGES = {
        **settings.STORAGES,
        "backups": {"BACKEND": FOLDER_STORE, "OPTIONS": {"location": str(tmp_path / "store")}},
    }
    return tmp_path / "store"


def backup(capsys, **options):
    """The name of a back-up just made."""
    call_command("backup", **options)
    return capsys.readouterr().out.split()[0]


@needs_dump
@pytest.mark.django_db(transaction=True)
class TestInTheStore:
    @pytest.fixture(autouse=True)
    def portal(self, db, store, settings):
        build.group("見本子ども食堂")
        instance.join(sure=True)
        settings.KYODO_SAMPLE = False

    def test_it_lies_there_under_the_mark_of_the_portal_and_is_checked_and_laid_out_from_there(
        self, store, capsys, settings, tmp_path
    ):
        name = backup(capsys)
        assert [str(path.relative_to(store)) for path in store.rglob("*.tar")] == [name]
        assert name.startswith(f"{instance.of_database()}/kyodo-")
        assert list(Path(settings.KYODO_BACKUP_DIR).iterdir()) == []  # nothing stays on the machine
        assert status.backup() == (status.Level.OK, "最後は0秒前")
        call_command("restore_check", name)
        assert "1個のファイルを戻せます" in capsys.readouterr().out
        (tmp_path / "files" / "a.txt").unlink()
        call_command("restore_files", name)
        assert (tmp_path / "files" / "a.txt").read_text() == "添付の中身"
        call_command("fetch_backup")
        assert name in capsys.readouterr().out.splitlines()
        call_command("fetch_backup", name)
        brought = Path(capsys.readouterr().out.strip())
        assert brought.parent == Path(settings.KYODO_BACKUP_DIR) and brought.stat().st_mode & 0o077 == 0
        assert brought.read_bytes() == (store / name).read_bytes()

    def test_only_the_newest_of_this_portal_are_kept(self, store, capsys):
        mark = instance.of_database()
        (store / mark).mkdir(parents=True)
        (store / "theirs").mkdir()
        for folder in (mark, "theirs"):
            for day in (1, 2, 3):
                (store / folder / f"kyodo-2026010{day}-000000.tar").touch()
        (store / mark / "kyodo-20260101-030000-incomplete.tar").touch()
        half = store / mark / "kyodo-20260104-000000.tar.writing"
        half.touch()
        os.utime(half, (time.time() - 90_000,) * 2)
        made = backup(capsys, keep=2)
        assert {str(path.relative_to(store)) for path in (store / mark).iterdir()} == {made, f"{mark}/kyodo-20260103-000000.tar"}
        assert len(list((store / "theirs").iterdir())) == 3

    def test_one_that_is_not_whole_says_so_and_is_no_good_one(self, store, capsys):
        Installation.objects.update(instance="f" * 32)
        with pytest.raises(CommandError, match="印が合わない"):
            backup(capsys, keep=1)
        assert [path.name.endswith("-incomplete.tar") for path in store.rglob("*.tar")] == [True]
        assert status.backup() == (status.Level.BAD, "KYODO_BACKUP_URL にありません")

    def test_a_store_that_takes_nothing_is_one_sentence_and_leaves_nothing(self, store, settings, capsys):
        store.touch()  # no folder can be made there
        with pytest.raises(CommandError, match="バックアップを書けませんでした"):
            backup(capsys)
        assert list(Path(settings.KYODO_BACKUP_DIR).iterdir()) == []

    def test_a_name_that_is_not_there_is_said(self, store):
        for command in ("restore_check", "restore_files"):
            with pytest.raises(CommandError, match="バックアップとして読めません"):
                call_command(command, "kyodo-20260101-000000.tar")
        with pytest.raises(CommandError, match="kyodo-20260101-000000.tar はストアにありません"):
            call_command("fetch_backup", "kyodo-20260101-000000.tar")

    def test_a_folder_that_is_named_wins(self, store, tmp_path, capsys):
        assert backup(capsys, to=str(tmp_path / "elsewhere")).startswith(str(tmp_path / "elsewhere" / "kyodo-"))
        assert not store.exists()


def test_without_a_store_there_is_nothing_to_fetch():
    with pytest.raises(CommandError, match="KYODO_BACKUP_URL がありません"):
        call_command("fetch_backup")


def test_back_ups_go_where_the_environment_says_and_never_among_the_files(monkeypatch):
    monkeypatch.delenv("KYODO_BACKUP_URL", raising=False)
    assert environment.backup_store() == {}
    monkeypatch.setenv("KYODO_BACKUP_URL", "s3://kyodo/backups?endpoint=https://other.example.jp")
    assert environment.backup_store() == {
        "backups": {
            "BACKEND": "kyodo_portal.common.files.s3.S3Store",
            "OPTIONS": {
                "bucket_name": "kyodo", "location": "backups", "endpoint_url": "https://other.example.jp", "region_name": "us-east-1",
                "is_patient": True,
            },
        }
    }  # fmt: skip
    monkeypatch.setenv("KYODO_FILES_URL", "s3://kyodo/files?endpoint=https://other.example.jp")
    assert environment.backup_store()
    for inside in ("s3://kyodo/files/backups", "s3://kyodo", "s3://kyodo/files/"):
        monkeypatch.setenv("KYODO_BACKUP_URL", f"{inside}?endpoint=https://other.example.jp")
        with pytest.raises(ValueError, match="neither inside the other"):
            environment.backup_store()
    monkeypatch.setenv("KYODO_BACKUP_URL", "/var/backups")
    with pytest.raises(ValueError, match="KYODO_BACKUP_URL is no s3://"):
        environment.backup_store()
