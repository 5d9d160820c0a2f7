"""`manage.py permit_second_factor EMAIL`: the first administrator of a city has nobody who could permit it on a page."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from kyodo_portal.accounts.models import User
from kyodo_portal.accounts.security_actions import permit_second_factor
from kyodo_portal.common.forms.mail import clean_mail


class Command(BaseCommand):
    help = "職員が、2段階の確認を庁内のネットワークの外で用意することを、1日だけ、1回許します。"

    def add_arguments(self, parser):
        parser.add_argument("email", help="サインインに使うメールアドレス")

    def handle(self, *, email, **options):
        try:
            user = User.objects.filter(email=clean_mail(email, sure=True), is_active=True).first()
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error
        if user is None:
            raise CommandError("このメールアドレスの利用者はいません。")
        permit_second_factor(user, by=None)
        self.stdout.write(f"{user} さんは、いまから1日のあいだに1回、どこからでも2段階の確認を用意できます。")
