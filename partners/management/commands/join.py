"""`manage.py join`: the only way in which the keeper of the system comes to a part of their own."""

from django.core.management.base import BaseCommand, CommandError

from kyodo_portal.accounts.command_line import user_of
from kyodo_portal.accounts.models import UNPROVEN, User
from partners.directory.member_actions import join
from partners.models import Membership, Partner


class Command(BaseCommand):
    help = "利用者を団体・部署に加えます。サイトの中では、自分の所属を自分で入れられないためです。操作の記録に残り、団体の人に知らせます。"

    def add_arguments(self, parser):
        parser.add_argument("email", help="利用者のメールアドレス")
        parser.add_argument("partner", type=int, help="団体・部署の番号（ページの住所 /partners/番号/）")
        parser.add_argument("--representative", action="store_true", help="代表者として加える")

    def handle(self, *, email, partner, representative, **options):
        user, body = user_of(email), Partner.objects.filter(pk=partner).first()
        if body is None:
            raise CommandError("この番号の団体・部署はありません。")
        if User.objects.unproven().filter(pk=user.pk).exists():
            raise CommandError(UNPROVEN)
        if Membership.objects.valid().filter(user=user, partner=body).exists():
            raise CommandError(f"{user}さんは、もう「{body}」の人です。")
        join(user=user, partner=body, by=None, part=Membership.Part.REPRESENTATIVE if representative else Membership.Part.MEMBER)
        self.stdout.write(f"{user}さんを「{body}」に加えました。")
