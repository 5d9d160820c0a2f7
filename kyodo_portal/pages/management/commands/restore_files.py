"""`manage.py restore_files FILE`: lays the files of a backup into the file store, for a store that no `mv` reaches (KYODO_FILES_URL)."""

import hashlib
import tarfile

from django.core.management.base import BaseCommand, CommandError

from kyodo_portal.common.files.stores import file_store
from kyodo_portal.pages import archive, backup_places
from kyodo_portal.pages.command_trail import record_command

FILES = "files/"


class Command(BaseCommand):
    help = "バックアップのファイルを、ファイルの置き場所に入れます。今あるものは、そのままにします。"

    def add_arguments(self, parser):
        parser.add_argument("backup", help="manage.py backup が作ったファイル（KYODO_BACKUP_URL のときは、その名前）")

    def handle(self, *, backup, **options):
        with backup_places.at_hand(backup) as path:
            manifest = archive.manifest_in(path)
            if manifest is None:
                raise CommandError("バックアップとして読めません。")
            laid, broken = lay(path, manifest)
        record_command(self, f"バックアップのファイルを入れた: {manifest.made_at}", rows=laid)
        self.stdout.write(f"{laid}個のファイルを入れました。")
        if broken:
            raise CommandError("入れなかったものがあります。\n" + "\n".join(broken))


def lay(path, manifest):
    """Put the files of a tar into the store; returns how many, and a line for each that is not what the manifest says."""
    store, laid, broken = file_store(), 0, []
    with tarfile.open(path) as tar:
        for member in tar:
            name = member.name.removeprefix(FILES)
            if not member.isfile() or name == member.name or store.exists(name):
                continue
            content = tar.extractfile(member).read()
            if hashlib.sha256(content).hexdigest() != manifest.sha256.get(member.name):
                broken.append(f"中身が違います: {name}")
                continue
            store.put(name, content)
            laid += 1
    return laid, broken
