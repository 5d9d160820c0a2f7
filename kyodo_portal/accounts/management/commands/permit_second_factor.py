"""`manage.py permit_second_factor EMAIL`: the first administrator of a city has nobody who could permit it on a page."""

from django.core.management.base import BaseCommand

from kyodo_portal.accounts.command_line import user_of
from kyodo_portal.accounts.security_actions import permit_second_factor, take_off_second_factors


class Command(BaseCommand):
    help = "職員が、2段階の確認を庁内のネットワークの外で用意することを、1日だけ、1回許します。"

    def add_arguments(self, parser):
        parser.add_argument("email", help="サインインに使うメールアドレス")
        parser.add_argument("--lost", action="store_true", help="アプリも鍵も予備の番号もなくしたとき：いまのものを外す")

    def handle(self, *, email, lost, **options):
        user = user_of(email)
        permit_second_factor(user, by=None)
        if lost:
            user.refresh_from_db()
            self.stdout.write(f"2段階の確認を {take_off_second_factors(user, by=None)}件 外しました。")
        self.stdout.write(f"{user} さんは、いまから1日のあいだに1回、どこからでも2段階の確認を用意できます。")
