"""Backup, restore check and verify: nothing is lost unseen, and what is lost is named."""

import shutil
import tarfile
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from kyodo_portal.notices.actions import notify
from kyodo_portal.pages import invariants
from kyodo_portal.pages.archive import unpack
from partners.models import Registration
from tests import build

needs_dump = pytest.mark.skipif(not shutil.which("pg_dump"), reason="pg_dump is missing")


@pytest.fixture
def folders(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "files")
    Path(settings.MEDIA_ROOT).mkdir()
    (tmp_path / "files" / "a.txt").write_text("添付の中身")
    return tmp_path


def newest(folder):
    return max((folder / "backups").glob("*.tar"))


def rewrite(backup, change):
    """The backup unpacked, changed, and packed again."""
    place = backup.parent / "again"
    unpack(backup, place)
    change(place)
    with tarfile.open(backup, "w") as tar:
        for path in sorted(place.rglob("*")):
            if path.is_file():
                tar.add(path, str(path.relative_to(place)))


@needs_dump
@pytest.mark.django_db(transaction=True)
class TestBackup:
    @pytest.fixture(autouse=True)
    def rows(self, db, folders):
        build.group("見本子ども食堂")

    def test_what_was_saved_can_be_restored(self, folders, capsys):
        call_command("backup", to=str(folders / "backups"))
        call_command("restore_check", str(newest(folders)))
        assert "1個のファイルを戻せます" in capsys.readouterr().out
        assert newest(folders).stat().st_mode & 0o077 == 0

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            (lambda place: (place / "files" / "a.txt").write_text("別の中身"), "中身が違います: files/a.txt"),
            (lambda place: (place / "files" / "a.txt").unlink(), "足りません: files/a.txt"),
            (lambda place: (place / "files" / "b.txt").write_text("紛れ込み"), "一覧にありません: files/b.txt"),
        ],
    )
    def test_a_changed_backup_is_refused(self, folders, change, words):
        call_command("backup", to=str(folders / "backups"))
        rewrite(newest(folders), change)
        with pytest.raises(CommandError, match=words):
            call_command("restore_check", str(newest(folders)))

    def test_a_missing_row_is_noticed(self, folders):
        call_command("backup", to=str(folders / "backups"))
        rewrite(newest(folders), self.one_more_partner_in_the_manifest)
        with pytest.raises(CommandError, match="partners_partner: 1行（2行のはず）"):
            call_command("restore_check", str(newest(folders)))

    @staticmethod
    def one_more_partner_in_the_manifest(place):
        listing = place / "manifest.json"
        listing.write_text(listing.read_text().replace('"partners_partner": 1', '"partners_partner": 2'))

    def test_something_else_is_no_backup(self, folders):
        (folders / "x.tar").write_text("text")
        with pytest.raises(CommandError, match="バックアップとして読めません"):
            call_command("restore_check", str(folders / "x.tar"))

    def test_a_backup_never_writes_outside_its_place(self, folders):
        backup, inside = folders / "evil.tar", folders / "text"
        inside.write_text("x")
        with tarfile.open(backup, "w") as tar:
            tar.add(inside, "../escaped")
        with pytest.raises(CommandError, match="バックアップとして読めません"):
            call_command("restore_check", str(backup))

    def test_only_the_newest_are_kept(self, folders):
        (folders / "backups").mkdir()
        for day in range(1, 4):
            (folders / "backups" / f"kyodo-2026010{day}-000000.tar").touch()
        call_command("backup", to=str(folders / "backups"), keep=2)
        assert len(list((folders / "backups").iterdir())) == 2
        assert (folders / "backups" / "kyodo-20260103-000000.tar").exists()

    def test_the_files_of_a_backup_are_laid_into_the_store(self, folders, capsys):
        """What is there stays as it is; what is missing comes back as it was, or not at all."""
        kept = folders / "files" / "b.txt"
        kept.write_text("もう1つ")
        call_command("backup", to=str(folders / "backups"))
        (folders / "files" / "a.txt").unlink()
        kept.write_text("あとで変わった")
        call_command("restore_files", str(newest(folders)))
        assert "1個のファイルを入れました。" in capsys.readouterr().out
        assert (folders / "files" / "a.txt").read_text() == "添付の中身" and kept.read_text() == "あとで変わった"
        (folders / "files" / "a.txt").unlink()
        rewrite(newest(folders), lambda place: (place / "files" / "a.txt").write_text("違う中身"))
        with pytest.raises(CommandError, match="中身が違います: a.txt"):
            call_command("restore_files", str(newest(folders)))
        assert not (folders / "files" / "a.txt").exists()
        with pytest.raises(CommandError, match="バックアップとして読めません"):
            call_command("restore_files", str(kept))


@pytest.mark.django_db
class TestVerify:
    def test_sound_data_pass(self, settings, tmp_path, capsys):
        settings.MEDIA_ROOT = str(tmp_path)
        _, representative, _ = build.group()
        notify([representative], title="お知らせ", key="x")
        call_command("verify")
        assert "手続きのつながり: 問題ありません" in capsys.readouterr().out

    def test_a_file_of_no_row_is_named(self, folders, capsys):
        with pytest.raises(CommandError, match="食い違いが 1件"):
            call_command("verify")
        assert "どの行のものでもないファイル: a.txt" in capsys.readouterr().out

    def test_a_missing_guard_is_named(self):
        names = {"sqlite": "audit_auditevent_append_only_update", "postgresql": "audit_auditevent_append_only"}
        with connection.cursor() as cursor:
            where = " ON audit_auditevent" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {names[connection.vendor]}{where}")
        assert [line.split()[1] for line in invariants.guards()] == [names[connection.vendor]]

    def test_a_state_that_no_step_led_to_is_named(self):
        body, representative, _ = build.group()
        Registration.objects.create(partner=body, status="registered", form_key=uuid4(), created_by=representative)
        assert "状態が記録と合いません（registered、記録では draft）" in "".join(invariants.chains())
