"""manage.py load_guideline FILE: bring a guideline file into the library."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from guidelines.revisions.loading_actions import load_guideline


class Command(BaseCommand):
    help = "ガイドラインのファイル（JSON）を取り込みます。同じものを2回取り込んでも変わりません。"

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--keep", action="store_true", help="すでにあるものは直さず、足りないものだけ足します。")

    def handle(self, *args, file, keep, **options):
        try:
            guideline = load_guideline(file, keep=keep)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(f"取り込みました：{guideline}")
