"""`manage.py import_city`: the files of `export_city` into an empty database of the same release. All of it, or nothing."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from kyodo_portal.common.lists import grams
from kyodo_portal.pages import database
from kyodo_portal.pages.command_trail import TAKEN_IN, record_command
from kyodo_portal.pages.one_at_a_time import only_one
from kyodo_portal.pages.open_files import import_actions, incoming, places
from kyodo_portal.pages.search_text_actions import start_again, write_texts
from kyodo_portal.process.task_actions import sync_everything


class Command(BaseCommand):
    help = "export_city の書き出しを、空のデータベースに取り込みます。1つでも合わないものがあれば、何も変えません。"

    def add_arguments(self, parser):
        parser.add_argument("source", help="export_city が書いたフォルダーか、.zip のファイル")
        parser.add_argument("--check", action="store_true", help="取り込まずに、そろっているかだけを確かめます。")

    def handle(self, *, source, check, **options):
        try:
            place = places.reading(Path(source))
            found = incoming.manifest_in(place)
        except incoming.UNREADABLE as error:
            why = error if type(error) is ValueError else "export_city が書いたフォルダーか、.zip のファイルを書いてください。"
            raise CommandError(f"{source} を読めません。{why}") from error
        problems = list(incoming.problems(place, found, self.stdout.write))
        if problems:
            raise CommandError("そろっていないので、取り込みません。\n" + "\n".join(problems[:50]))
        self.stdout.write(f"そろっています。{found.city['name']}、{found.made_at} の書き出し、{sum(found.rows().values()):,}行。")
        if said := incoming.other_words(found):
            self.stderr.write(said)
        if not check:
            self.bring_in(place, found)

    def bring_in(self, place, found):
        with only_one(waiting=lambda: self.stdout.write("prepare が終わるのを待っています。")):
            try:
                if problem := database.misfit():
                    raise CommandError(problem)
                if there := import_actions.somebodys():
                    raise CommandError(
                        f"このデータベースには、もう市のデータがあります（{there}）。空のデータベースを作り、"
                        "manage.py prepare だけをしたものに取り込んでください。"
                    )
                rows, uploads = import_actions.bring_in(place, found, self.stdout.write)
            except import_actions.Refused as error:
                raise CommandError(f"取り込みませんでした。データベースもファイルも、前のままです。\n{error}") from error
            except DatabaseError as error:
                raise CommandError(
                    "データベースを使えません。DATABASE_URL を確かめ、先に manage.py prepare をしてください。"
                ) from error
        record_command(self, f"市の{TAKEN_IN}: {found.city['name']} {found.made_at}（ファイル {uploads}個）", rows=rows)
        self.stdout.write(f"取り込みました。{rows:,}行、預かったファイル {uploads:,}個。検索の文字を作ります。")
        self.make_search()
        sync_everything()  # tasks speak in the words of this portal's settings
        self.stdout.write(
            "manage.py verify で確かめてから、サイトを動かしてください。公開のページの検索は、動きだしてから数分でそろいます。"
        )

    def make_search(self):
        """As search_index does, but for the pages: the clock reads them once the site runs."""
        start_again()
        grams.rebuild(connection)
        write_texts(say=lambda model, done, of: self.stdout.write(f"{model._meta.verbose_name}：{done:,}／{of:,}件"))
