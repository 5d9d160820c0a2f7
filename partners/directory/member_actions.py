"""Who belongs to a group: the end of a membership. A group never loses its last representative."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.accounts.security_actions import tell_of_older_factors
from kyodo_portal.audit.actions import record
from kyodo_portal.common import upwards
from kyodo_portal.common.own_words import own_words
from kyodo_portal.notices.actions import notify

from .access import DAYS_TO_DISPUTE, is_representative, people_of
from .membership import Membership
from .models import Partner

TOLD = "心あたりがないときは、{days}日のあいだ、団体の「メンバー」の画面で知らせられます。事務局が確かめるまで、その人の権限は止まります。"
LAST = own_words("代表者が1人もいなくなるので、終えられません。先に、次の代表者を決めて市に知らせてください。")
LAST_OF_OFFICE = "この課に人が1人もいなくなるので、終えられません。先に、次の人の所属を事務局に入れてもらってください。"


@transaction.atomic
def join(*, user, partner, by, part=Membership.Part.MEMBER, since=None, until=None):
    """Make a dated membership. by: who starts the group; None for `manage.py join` on the server.

    PermissionDenied for whoever would join a group that has people already by their own hand.
    """
    if by is not None and user.pk == by.pk and partner.memberships.exists():
        raise PermissionDenied
    _before_staff(user, partner)
    row = Membership.objects.create(user=user, partner=partner, part=part, since=since or timezone.localdate(), until=until)
    user.forget_rights()
    record("membership", by=by, target=partner, note=row.get_part_display(), person=user)
    if by is None:
        tell_of(row, by=None)
    return row


def _before_staff(user, partner, known=None):
    """The administrators hear of a second factor that somebody brings along who was no staff so far. known: the row that is new."""
    offices = (Partner.Office.DEPARTMENT, Partner.Office.SECRETARIAT)
    before = Membership.objects.not_over().filter(user=user, partner__office__in=offices).exclude(pk=known and known.pk)
    if partner.office in offices and not before.exists():
        tell_of_older_factors(user)


@transaction.atomic
def take_part(*, user, partner, part, since, by):
    """Somebody's place in a body is this part from a day on; what they were there until then ends on the day before.

    The Membership: the standing one where it is that part already. None where the place is doubted, or where the group would be
    left without a representative. Holds the row of the partner. by: who gave the place.
    """
    partner = Partner.objects.select_for_update().get(pk=partner.pk)
    rows = Membership.objects.select_for_update().filter(user=user, partner=partner)
    rows = list(rows.filter(Q(until__isnull=True) | Q(until__gte=since)).order_by("pk"))
    if any(row.suspended_at for row in rows):
        return None
    for row in rows:
        if row.part == part and row.until is None and row.since <= since:
            return row
    Part = Membership.Part
    if part != Part.REPRESENTATIVE and any(row.part == Part.REPRESENTATIVE for row in rows):
        others = Membership.objects.valid(since).filter(partner=partner, part=Part.REPRESENTATIVE)
        if not others.exclude(user=user).exists():
            return None
    for row in rows:
        _ends_before(row, since)
    return join(user=user, partner=partner, by=by, part=part, since=since)


def _ends_before(membership, day):
    """Its last day is the one before `day`; what would only have begun then is taken back."""
    if membership.since >= day:
        membership.delete()
    else:
        membership.until = day - datetime.timedelta(days=1)
        membership.save(update_fields=["until"])


@transaction.atomic
def end_membership(*, membership, by):
    """A representative ends the membership of somebody of the group; everybody may end their own.

    The ended row, or None if somebody else ended it first; ValidationError for the last representative.
    """
    if membership.user_id != by.pk and not is_representative(by, membership.partner):
        raise PermissionDenied
    # The lock is on the group: two representatives who leave at once must not both succeed.
    partner = Partner.objects.select_for_update().get(pk=membership.partner_id)
    row = Membership.objects.valid().select_for_update().filter(pk=membership.pk).first()
    if row is None:
        return None
    others = Membership.objects.valid().filter(partner=partner, part=Membership.Part.REPRESENTATIVE).exclude(pk=row.pk)
    if row.part == Membership.Part.REPRESENTATIVE and not others.exists():
        raise ValidationError(LAST)
    if partner.is_city and not Membership.objects.valid().filter(partner=partner).exclude(pk=row.pk).exists():
        raise ValidationError(LAST_OF_OFFICE)
    today = timezone.localdate()
    # `until` is the last day on which the right still holds, so the end is yesterday; what began today is taken back.
    if row.since >= today:
        row.delete()
    else:
        row.until = today - datetime.timedelta(days=1)
        row.save(update_fields=["until"])
        upwards.membership_ends(row, by=by)
    record("membership", by=by, target=partner, note="所属の終わり", person=membership.user)
    membership.user.forget_rights()
    by.forget_rights()
    return row


@transaction.atomic
def membership_entered(*, membership, by):
    """After the secretariat saved a membership of somebody who did not belong to the group, or represent it, before.

    The people of the group are told, and may say for some days that they know nothing of it (dispute_actions). The trail has it
    from the admin's own save, as rights of the person.
    """
    _before_staff(membership.user, membership.partner, membership)
    tell_of(membership, by=by)


def tell_of(membership, *, by, pressed_by=None):
    """Tell the people of a group, and the new one, who has been entered as one of them. pressed_by: who has accepted what `by` offered."""
    membership.entered_at = timezone.now()
    membership.save(update_fields=["entered_at"])
    partner, person = membership.partner, membership.user
    others = [user for user in people_of(partner) if user.pk not in (person.pk, by.pk if by else None)]
    notify(
        [*others, person],
        title=f"「{partner}」の{membership.get_part_display()}に、{person}さんが加わりました",
        body=TOLD.format(days=DAYS_TO_DISPUTE),
        url=reverse("partner-members", args=[partner.pk]),
        key=f"membership:{membership.pk}:{membership.entered_at.isoformat()}",
        by=by,
        pressed_by=pressed_by,
    )
