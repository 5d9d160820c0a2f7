"""`manage.py restore_check FILE`: restores a backup into a throw-away place and compares. Touches nothing that runs."""

import hashlib
import secrets
import sqlite3
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, connection

from kyodo_portal.common.postgres.holding import own_transaction
from kyodo_portal.pages import archive, backup_places, database_copy, instance
from kyodo_portal.pages.command_trail import record_command

SCRATCH = "kyodo-restore-"
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


class Command(BaseCommand):
    help = "バックアップを仮の場所に戻して、中身が全部あるか確かめます。動いているものには触りません。"

    def add_arguments(self, parser):
        parser.add_argument("backup", help="manage.py backup が作ったファイル（KYODO_BACKUP_URL のときは、その名前）")

    def handle(self, *, backup, **options):
        with archive.scratch_folder(tempfile.gettempdir(), SCRATCH) as place:
            try:
                with backup_places.at_hand(backup) as tar:
                    archive.unpack(tar, place)
                manifest = archive.Manifest.read((place / archive.MANIFEST).read_text(encoding="utf-8"))
            except archive.UNREADABLE as error:
                raise CommandError(f"バックアップとして読めません: {error}") from error
            if manifest.database != connection.vendor:
                theirs, ours = NAMES[manifest.database], NAMES[connection.vendor]
                raise CommandError(f"このバックアップは {theirs} のもので、今の設定の {ours} には戻せません。")
            problems = check_files(place, manifest)
            if not problems:
                problems = (check_sqlite if manifest.database == "sqlite" else check_postgres)(place, manifest)
        if problems:
            raise CommandError("バックアップに問題があります。\n" + "\n".join(problems))
        rows = sum(manifest.rows.values())
        files = sum(name.startswith("files/") and name != f"files/{instance.MARK}" for name in manifest.sha256)
        record_command(self, f"バックアップを仮の場所に戻して確かめた: {Path(backup).name}", rows=rows)
        self.stdout.write(f"問題ありません。{manifest.made_at} の {rows}行 と {files}個のファイルを戻せます。")


def check_files(place, manifest):
    """Every entry is there, unchanged, and nothing else is."""
    found = {str(path.relative_to(place)): path for path in place.rglob("*") if path.is_file()}
    found.pop(archive.MANIFEST)
    wanted = manifest.sha256
    needed = wanted.keys() | {archive.DATABASES[manifest.database]}
    problems = [f"足りません: {name}" for name in sorted(needed - found.keys())]
    problems += [f"一覧にありません: {name}" for name in sorted(found.keys() - wanted.keys())]
    return problems + [
        f"中身が違います: {name}" for name in sorted(wanted.keys() & found.keys()) if archive.digest(found[name]) != wanted[name]
    ]


def compare(execute, manifest, place):
    """The restored rows are as many as were counted, and the files that they name are there."""
    there = database_copy.existing_tables(execute, manifest.database)
    counts = database_copy.count_all(execute, there & manifest.rows.keys())
    problems = [
        f"{table}: {counts.get(table, 0)}行（{rows}行のはず）"
        for table, rows in manifest.rows.items()
        if counts.get(table) != rows
    ]
    if not there & database_copy.model_tables():
        problems.append("データベースに何も入っていません")
    return problems + [
        f"ファイルがありません: {name}"
        for name in sorted(database_copy.named_files(execute, there))
        if not (place / "files" / name).exists()
    ]


def check_sqlite(place, manifest):
    try:
        with database_copy.opened(place / archive.SQLITE) as execute:
            problems = [row[0] for row in execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
            problems += [f"参照先がありません: {row[0]} {row[1]}" for row in execute("PRAGMA foreign_key_check").fetchall()]
            return problems or compare(execute, manifest, place)
    except sqlite3.Error as error:
        return [f"データベースとして読めません: {error}"]


def check_postgres(place, manifest):
    """Into a database of its own on the same server, dropped at the end. The role needs CREATEDB for this."""
    import psycopg

    try:
        with throw_away_database() as name:
            command = [
                "pg_restore",
                "--exit-on-error",
                "--no-owner",
                "--no-privileges",
                f"--dbname={name}",
                str(place / archive.POSTGRES),
            ]
            done = subprocess.run(command, env=database_copy.postgres_environment(), capture_output=True, text=True)  # noqa: S603
            if done.returncode:
                return [done.stderr]
            parameters = {**connection.get_connection_params(), "dbname": name, "cursor_factory": None}
            with psycopg.connect(**parameters) as restored:
                restored.execute("SET LOCAL statement_timeout = 0")
                return compare(restored.execute, manifest, place)
    except FileNotFoundError as error:
        raise CommandError("pg_restore がありません。PostgreSQL のクライアント（postgresql-client）を入れてください。") from error
    except (DatabaseError, InterfaceError, psycopg.Error) as error:
        raise CommandError(
            f"ためしのデータベースを使えませんでした（docs/operations.md の createuser --createdb）: {error}".strip()
        ) from error


@contextmanager
def throw_away_database():
    """The name of an empty database, gone at the end. Those that killed runs have left are dropped first.

    Every living run shares an advisory lock: whoever gets it alone knows that nobody else is at work.
    """
    prefix = f"kyodo_restore_check_{hashlib.sha256(connection.settings_dict['NAME'].encode()).hexdigest()[:8]}_"
    name = f"{prefix}{secrets.token_hex(4)}"
    with own_transaction(connection) as alone:
        alone.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [prefix])
        if alone.fetchone()[0]:
            with connection.cursor() as cursor:
                cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
                for (left,) in cursor.fetchall():
                    cursor.execute(f'DROP DATABASE IF EXISTS "{left}" WITH (FORCE)')
    with own_transaction(connection) as living:
        living.execute("SELECT pg_advisory_xact_lock_shared(hashtext(%s))", [prefix])
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        try:
            yield name
        finally:
            with connection.cursor() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
