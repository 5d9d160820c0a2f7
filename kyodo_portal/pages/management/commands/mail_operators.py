"""`manage.py mail_operators UNIT`: one mail to those who keep the portal, about a unit that failed. Asks no database.

deploy/systemd/kyodo-failed@.service calls it, with the last lines of the journal as input.
"""

import platform
import sys

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError

from kyodo_portal.common.city import the_city

LONGEST = 10_000  # characters of the journal


class Command(BaseCommand):
    help = "止まった処理について、保守をする人（KYODO_OPERATORS）にメールを送ります。"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("unit", help="止まった処理の名前（kyodo-backup.service など）")

    def handle(self, *, unit, **options):
        if not settings.KYODO_OPERATORS:
            raise CommandError("KYODO_OPERATORS に、保守をする人のメールアドレスを書いてください。")
        where, city = platform.node(), the_city()
        lines = [
            f"{where} で {unit} が失敗しました。",
            f"くわしくは、{where} で systemctl status {unit} と manage.py status を見てください。",
            "",
            sys.stdin.read()[-LONGEST:],
        ]
        subject = f"【{city['name']} {city['site']}】{unit} が失敗しました"
        EmailMessage(subject, "\n".join(lines), settings.DEFAULT_FROM_EMAIL, settings.KYODO_OPERATORS).send()
