"""`manage.py unowned_files`: the files that no row names. With --to-trash they go into the trash, however many they
are.
"""

from django.core.management.base import BaseCommand, CommandError

from kyodo_portal.common.files import trash
from kyodo_portal.notices.scheduler import Refused
from kyodo_portal.pages.archive import rows_files
from kyodo_portal.pages.cleanup import remove_unowned_files, unowned


class Command(BaseCommand):
    help = "どの行のものでもない、1日より古いファイルを並べます。--to-trash で、ごみ箱（30日）に移します。"

    def add_arguments(self, parser):
        parser.add_argument("--to-trash", action="store_true", help="多くても、ごみ箱に移す")

    def handle(self, *, to_trash, **options):
        if not to_trash:
            found = unowned(trash.stored_files(), rows_files())
            self.stdout.write("\n".join([*found, f"{len(found)}個あります。"]))
            return
        try:
            moved = remove_unowned_files(however_many=True)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{len(moved)}個をごみ箱に移しました。{trash.KEPT_DAYS}日のあいだは、行が戻れば元に戻ります。")
