"""Where the sample groups stand: renewals that are due, sent and on paper, a pause, a hearing, letters to whoever has no account."""

import datetime
import uuid

from django.utils import timezone

from partners.models import Membership, Partner
from partners.registration.clock_actions import turn_days
from partners.registration.filing_actions import UNCHANGED, file_paper
from partners.registration.leaving_actions import hear, pause
from partners.registration.receipts import Receipt
from partners.registration.renewal_actions import renew_unchanged

from .clock import at, days_ago

DAYS_LEFT = 25
DUE = ("mizube", "satoyama", "hanaippai", "tagengo", "roudoku")
ON_PAPER, RESTS, HEARD = "roudoku", "kita_community", "sakaemachi"


def _key(word):
    return uuid.uuid5(uuid.NAMESPACE_URL, f"sample:standing:{word}")


def settle(cast):
    """Five registrations that end soon: one renewed on the portal, one on paper, three still to be renewed, one of them by letter."""
    staff, today = cast["jimukyoku"], timezone.localdate()
    due = [cast[key].pk for key in DUE]
    Partner.objects.filter(pk__in=due).update(valid_until=today + datetime.timedelta(days=DAYS_LEFT))
    with at(days_ago(4)):
        renew_unchanged(partner=cast["mizube"], by=cast["mizube_leader"], form_key=_key("mizube"))
        pause(partner=cast[RESTS], by=cast[f"{RESTS}_leader"], reason="世話役が足りないため、1年休みます。", form_key=_key(RESTS))
        why = "2年つづけて報告が出ていません。登録の要件に合わないおそれがあるため、取消しを考えています。"
        hear(partner=cast[HEARD], by=staff, reason=why, hear_by=today + datetime.timedelta(days=10), form_key=_key(HEARD))
    Membership.objects.filter(partner=cast[ON_PAPER].pk).delete()
    with at(days_ago(2)):
        receipt = Receipt("paper", today - datetime.timedelta(days=5), "見本 三郎（代表）")
        file_paper(partner=cast[ON_PAPER], what=UNCHANGED, by=staff, receipt=receipt, form_key=_key(ON_PAPER))
    Membership.objects.filter(partner=cast["tagengo"].pk).delete()
    turn_days()
