"""What stands in the way of closing an account, and what is kept afterwards."""

from typing import NamedTuple

from django.urls import reverse

from kyodo_portal.accounts.models import User
from kyodo_portal.common.own_words import own_words_said
from partners.directory.standing import Standing
from partners.models import Membership, Partner, Registration
from partners.registration.workflow import REGISTRATION

from .traces import LIVE


class Obstacle(NamedTuple):
    """Something that has to be done first: a sentence, and the page where it is done ("" where only the city can)."""

    text: str
    url: str


def obstacles_of(user):
    """[Obstacle]: the last representative of a group, an application under way, the last system administrator."""
    found = []
    mine = Membership.objects.valid().filter(user=user, part=Membership.Part.REPRESENTATIVE)
    for partner in Partner.objects.filter(pk__in=mine.values("partner"), office=Partner.Office.NONE).order_by("pk"):
        others = Membership.objects.valid().filter(partner=partner, part=Membership.Part.REPRESENTATIVE, user__is_active=True)
        if others.exclude(user=user).exists():
            continue
        if partner.standing in LIVE:
            text = own_words_said(
                f"「{partner.name}」の代表者が1人もいなくなります。先に、次の代表者を決めて市に知らせるか、団体の退会を届け出てください。"
            )
            page = "partner-leave" if partner.standing in (Standing.REGISTERED, Standing.DORMANT) else "partner-members"
            found.append(Obstacle(text, reverse(page, args=[partner.pk])))
            continue
        under_way = Registration.objects.under_way().exclude(status=REGISTRATION.start).filter(partner=partner).first()
        if under_way:
            text = f"「{partner.name}」の登録の申請が、まだ終わっていません。先に、申請を取り下げてください。"
            found.append(Obstacle(text, under_way.get_absolute_url()))
    if user.is_superuser and not User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk).exists():
        found.append(Obstacle("システム管理者が1人もいなくなります。先に、次のシステム管理者を決めてください。", ""))
    return found
