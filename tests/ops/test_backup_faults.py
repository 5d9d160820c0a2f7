"""A backup is whole or says what is missing; good ones are never pushed out; what is no backup is refused in one
sentence.
"""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import threading
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from kyodo_portal.common.files import storage, uploads
from kyodo_portal.pages import archive, database_copy, instance
from kyodo_portal.pages.models import Installation
from partners.models import RegistrationFile
from tests import build
from tests.house import ROOT
from tests.ops.test_away import files_no_larger_than
from tests.ops.test_backup import newest, rewrite

needs_dump = pytest.mark.skipif(not shutil.which("pg_dump"), reason="pg_dump is missing")
pytestmark = [needs_dump, pytest.mark.django_db(transaction=True)]
PDF = b"%PDF-1.4 kept"


@pytest.fixture
def folders(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "files")
    (tmp_path / "files").mkdir()
    (tmp_path / "backups").mkdir()
    instance.join()
    return tmp_path


@pytest.fixture
def case(db):
    _, clerk = build.office("secretariat")
    return build.registration(build.user(), secretary=clerk)


def paper(case):
    """A stored upload with its row."""
    stored = storage.store(uploads.Accepted("規約.pdf", "application/pdf", PDF))
    return RegistrationFile.objects.create(
        registration=case,
        stored_as=stored.stored_name,
        name=stored.display_name,
        content_type=stored.content_type,
        size=stored.size,
        sha256=stored.sha256,
        uploaded_by=case.created_by,
    )


def older(folders, *names):
    """Tars of earlier nights."""
    paths = [folders / "backups" / f"kyodo-{name}.tar" for name in names]
    for path in paths:
        path.touch()
    return paths


def backup(folders, **options):
    call_command("backup", to=str(folders / "backups"), **options)
    return newest(folders)


class TestWhatIsMissing:
    def test_a_file_that_is_lost_is_named_and_no_older_backup_goes(self, folders, case):
        row, nights = paper(case), older(folders, "20260101-000000", "20260102-000000", "20260103-000000")
        (folders / "files" / row.stored_as).unlink()
        with pytest.raises(CommandError, match=f"ファイルがありません: {row.stored_as}"):
            backup(folders, keep=1)
        assert all(night.exists() for night in nights) and len(list((folders / "backups").iterdir())) == 4
        assert newest(folders).name.endswith("-incomplete.tar")  # the status does not take it for last night's

    def test_nights_that_were_not_whole_push_out_no_good_backup(self, folders):
        nights = older(folders, "20260101-000000-incomplete", "20260102-000000", "20260103-000000-incomplete")
        backup(folders, keep=2)
        assert [night.exists() for night in nights] == [False, True, True]

    def test_a_file_taken_off_while_the_backup_runs_is_in_it(self, folders, case):
        """The row is in the copy of the database, the file already on its way out."""
        row = paper(case)
        storage.remove_stored(row.stored_as)
        made = backup(folders)
        with tarfile.open(made) as tar:
            assert tar.extractfile(f"files/{row.stored_as}").read() == PDF
        call_command("restore_check", str(made))

    @pytest.mark.skipif("connection.vendor == 'sqlite'", reason="a database in memory knows no two writers")
    def test_backups_are_whole_while_files_come_and_go(self, folders, case):
        stop, faults = threading.Event(), []

        def come_and_go():
            try:
                while not stop.is_set():
                    row = paper(case)
                    RegistrationFile.objects.filter(pk=row.pk).delete()
                    storage.remove_stored(row.stored_as)
            except Exception as error:  # shown by the assertion below
                faults.append(error)
            finally:
                connections.close_all()

        people = threading.Thread(target=come_and_go)
        people.start()
        try:
            made = [backup(folders) for _ in range(3)]
        finally:
            stop.set()
            people.join()
        assert not faults and len(set(made)) == 3
        for made_backup in made:
            call_command("restore_check", str(made_backup))

    def test_the_database_of_another_portal_pushes_out_no_backup(self, folders):
        nights = older(folders, "20260101-000000", "20260102-000000")
        Installation.objects.update(instance="f" * 32)
        with pytest.raises(CommandError, match="印が合わない"):
            backup(folders, keep=1)
        assert all(night.exists() for night in nights)

    def test_the_backups_of_another_portal_in_the_same_folder_are_left_alone(self, folders):
        theirs = backup(folders).rename(folders / "backups" / "kyodo-20260101-000000.tar")
        (ours,) = older(folders, "20260102-000000")
        Installation.objects.update(instance="f" * 32)
        (folders / "files" / ".instance").write_text("f" * 32)
        made = backup(folders, keep=1)
        assert theirs.exists() and not ours.exists() and made.exists()

    def test_the_new_one_stays_where_a_wrong_clock_has_left_one_of_next_year(self, folders):
        (future,) = older(folders, "20990101-000000")
        call_command("backup", to=str(folders / "backups"), keep=1)
        assert not future.exists() and len(list((folders / "backups").iterdir())) == 1


class TestRemains:
    def test_what_killed_runs_have_left_is_removed_and_a_living_run_is_not(self, folders):
        place = folders / "backups"
        (place / "kyodo-20260101-000000.part").touch()
        for name in ("tmpab12cd34", ".kyodo-writing-dead"):
            (place / name).mkdir()
            (place / name / "database.dump").touch()
        (place / "tmp-of-somebody").mkdir()
        (place / "tmp-of-somebody" / "letter.odt").touch()
        with archive.scratch_folder(place, ".kyodo-writing-") as living:
            made = backup(folders)
            assert set(place.iterdir()) == {made, living, place / "tmp-of-somebody"}

    def test_a_full_disk_is_one_sentence(self, folders):
        (folders / "backups").rmdir()
        (folders / "backups").touch()
        with pytest.raises(CommandError, match="バックアップを書けませんでした"):
            backup(folders)

    def test_a_disk_that_fills_up_in_the_middle_is_one_sentence_and_leaves_nothing(self, folders, case):
        paper(case)
        with files_no_larger_than(40_000), pytest.raises(CommandError, match="書けませんでした|終わりませんでした"):
            backup(folders)
        assert list((folders / "backups").iterdir()) == []


def other_manifest(text):
    return lambda place: (place / "manifest.json").write_text(text)


def changed(**values):
    def change(place):
        listing = place / "manifest.json"
        listing.write_text(json.dumps({**json.loads(listing.read_text()), **values}))

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (other_manifest("{}"), "manifest.json の made_at がないか、形が違います"),
        (other_manifest("[]"), "manifest.json の形が違います"),
        (other_manifest("null"), "manifest.json の形が違います"),
        (other_manifest("[" * 100_000), "manifest.json の形が違います"),
        (other_manifest("{"), "バックアップとして読めません"),
        (changed(database="mysql"), "mysql のデータベースは、戻せません"),
        (changed(database=["sqlite"]), "manifest.json の database がないか、形が違います"),
        (changed(rows=[]), "manifest.json の rows がないか、形が違います"),
        (changed(rows={"partners_partner": "1"}), "manifest.json の rows か sha256 の形が違います"),
        (changed(sha256={"database.dump": 1}), "manifest.json の rows か sha256 の形が違います"),
        (changed(sha256=None), "manifest.json の sha256 がないか、形が違います"),
        (changed(made_at=1), "manifest.json の made_at がないか、形が違います"),
    ],
)
def test_a_manifest_that_is_none_is_refused_in_one_sentence(folders, change, words):
    made = backup(folders)
    rewrite(made, change)
    with pytest.raises(CommandError) as refused:
        call_command("restore_check", str(made))
    assert words in str(refused.value) and "\n" not in str(refused.value)


def test_a_backup_of_the_other_kind_of_database_is_refused(folders):
    made = backup(folders)
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]
    names = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
    rewrite(made, changed(database=other))
    with pytest.raises(CommandError, match=f"このバックアップは {names[other]} のもので、今の設定の {names[connection.vendor]}"):
        call_command("restore_check", str(made))


def test_a_broken_copy_of_the_database_is_refused(folders):
    made = backup(folders)
    name = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}[connection.vendor]

    def break_it(place):
        (place / name).write_bytes(b"no database")
        changed(sha256={**json.loads((place / "manifest.json").read_text())["sha256"], name: archive.digest(place / name)})(place)

    rewrite(made, break_it)
    with pytest.raises(CommandError, match="バックアップに問題があります"):
        call_command("restore_check", str(made))


def test_a_backup_from_before_a_table_came_is_checked_all_the_same(folders, capsys):
    """docs/operations.md, 7: the backup is taken before the new version comes."""
    made = backup(folders)

    def without_the_newest_table(place):
        listing = json.loads((place / "manifest.json").read_text())
        del listing["rows"]["pages_installation"], listing["instance"]
        (place / "manifest.json").write_text(json.dumps(listing))

    rewrite(made, without_the_newest_table)
    call_command("restore_check", str(made))
    assert "問題ありません" in capsys.readouterr().out


def test_an_empty_database_is_no_backup_and_it_is_said_from_any_folder(tmp_path):
    """As a unit calls it: only KYODO_DATA_DIR is set, everything else stands in its env."""
    (tmp_path / "env").write_text("SECRET_KEY=only-for-tests\nKYODO_HTTPS=0\n")
    command = [sys.executable, str(ROOT / "manage.py"), "backup"]
    env = {"KYODO_DATA_DIR": str(tmp_path), "PATH": os.environ["PATH"]}
    done = subprocess.run(command, cwd="/", env=env, capture_output=True, text=True)
    assert done.returncode == 1
    assert "データベースに何も入っていません。DATABASE_URL が正しいか確かめてください。" in done.stderr
    assert "Traceback" not in done.stderr and not list(Path(tmp_path / "backups").iterdir())


def test_the_options_of_the_database_reach_pg_dump(settings, monkeypatch):
    given = {
        **settings.DATABASES["default"],
        "HOST": "db.example.jp",
        "OPTIONS": {
            "sslmode": "verify-full",
            "sslrootcert": "/etc/ssl/db.pem",
            "sslcert": "/etc/ssl/client.pem",
            "sslkey": "/etc/ssl/client.key",
            "connect_timeout": 3,
            "options": "-c statement_timeout=10s",
            "isolation_level": 2,
        },
    }
    monkeypatch.setitem(settings.DATABASES, "default", given)
    variables = {name: value for name, value in database_copy.postgres_environment().items() if name.startswith("PG")}
    wanted = {
        "PGHOST": "db.example.jp",
        "PGSSLMODE": "verify-full",
        "PGSSLROOTCERT": "/etc/ssl/db.pem",
        "PGSSLCERT": "/etc/ssl/client.pem",
        "PGSSLKEY": "/etc/ssl/client.key",
        "PGCONNECT_TIMEOUT": "3",
    }
    assert wanted.items() <= variables.items()
    assert variables["PGOPTIONS"].endswith("-c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0")
