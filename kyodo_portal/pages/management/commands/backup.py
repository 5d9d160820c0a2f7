"""`manage.py backup`: one file with everything that a new machine needs, except the settings."""

import hashlib
import json
import os
import subprocess
import tarfile
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import django
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from kyodo_portal.common.files import trash
from kyodo_portal.common.files.stores import HALF, file_store
from kyodo_portal.pages import archive, backup_places, database_copy, instance
from kyodo_portal.pages.command_trail import record_command
from kyodo_portal.pages.old_backups import remove_old_remains, remove_older

SCRATCH = ".kyodo-writing-"
WHOLE = "whole.part"


class Command(BaseCommand):
    help = "データベースとファイルを、1つのファイルに保存します。動いているままで取れます。"

    def add_arguments(self, parser):
        parser.add_argument("--to", help="保存先のフォルダー（書かなければ、KYODO_BACKUP_URL か KYODO_BACKUP_DIR）")
        parser.add_argument("--keep", type=int, default=0, help="残す数。古いものから消します（0 は消さない）")

    def handle(self, *, to, keep, **options):
        if keep < 0:
            raise CommandError("--keep は 0 以上の数にしてください。")
        try:
            place = backup_places.FolderPlace(to) if to else backup_places.place_of_settings()
            backup = self.make(place)
        except OSError as error:
            raise CommandError(f"バックアップを書けませんでした。保存先と空きを確かめてください: {error}") from error
        except (DatabaseError, InterfaceError) as error:
            raise CommandError(f"データベースを読めませんでした。DATABASE_URL を確かめてください: {error}".strip()) from error
        self.stdout.write(backup.lies_at)
        record_command(self, f"バックアップを取った: {backup.name}")
        if backup.problems:
            kept = "古いものは消していません。" if keep else ""
            raise CommandError(f"バックアップは取りましたが、そろっていません。{kept}\n" + "\n".join(backup.problems))
        if keep:
            try:
                remove_older(place, backup, keep)
            except OSError as error:
                raise CommandError(f"バックアップは取りましたが、古いものを消せませんでした: {error}") from error

    def make(self, place):
        """Write a backup and lay it into its place. A half-written one never has the name of a whole one."""
        folder = place.working
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        remove_old_remains(folder)
        with archive.scratch_folder(folder, SCRATCH) as scratch:
            manifest, lost = write(scratch)
            problems = [f"ファイルがありません: {name}" for name in lost]
            if manifest.instance != instance.of_store():
                problems.append(instance.DISAGREE)
            name = free_name(place, archive.INCOMPLETE if problems else "")
            return Backup(name, place.take(scratch / WHOLE, name), manifest.instance, problems)


class Backup(NamedTuple):
    """A backup just made, where it lies, the mark of the portal in it, and what is not right with it: one line each."""

    name: str
    lies_at: str
    instance: str
    problems: list


class Dump(NamedTuple):
    """A copy of the database and what stands in it: {table: rows}, the files that rows name, the portal's mark."""

    path: Path
    rows: dict
    named: set
    instance: str


def write(scratch):
    """Pack database, files and manifest; returns the Manifest and the names of files that a row names and that are
    not there.

    The database is copied first. A file that comes later is left out, as its row is; one that is taken off meanwhile
    lies in the trash and is found there. What is in neither place is lost.
    """
    began = time.time()
    dump = dump_sqlite(scratch) if connection.vendor == "sqlite" else dump_postgres(scratch)
    others = {name for name, moment in trash.stored_files().items() if not name.endswith(HALF) and moment <= began}
    manifest = archive.Manifest(timezone.now().isoformat(), django.__version__, connection.vendor, dump.rows, {}, dump.instance)
    lost = []
    with os.fdopen(os.open(scratch / WHOLE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            with open(dump.path, "rb") as content:
                pack(tar, manifest, dump.path.name, content)
            for name in sorted(dump.named | others):
                try:
                    content = trash.open_anywhere(name)
                except FileNotFoundError:
                    lost += [name] if name in dump.named else []  # what no row names may go
                    continue
                with content:
                    pack(tar, manifest, f"files/{name}", content)
            with suppress(FileNotFoundError), file_store().opened(instance.MARK) as content:
                pack(tar, manifest, f"files/{instance.MARK}", content)
            listing = scratch / archive.MANIFEST
            listing.write_text(json.dumps(manifest._asdict(), ensure_ascii=False, indent=1), encoding="utf-8")
            tar.add(listing, archive.MANIFEST)
        file.flush()
        os.fsync(file.fileno())
    return manifest, lost


class Digesting:
    """A file that computes its SHA-256 while it is read: what the manifest says is what went into the tar."""

    def __init__(self, content):
        self.content, self.sha256 = content, hashlib.sha256()

    def read(self, size):
        piece = self.content.read(size)
        self.sha256.update(piece)
        return piece


def pack(tar, manifest, name, content):
    about = tarfile.TarInfo(name)
    content.seek(0, os.SEEK_END)
    about.size, about.mode, about.mtime = content.tell(), 0o600, int(time.time())
    content.seek(0)
    reader = Digesting(content)
    tar.addfile(about, reader)
    manifest.sha256[name] = reader.sha256.hexdigest()


def dump_sqlite(scratch):
    copy = scratch / archive.SQLITE
    database_copy.copy_sqlite(copy)
    with database_copy.opened(copy) as execute:
        return look_at(copy, execute)


def dump_postgres(scratch):
    dump = scratch / archive.POSTGRES
    with database_copy.postgres_snapshot() as (snapshot, execute):
        command = [
            "pg_dump",
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--snapshot={snapshot}",
            f"--file={dump}",
        ]
        try:
            done = subprocess.run(command, env=database_copy.postgres_environment(), capture_output=True, text=True)  # noqa: S603
        except FileNotFoundError as error:
            raise CommandError(
                "pg_dump がありません。PostgreSQL のクライアント（postgresql-client）を入れてください。"
            ) from error
        if done.returncode:
            raise CommandError(f"pg_dump が終わりませんでした。\n{done.stderr}")
        return look_at(dump, execute)


def look_at(path, execute):
    """What stands in the copy. A database with none of our tables is no portal's: it must not push out good backups."""
    there = database_copy.existing_tables(execute, connection.vendor)
    if not there & database_copy.model_tables():
        raise CommandError("データベースに何も入っていません。DATABASE_URL が正しいか確かめてください。")
    counts = database_copy.count_all(execute, there & database_copy.model_tables())
    return Dump(path, counts, database_copy.named_files(execute, there), database_copy.instance_of(execute, there))


def free_name(place, ending=""):
    """The name of the new backup: the moment. Names are put in order by it, so that a second that has one is waited out."""
    taken = place.moments()
    while True:
        name = f"kyodo-{timezone.localtime():%Y%m%d-%H%M%S}"
        if not any(other.startswith(name) for other in taken):
            return f"{name}{ending}.tar"
        time.sleep(0.1)
