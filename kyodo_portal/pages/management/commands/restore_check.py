"""`manage.py restore_check FILE`: restores a backup into a throw-away place and compares. Touches nothing that runs."""

import json
import secrets
import subprocess
import tarfile
import tempfile
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from kyodo_portal.pages import archive


class Command(BaseCommand):
    help = "バックアップを仮の場所に戻して、中身が全部あるか確かめます。動いているものには触りません。"

    def add_arguments(self, parser):
        parser.add_argument("backup", help="manage.py backup が作ったファイル")

    def handle(self, *, backup, **options):
        with tempfile.TemporaryDirectory(prefix="kyodo-restore-") as scratch:
            folder = Path(scratch)
            try:
                archive.unpack(backup, folder)
                manifest = json.loads((folder / archive.MANIFEST).read_text(encoding="utf-8"))
            except (OSError, tarfile.TarError, ValueError) as error:
                raise CommandError(f"バックアップとして読めません: {error}") from error
            problems = check_files(folder, manifest)
            if not problems:
                check = check_sqlite if manifest["database"] == "sqlite" else check_postgres
                problems = check(folder, manifest)
        if problems:
            raise CommandError("バックアップに問題があります。\n" + "\n".join(problems))
        row_count, files = sum(manifest["rows"].values()), len(manifest["sha256"]) - 1
        self.stdout.write(f"問題ありません。{manifest['made_at']} の {row_count}行 と {files}個のファイルを戻せます。")


def check_files(folder, manifest):
    """Every entry is there, unchanged, and nothing else is."""
    files = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    files.pop(archive.MANIFEST)
    wanted = manifest["sha256"]
    problems = [f"足りません: {name}" for name in sorted(wanted.keys() - files.keys())]
    problems += [f"一覧にありません: {name}" for name in sorted(files.keys() - wanted.keys())]
    return problems + [
        f"中身が違います: {name}" for name in sorted(wanted.keys() & files.keys()) if archive.digest(files[name]) != wanted[name]
    ]


def compare_counts(execute, manifest, folder):
    """The restored rows are as many as were counted, and the files that they name are there."""
    counts = archive.count_all(execute)
    problems = [
        f"{table}: {counts.get(table)}行（{expected}行のはず）"
        for table, expected in manifest["rows"].items()
        if counts.get(table) != expected
    ]
    return problems + [
        f"ファイルがありません: {name}" for name in sorted(archive.named_files(execute)) if not (folder / "files" / name).exists()
    ]


def check_sqlite(folder, manifest):
    with archive.opened(folder / archive.SQLITE) as execute:
        problems = [row[0] for row in execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
        problems += [f"参照先がありません: {row[0]} {row[1]}" for row in execute("PRAGMA foreign_key_check").fetchall()]
        return problems or compare_counts(execute, manifest, folder)


def check_postgres(folder, manifest):
    """Into a database of its own on the same server, dropped at the end. The role needs CREATEDB for this."""
    import psycopg

    env = archive.postgres_environment()
    name = f"kyodo_restore_check_{secrets.token_hex(4)}"
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        command = [
            "pg_restore",
            "--exit-on-error",
            "--no-owner",
            "--no-privileges",
            f"--dbname={name}",
            str(folder / archive.POSTGRES),
        ]
        done = subprocess.run(command, env=env, capture_output=True, text=True)  # noqa: S603
        if done.returncode:
            return [done.stderr]
        with psycopg.connect(**{**connection.get_connection_params(), "dbname": name, "cursor_factory": None}) as restored:
            return compare_counts(restored.execute, manifest, folder)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
