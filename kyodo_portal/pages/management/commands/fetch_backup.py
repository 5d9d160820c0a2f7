"""`manage.py fetch_backup`: brings a back-up out of the store (KYODO_BACKUP_URL) onto this machine, to restore from it."""

import os
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages
from django.core.management.base import BaseCommand, CommandError

from kyodo_portal.pages import backup_places
from kyodo_portal.pages.command_trail import record_command


class Command(BaseCommand):
    help = "ストアにあるバックアップを並べます。名前を書くと、この機械に写します。データベースは要りません。"

    def add_arguments(self, parser):
        parser.add_argument("name", nargs="?", help="写すバックアップの名前（書かなければ、一覧）")
        parser.add_argument("--to", default=settings.KYODO_BACKUP_DIR, help="写すフォルダー")

    def handle(self, *, name, to, **options):
        if backup_places.STORE not in settings.STORAGES:
            raise CommandError("KYODO_BACKUP_URL がありません。バックアップは KYODO_BACKUP_DIR のフォルダーにあります。")
        try:
            if not name:
                self.stdout.write("\n".join(sorted(storages[backup_places.STORE].listing())))
                return
            self.stdout.write(fetched(name, Path(to)))
            record_command(self, f"バックアップをこの機械に写した: {name}")
        except FileNotFoundError as error:
            raise CommandError(f"{name} はストアにありません。名前を書かずに呼ぶと、一覧が出ます。") from error
        except OSError as error:
            raise CommandError(f"写せませんでした。ストアと空きを確かめてください: {error}") from error


def fetched(name, folder):
    """Copy a back-up into a folder, for its owner's eyes only; returns where it lies."""
    store, target = storages[backup_places.STORE], folder / Path(name).name
    if not store.exists(name):
        raise FileNotFoundError(name)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = target.with_name(f"{target.name}.part")  # the next `backup` removes what a killed run has left
    try:
        os.close(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        store.fetch(name, half)
        half.chmod(0o600)  # a store may have laid a file of its own there
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return str(target)
