"""What days bring by themselves: a hearing is over, a registration ends, a group without accounts is to be
written to, a draft outlives its rule."""

import datetime
import uuid

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.process.actions import take_step
from partners.directory.access import people_of
from partners.directory.membership import Membership
from partners.directory.models import Partner
from partners.directory.standing import Standing
from partners.errands.actions import write_errand

from .access import GRACE_DAYS
from .draft_actions import leave_old_rules
from .models import Registration
from .todo import RENEWALS
from .workflow import REGISTRATION


def turn_days():
    """Everything that a day brings. A job of the clock; returns how many papers it moved or made."""
    return _end_hearings() + _expire() + _write_to_whoever_has_no_account() + leave_old_rules()


def _end_hearings():
    """Of what is past its day the city decides, whether or not the group said something."""
    past = Registration.objects.filter(status__in=REGISTRATION.step("hear_out").source, hear_by__lt=timezone.localdate())
    rows = list(past)
    for row in rows:
        take_step(row, "hear_out", by=None, version=row.version)
    return len(rows)


def _expire():
    """Registrations that nobody renewed within the days of grace; each in a transaction of its own."""
    last = timezone.localdate() - datetime.timedelta(days=GRACE_DAYS)
    ended = Partner.objects.filter(standing=Standing.REGISTERED, valid_until__lt=last).values_list("pk", flat=True)
    return sum(_expire_one(pk, last) for pk in list(ended))


@transaction.atomic
def _expire_one(pk, last):
    """Not while a paper of the group is in the city's hands: who sent one in time waits for the city, not the other way round. What
    the group has not sent does not hold its time up."""
    partner = Partner.objects.select_for_update().get(pk=pk)
    if partner.standing != Standing.REGISTERED or partner.valid_until is None or partner.valid_until >= last:
        return False
    if partner.registrations.sent().exists():
        return False
    row = Registration.objects.create(
        partner=partner,
        purpose=Registration.Purpose.EXPIRE,
        rule=partner.rule,
        status=Registration.process.start,
        payload={"name": partner.name, "kind": partner.kind},
        form_key=uuid.uuid4(),
    )
    take_step(row, "expire", by=None, version=row.version, reason=f"登録の期限（{jdate(partner.valid_until)}）が過ぎたためです。")
    return True


def _write_to_whoever_has_no_account():
    """One errand a group and a time: reminders of the portal reach nobody there."""
    made, asked = 0, [partner for partner in RENEWALS.open_rows() if partner.renewal_is_open]
    for partner in asked:
        if not people_of(partner, part=Membership.Part.REPRESENTATIVE):
            until = jdate(partner.valid_until)
            made += write_errand(
                partner,
                event=f"renewal:{partner.pk}:{partner.valid_until}",
                what=f"登録の更新の案内（期限 {until}）",
                body=f"{partner.name}の登録は{until}までです。続けるときは、同封の用紙か電話で知らせてください。",
                about=reverse("partner-renew-paper", args=[partner.pk]),
                due=partner.valid_until,
            )
    return made
