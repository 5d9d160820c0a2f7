"""`manage.py search_index`: writes what searches look through anew, out of the rows: texts, indexes, pages."""

from django.core.management.base import BaseCommand
from django.db import connection

from kyodo_portal.common.lists import grams
from kyodo_portal.pages.search_page_actions import read_pages
from kyodo_portal.pages.search_text_actions import start_again, write_texts


class Command(BaseCommand):
    help = "検索用の文字・索引・ページの文を、保存されているデータから作り直します。途中で止めても、もう一度動かせば続きから始めます。"

    def add_arguments(self, parser):
        parser.add_argument("--again", action="store_true", help="続きからでなく、はじめから作り直します。")

    def handle(self, *, again=False, **options):
        if again:
            start_again()
        grams.rebuild(connection)  # first: into an index that lacks a row nothing can be written
        self.stdout.write("検索の索引を作り直しました。")
        write_texts(say=self.say_rows)
        read_pages(say=self.say_pages)
        self.stdout.write("公開しているページの文を読み終えました。")

    def say_rows(self, model, done, of):
        self.say(f"{model._meta.verbose_name}の検索用の文字：{done:,}／{of:,}件")

    def say_pages(self, done, of):
        if done % 50 == 0 or done == of:
            self.say(f"ページ：{done:,}／{of:,}")

    def say(self, words):
        self.stdout.write(words)
        self.stdout.flush()
