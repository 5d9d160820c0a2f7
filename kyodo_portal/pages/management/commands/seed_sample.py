"""Fills an empty database with the sample city. A second run changes nothing."""

import datetime

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from guidelines.revisions.loading_actions import load_guideline
from kyodo_portal.accounts.models import User
from kyodo_portal.notices.models import Delivery, Notice
from kyodo_portal.pages.command_trail import record_command
from kyodo_portal.pages.sample import (
    applications,
    asks,
    calls,
    committees,
    consultations,
    drafts,
    events,
    following,
    grants,
    groups,
    handover,
    imports,
    inventory,
    ledger,
    ledger_steps,
    letters,
    offers,
    official_letters,
    opinions,
    people,
    personal,
    pictures,
    reorganisation,
    report,
    rounds,
    standing,
    successors,
    voices,
    year_lists,
)
from kyodo_portal.process.task_actions import sync_everything

MARK = "kanri@example.jp"  # the last word of the seeding: who finds this user finds the whole city
KEEP_UNREAD_DAYS = 14
GUIDELINES = ("ojiya", "niigata", "sunagawa", "nagaoka", "muroran")  # the own city's first: the others are read beside it


class Command(BaseCommand):
    help = "見本サイトのデータを入れます。もう入っているときは、何もしません。"

    @transaction.atomic
    def handle(self, *args, **options):
        if not settings.KYODO_SAMPLE:
            raise CommandError("見本のデータは、見本サイト（KYODO_SAMPLE=1）だけに入れられます。")
        if User.objects.filter(email=MARK).exists():
            self.stdout.write("見本のデータは、もう入っています。")
            return
        if User.objects.exists():
            raise CommandError("利用者がいるデータベースには、見本のデータを入れません。空のデータベースで試してください。")
        for name in GUIDELINES:
            load_guideline(settings.BASE_DIR / "fixtures" / "guidelines" / f"{name}.json", keep=True)
        cast = people.settle()
        official_letters.lay()
        groups.settle(cast)
        offers.settle(cast)
        ledger.settle(cast)
        ledger_steps.settle(cast)
        calls.settle(cast)
        rounds.settle(cast)
        pictures.settle(cast)
        personal.settle(cast)
        inventory.settle(cast)
        handover.settle(cast)
        year_lists.settle(cast)
        reorganisation.settle(cast)
        report.settle(cast)
        asks.settle(cast)
        applications.settle(cast)
        grants.settle(cast)
        opinions.settle(cast)
        consultations.settle(cast)
        standing.settle(cast)
        successors.settle(cast)
        letters.settle(cast)
        drafts.settle(cast)
        consultations.name_letters(cast)
        committees.settle(cast)
        events.settle(cast)
        pictures.settle_events(cast)
        voices.settle(cast)
        following.settle(cast)
        imports.settle(cast)
        official_letters.settle(cast)
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
