"""`manage.py prepare`: bring the database and the static files up to the code. Safe to run before every start."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

from kyodo_portal.accounts.sample import LOGINS
from kyodo_portal.pages.one_at_a_time import only_one
from kyodo_portal.pages.static_files import collect
from partners.directory.reference import load_reference


class Command(BaseCommand):
    help = "データベースと静的ファイルを、今のプログラムに合わせます。見本サイトでは見本のデータも入れます。"

    def handle(self, **options):
        with only_one(waiting=self.say_waiting):
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
            load_reference(areas=None if settings.KYODO_SAMPLE else ["市内全域"])
            collect()
            if settings.KYODO_SAMPLE:
                self.seed()

    def say_waiting(self):
        self.stdout.write("もう1つの prepare が終わるのを待っています。")
        self.stdout.flush()

    def seed(self):
        """The sample city, once. An interrupted seeding is taken up again: the mark is written last."""
        mark = Path(settings.DATA_DIR) / "sample-stands"
        there = get_user_model().objects.filter(email=LOGINS[-1][0]).exists()
        if "seed_sample" not in get_commands() or (mark.exists() and there):
            return
        self.stdout.write("見本のデータを入れています。1分ほどかかります。")
        self.stdout.flush()
        call_command("seed_sample")
        mark.touch()
