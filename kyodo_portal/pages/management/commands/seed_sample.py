"""Fills an empty database with a sample city. A second run changes nothing."""

import datetime

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from guidelines.revisions.loading_actions import load_guideline
from kyodo_portal.accounts.models import User
from kyodo_portal.accounts.sample import SAMPLES
from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.pages.command_trail import record_command
from kyodo_portal.pages.sample.cities import CITIES
from kyodo_portal.process.task_actions import sync_everything

MARK = "kanri@example.jp"  # the last word of the seeding: who finds this user finds the whole city
KEEP_UNREAD_DAYS = 14


class Command(BaseCommand):
    help = "見本サイトのデータを入れます。もう入っているときは、何もしません。"

    def add_arguments(self, parser):
        parser.add_argument("--city", choices=SAMPLES, help="どの見本か。書かないときは、KYODO_SAMPLE の見本です。")

    @transaction.atomic
    def handle(self, *args, city=None, **options):
        if not settings.KYODO_SAMPLE:
            raise CommandError("見本のデータは、見本サイト（KYODO_SAMPLE=1）だけに入れられます。")
        shown = settings.KYODO_SAMPLE_CITY
        if city not in (None, shown):  # every page would say the name of the one above the data of the other
            raise CommandError(f"このサイトは {shown} の見本です。{city} を入れるときは、KYODO_SAMPLE={city} で始めてください。")
        if User.objects.filter(email=MARK).exists():
            self.stdout.write("見本のデータは、もう入っています。")
            return
        if User.objects.exists():
            raise CommandError("利用者がいるデータベースには、見本のデータを入れません。空のデータベースで試してください。")
        chosen = CITIES[shown]
        for path in chosen.guidelines:
            load_guideline(settings.BASE_DIR / "fixtures" / path, keep=True)
        chosen.settle()
        sync_everything()  # the sample's past ran by another clock
        self.tidy_mail()
        record_command(self, "見本のデータを入れた")
        self.stdout.write("見本のデータを入れました。")

    def tidy_mail(self):
        """Nobody waits for the mails of the sample's past: they count as sent and read; the newest stay unread."""
        now = timezone.now()
        old = now - datetime.timedelta(days=KEEP_UNREAD_DAYS)
        Delivery.objects.filter(state=Delivery.State.WAITING).update(state=Delivery.State.SENT, sent_at=now)
        Notice.objects.filter(created_at__lt=old).update(read_at=now)
