"""`manage.py backup`: one file with everything that a new machine needs, except the settings."""

import json
import os
import subprocess
import tarfile
import tempfile
from pathlib import Path

import django
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from kyodo_portal.pages import archive


class Command(BaseCommand):
    help = "データベースとファイルを、1つのファイルに保存します。動いているままで取れます。"

    def add_arguments(self, parser):
        parser.add_argument("--to", default=settings.KYODO_BACKUP_DIR, help="保存先のフォルダー")
        parser.add_argument("--keep", type=int, default=0, help="残す数。古いものから消します（0 は消さない）")

    def handle(self, *, to, keep, **options):
        folder = Path(to)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = folder / f"kyodo-{timezone.localtime():%Y%m%d-%H%M%S}.tar"
        part = target.with_suffix(".part")
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            self.write(part, Path(scratch))
        part.replace(target)  # a half-written backup never has the name of a whole one
        if keep:
            for old in sorted(folder.glob("kyodo-*.tar"))[:-keep]:
                old.unlink()
        self.stdout.write(str(target))

    def write(self, part, scratch):
        """Database first, files after: a row of the copy never names a file that came later."""
        database, counts, named = dump_sqlite(scratch) if connection.vendor == "sqlite" else dump_postgres(scratch)
        entries = {database.name: database}
        root = Path(settings.MEDIA_ROOT)
        entries |= {f"files/{path.relative_to(root)}": path for path in sorted(root.rglob("*")) if path.is_file()}
        lost = sorted(name for name in named if f"files/{name}" not in entries)
        manifest = {
            "made_at": timezone.now().isoformat(),
            "django": django.__version__,
            "database": connection.vendor,
            "rows": counts,
            "sha256": {},
        }
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w") as tar:
                for name, path in entries.items():
                    manifest["sha256"][name] = archive.digest(path)
                    tar.add(path, name, recursive=False)
                listing = scratch / archive.MANIFEST
                listing.write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
                tar.add(listing, archive.MANIFEST)
            file.flush()
            os.fsync(file.fileno())
        for name in lost:
            self.stderr.write(f"ファイルがありません: {name}")


def dump_sqlite(scratch):
    copy = scratch / archive.SQLITE
    archive.copy_sqlite(copy)
    with archive.opened(copy) as execute:
        return copy, archive.count_all(execute), archive.named_files(execute)


def dump_postgres(scratch):
    dump = scratch / archive.POSTGRES
    with archive.postgres_snapshot() as (snapshot, execute):
        command = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={dump}"]
        try:
            done = subprocess.run(command, env=archive.postgres_environment(), capture_output=True, text=True)  # noqa: S603
        except FileNotFoundError as error:
            raise CommandError(
                "pg_dump がありません。PostgreSQL のクライアント（postgresql-client）を入れてください。"
            ) from error
        if done.returncode:
            raise CommandError(f"pg_dump が終わりませんでした。\n{done.stderr}")
        return dump, archive.count_all(execute), archive.named_files(execute)
