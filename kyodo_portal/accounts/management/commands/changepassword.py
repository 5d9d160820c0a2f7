"""`manage.py changepassword`: Django's own; the trail says so, and the owner is told."""

from django.contrib.auth.management.commands import changepassword

from kyodo_portal.accounts.command_line import user_of
from kyodo_portal.accounts.outside_actions import tell
from kyodo_portal.common.upwards import record


class Command(changepassword.Command):
    def handle(self, *args, **options):
        user = user_of(options["username"] or "")
        done = super().handle(*args, **{**options, "username": user.email})
        record("security", by=None, target=user, note="パスワードを変えた（コマンドから）")
        tell(user, "市の担当が、サーバーの上でパスワードを変えました。")
        return done
