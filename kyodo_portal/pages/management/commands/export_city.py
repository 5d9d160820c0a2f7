"""`manage.py export_city`: the whole content of the city as documented open files, for whoever keeps the portal after us."""

import hashlib
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from kyodo_portal.notices.models import Delivery
from kyodo_portal.pages import database
from kyodo_portal.pages.command_trail import record_command
from kyodo_portal.pages.open_files import places, schema, writing


class Command(BaseCommand):
    help = "市のデータをまるごと、説明の付いた開いた形のファイル（JSON Linesと、預かったファイル）に書き出します。"

    def add_arguments(self, parser):
        parser.add_argument("target", nargs="?", help="書き出す先。名前の終わりが .zip なら1つのファイル、ほかはフォルダー")
        parser.add_argument("--with-secrets", action="store_true", help="パスワードのハッシュと、2段階の確認も入れます。")
        parser.add_argument("--with-mails", action="store_true", help="送ったメールの本文も入れます。")
        parser.add_argument("--document", help="書き出しの代わりに、形の説明（docs/open-files.md）をここに書きます。")

    def handle(self, *, target, with_secrets, with_mails, document, **options):
        if document:
            Path(document).write_text(schema.document(), encoding="utf-8")
            return
        if not target:
            raise CommandError("書き出す先を、1つ書いてください（例：manage.py export_city /var/lib/kyodo/out.zip）。")
        path = Path(target)
        try:
            if problem := database.misfit():
                raise CommandError(problem)
            with places.writing(path) as place:
                made, lost = writing.write(place, secrets=with_secrets, mails=with_mails, say=self.stdout.write)
        except FileExistsError as error:
            raise CommandError(f"{path} は、もうあります。別の名前にしてください。") from error
        except OSError as error:
            raise CommandError(f"書き出せませんでした。書き出す先と空きを確かめてください: {error}") from error
        except DatabaseError as error:
            raise CommandError(f"データベースを読めませんでした。DATABASE_URL を確かめてください: {error}".strip()) from error
        self.say_done(path, made, lost)

    def say_done(self, path, made, lost):
        rows, uploads = sum(made.rows().values()), len(made.uploads())
        with_what = "".join(
            f"、{words}も" for name, words in (("secrets", "鍵"), ("mails", "メールの本文")) if made.options[name]
        )
        record_command(self, f"市のデータをまるごと書き出した: {path.name}（ファイル {uploads}個{with_what}）", rows=rows)
        self.stdout.write(f"{path} に書き出しました。{rows:,}行、預かったファイル {uploads:,}個。")
        self.stdout.write(f"manifest.json の SHA-256: {hashlib.sha256(made.text().encode()).hexdigest()}")
        if waiting := Delivery.objects.not_yet_left().count():
            self.stderr.write(f"まだ送っていないメールが {waiting}通あります。書き出しには入れていません。")
        if lost:
            names = "\n".join(lost)
            raise CommandError(f"書き出しましたが、預かったはずのファイルが {len(lost)}個ありません。\n{names}")
