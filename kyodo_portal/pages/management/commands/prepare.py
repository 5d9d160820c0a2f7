"""`manage.py prepare`: bring the database and the static files up to the code. Safe to run before every start."""

import hashlib
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory

from kyodo_portal.accounts.sample import LOGINS
from kyodo_portal.pages import database, instance
from kyodo_portal.pages.cleanup import bring_back_wanted
from partners.directory.reference import load_reference


class Command(BaseCommand):
    help = "データベースと静的ファイルを、今のプログラムに合わせます。見本サイトでは見本のデータも入れます。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--join-files",
            action="store_true",
            help="データベースとファイルの置き場所が同じサイトのものだと確かめたときに、印を合わせます。",
        )

    def handle(self, *, join_files=False, **options):
        self.migrate()
        call_command("createcachetable", verbosity=0)
        if problem := instance.join(sure=join_files):
            self.stderr.write(problem)
        bring_back_wanted()  # after a restore, files that were taken off since have their rows again
        load_reference(areas=None if settings.KYODO_SAMPLE else ["市内全域"])
        self.collect()
        if settings.KYODO_SAMPLE:
            self.seed()

    def migrate(self):
        """Bring the database up to the code, or say in one sentence why it is not this code's database. Nothing is
        touched then.
        """
        try:
            connection.ensure_connection()
        except DatabaseError as error:
            raise CommandError(f"データベースにつながりません。DATABASE_URL を確かめてください。（{one_line(error)}）") from error
        try:
            problem = database.misfit_before_migrating()
            if not problem:
                call_command("migrate", interactive=False, verbosity=0)
                problem = database.misfit_after_migrating()
        except (DatabaseError, InconsistentMigrationHistory) as error:
            problem = f"データベースをプログラムに合わせられませんでした。{database.OTHER}。（{one_line(error)}）"
        if problem:
            raise CommandError(problem)

    def collect(self):
        """collectstatic, only when a file or a library changed since the last time."""
        mark = Path(settings.STATIC_ROOT) / ".collected"
        wanted = fingerprint()
        if mark.exists() and mark.read_text() == wanted:
            return
        call_command("collectstatic", interactive=False, clear=mark.exists(), verbosity=0)
        mark.write_text(wanted)

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


def one_line(error):
    return " ".join(str(error).split())


def fingerprint():
    """A digest of every static file's path, size and time, and of the versions that shape the result."""
    digest = hashlib.sha256(f"{sys.version} {django.__version__} {len(apps.get_app_configs())}".encode())
    for finder in get_finders():
        for path, storage in finder.list(["CVS", ".*", "*~"]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
