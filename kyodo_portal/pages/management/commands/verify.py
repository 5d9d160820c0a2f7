"""`manage.py verify`: asks the stored data whether it is as it must be. Changes nothing; ends with 1 when it is not."""

from django.core.management.base import BaseCommand, CommandError

from kyodo_portal.pages.invariants import ALL


class Command(BaseCommand):
    help = "保存されているデータに、食い違いがないか確かめます。何も変えません。"

    def handle(self, **options):
        total = 0
        for title, check in ALL.items():
            problems = list(check())
            total += len(problems)
            self.stdout.write(f"{title}: {'問題ありません' if not problems else f'{len(problems)}件'}")
            for line in problems[:50]:
                self.stdout.write(f"  {line}")
        if total:
            raise CommandError(f"食い違いが {total}件あります。")
