"""`manage.py changepassword`: Django's own, and the trail says so."""

from django.contrib.auth.management.commands import changepassword

from kyodo_portal.accounts.models import User
from kyodo_portal.common.upwards import record


class Command(changepassword.Command):
    def handle(self, *args, **options):
        done = super().handle(*args, **options)
        user = User.objects.filter(email__iexact=options["username"] or "").first()
        if user is not None:
            record("security", by=None, target=user, note="パスワードを変えた（コマンドから）")
        return done
