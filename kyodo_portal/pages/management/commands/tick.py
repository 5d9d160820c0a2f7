"""`manage.py tick`: one round of the clock's work, for whoever prefers a timer to a worker."""

from django.core.management.base import BaseCommand, CommandError

from kyodo_portal.notices.scheduler import Refused, tick


class Command(BaseCommand):
    help = "時間が来ている定期の処理を、1回だけ行います。"

    def handle(self, **options):
        try:
            for name in tick():
                self.stdout.write(name)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
