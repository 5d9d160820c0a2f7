"""`manage.py search_index`: builds the indexes of searches anew, out of the rows; see common/lists/grams.py."""

from django.core.management.base import BaseCommand
from django.db import connection

from kyodo_portal.common.lists import grams


class Command(BaseCommand):
    help = "検索の索引を、保存されているデータから作り直します。"

    def handle(self, **options):
        grams.rebuild(connection)
        self.stdout.write("検索の索引を作り直しました。")
