"""`manage.py status`: how the portal is doing, for a person and for a monitor. Changes nothing."""

import sys

from django.core.management.base import BaseCommand

from kyodo_portal.pages.status import as_json, as_text, points, worst


class Command(BaseCommand):
    help = "動きぐあいを、1行に1つずつ言います。終了コードは 0（よい）、1（気をつける）、2（悪い）です。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="監視のプログラムのための形")

    def handle(self, *, json, **options):
        found = points()
        self.stdout.write(as_json(found) if json else as_text(found))
        sys.exit(worst(found))
