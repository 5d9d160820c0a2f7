"""`manage.py prepare`: bring the database and the static files up to the code. Safe to run before every start."""

from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory

from kyodo_portal.accounts.sample import SAMPLES, logins_of
from kyodo_portal.common.own_words import has_coordinator, own_words, words_in_force
from kyodo_portal.letters.reason_actions import lay_examples
from kyodo_portal.letters.template_actions import lay_templates
from kyodo_portal.pages import database, instance
from kyodo_portal.pages.cleanup import bring_back_wanted
from kyodo_portal.pages.migrating import few_models_rendered
from kyodo_portal.pages.one_at_a_time import only_one, only_one_here
from kyodo_portal.pages.search_page_actions import read_pages
from kyodo_portal.pages.static_files import collect
from kyodo_portal.pages.status import is_only_read
from kyodo_portal.personal.closed_again import close_again
from kyodo_portal.process.task_actions import sync_everything
from partners.directory.reference import load_reference

# Tables in it would look like a portal that does well, and people would begin to write into it.
EMPTY = (
    "データベースは空なのに、ファイルの置き場所にはファイルがあります。DATABASE_URL と KYODO_DATA_DIR を確かめてください。"
    "データベースを失ったときは、先にバックアップから戻します。空から始めてよいときは、manage.py prepare --join-files とします。"
)

# What a city begins with is laid once, and is the city's own text from then on: whoever reads this has entered nothing yet.
FIRST_TEXTS = (
    "登録の要件、形態の決めごと、通知書のひな形などを入れました。文の中の呼び方は「{市}」「{町内会}」、中間支援は「{guides}」です。違うときは、設定の "
    "KYODO_CITY_NAME と KYODO_OWN_WORDS を書き、データベースを作り直して、もう一度 manage.py prepare をします。"
)
FIRST = "ojiya"
OTHER_CITY = (
    "ここには、別の見本（{stands}）のデータがあります。{wanted} は、KYODO_DATA_DIR に別のフォルダーを書いて始めてください。"
)


class Command(BaseCommand):
    help = "データベースと静的ファイルを、今のプログラムに合わせます。見本サイトでは見本のデータも入れます。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--join-files",
            action="store_true",
            help="データベースとファイルの置き場所が同じサイトのものだと確かめたときに、印を合わせます（空のデータベースから始めるときも）。",
        )
        half = parser.add_mutually_exclusive_group()
        half.add_argument(
            "--database",
            action="store_true",
            dest="only_database",
            help="データベースだけ。機械が何台あっても、1つの版に1回です。",
        )
        half.add_argument(
            "--static",
            action="store_true",
            dest="only_static",
            help="静的ファイルだけ。データベースには触らないので、どの機械でも同時にできます。",
        )

    def handle(self, *, join_files=False, only_database=False, only_static=False, **options):
        if not only_static:
            self.prepare_database(join_files)
        if not only_database:
            with only_one_here(waiting=self.say_waiting):
                collect()
        if settings.KYODO_SAMPLE and not (only_database or only_static):
            with only_one(waiting=self.say_waiting):
                self.seed()

    def prepare_database(self, join_files):
        try:
            connection.ensure_connection()
        except DatabaseError as error:
            what = f"{settings.DATA_DIR} に書けるようにし、" if is_only_read(settings.DATA_DIR) else ""
            raise CommandError(
                f"データベースにつながりません。{what}DATABASE_URL を確かめてください。（{one_line(error)}）"
            ) from error
        with only_one(waiting=self.say_waiting):
            is_first = database.is_empty()
            if not join_files and is_first and instance.store_is_somebodys():
                raise CommandError(EMPTY)
            self.migrate()
            call_command("createcachetable", verbosity=0)
            if problem := instance.join(sure=join_files):
                self.stderr.write(problem)
            bring_back_wanted()  # after a restore, files that were taken off since have their rows again
            for done, sentence in close_again():
                (self.stdout if done else self.stderr).write(sentence)
            load_reference(areas=SAMPLES[settings.KYODO_SAMPLE_CITY].areas if settings.KYODO_SAMPLE else [own_words("市内全域")])
            lay_templates()  # of the 通知書 of steps that never had one
            lay_examples()  # of reasons, the same
            if is_first and not settings.KYODO_SAMPLE:
                self.say_words()
            sync_everything()  # the tasks of matters from before there were any, and what a restore brought back

    def migrate(self):
        """Bring the database up to the code, or say in one sentence why it is not this code's database. Nothing is
        touched then.
        """
        try:
            problem = database.misfit_before_migrating()
            if not problem:
                with few_models_rendered():
                    call_command("migrate", interactive=False, verbosity=0)
                problem = database.misfit_after_migrating()
        except (DatabaseError, InconsistentMigrationHistory) as error:
            problem = f"データベースをプログラムに合わせられませんでした。{database.OTHER}。（{one_line(error)}）"
        if problem:
            raise CommandError(problem)

    def say_words(self):
        guides = "いる" if has_coordinator() else "いない"
        self.stdout.write(FIRST_TEXTS.format(guides=guides, **words_in_force()))

    def say_waiting(self):
        self.stdout.write("もう1つの prepare が終わるのを待っています。")
        self.stdout.flush()

    def seed(self):
        """The sample city, once. An interrupted seeding is taken up again: the mark is written last."""
        mark, wanted = Path(settings.DATA_DIR) / "sample-stands", settings.KYODO_SAMPLE_CITY
        there = get_user_model().objects.filter(email=logins_of(wanted)[-1][0]).exists()
        if "seed_sample" not in get_commands():
            return
        if mark.exists() and there:
            stands = mark.read_text(encoding="utf-8").strip() or FIRST  # before there were two, it was empty
            if stands != wanted:
                raise CommandError(OTHER_CITY.format(stands=stands, wanted=wanted))
            return
        self.stdout.write("見本のデータを入れています。1分ほどかかります。")
        self.stdout.flush()
        call_command("seed_sample")
        read_pages()
        mark.write_text(wanted, encoding="utf-8")


def one_line(error):
    return " ".join(str(error).split())
