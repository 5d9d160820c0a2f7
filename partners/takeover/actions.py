"""The representative of a group changes: the successor is named, accepts, and in the same moment both memberships are written."""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.accounts.invitation_actions import invite
from kyodo_portal.accounts.models import Invitation
from kyodo_portal.audit.actions import record
from kyodo_portal.common import upwards
from kyodo_portal.common.japanese.dates import add_working_days
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.notices.actions import notify
from kyodo_portal.notices.later_actions import tell_later
from kyodo_portal.process.models import Promise, promised_days
from kyodo_portal.process.task_actions import sync_source
from partners.directory.access import can_hand_on, can_name_for, people_of
from partners.directory.actions import write_values
from partners.directory.member_actions import take_part, tell_of
from partners.directory.membership import Membership
from partners.directory.models import Partner
from partners.errands.actions import told_by_mistake, write_errand

from .access import can_withdraw
from .models import Takeover
from .todo import OBJECTIONS

DAY = datetime.timedelta(days=1)
Part, Way = Membership.Part, Takeover.Way
WAITS = "この団体の代表の引継ぎは、もう1件、返事を待っています。やめてから、新しく入れてください。"
SEVERAL = "この団体には代表者が{count}人います。だれから引き継ぐかを選んでください。"


def representatives_of(partner, on=None):
    """[Membership] of those who represent the partner on a day (today), with their users."""
    rows = Membership.objects.valid(on).filter(partner=partner, part=Part.REPRESENTATIVE)
    return list(rows.select_related("user").order_by("since", "pk"))


def name_successor(*, partner, by, to_email, to_name, starts_on, memo="", form_key=None):
    """A representative names who comes after them; the mail goes out. In the transaction of `create_once`. Returns the Takeover.

    PermissionDenied for who does not represent the group; ValidationError while another one waits, and what `invite` refuses.
    """
    locked = Partner.objects.select_for_update().get(pk=partner.pk)
    if not can_hand_on(by, locked):
        raise PermissionDenied
    made = _made(
        locked, by=by, way=Way.MAIL, from_user=by, to_email=to_email, to_name=to_name, starts_on=starts_on, memo=memo,
        form_key=form_key,
    )  # fmt: skip
    send_invitation(made, by=by)
    _tell_group(made, f"「{locked}」の次の代表者を招きました", f"{jdate(starts_on)}から、{to_name}さんが代表になる予定です。", by)
    return made


def enter_takeover(*, partner, by, starts_on, why, to_name="", to_email="", from_user=None, form_key=None):
    """What a group said on paper or by telephone, entered by the secretariat. Returns the Takeover.

    With an address the successor is invited; without one the old representative's right ends on the day, and an Errand is made. The people of the group
    are told and may object for so many 開庁日 as are promised (process/promise_models.py). from_user: who goes, where several represent it; ValidationError without.
    In a transaction of the caller's.
    """
    locked = Partner.objects.select_for_update().get(pk=partner.pk)
    if not can_name_for(by, locked):
        raise PermissionDenied
    known = [row.user for row in representatives_of(locked)]
    if from_user is None and len(known) > 1:
        raise ValidationError(SEVERAL.format(count=len(known)))
    if from_user is not None and from_user not in known:
        raise ValidationError("この人は、いまこの団体の代表者ではありません。画面を開き直してください。")
    goes = from_user or (known[0] if known else None)
    until = add_working_days(timezone.localdate(), promised_days(Promise.Kind.TAKEOVER)) if people_of(locked) else None
    made = _made(
        locked, by=by, by_city=True, why=why, way=Way.MAIL if to_email else Way.PAPER, from_user=goes, to_email=to_email,
        to_name=to_name, starts_on=starts_on, objections_until=until, form_key=form_key,
    )  # fmt: skip
    if to_email:
        send_invitation(made, by=by)
    else:
        _errand(made)
    if not to_email and made.first_day <= timezone.localdate():
        return complete(made, by=by)
    if until is not None:
        body = (
            f"{jdate(made.first_day)}から代わると、事務局に届けがありました。違うときは、{jdate(until)}までに知らせてください。"
        )
        _tell_group(made, f"「{locked}」の代表者が代わると、届けがありました", body, by)
    return made


def _event(takeover):
    return f"takeover:{takeover.pk}"


def _over(takeover):
    return f"{_event(takeover)}:withdrawn:{takeover.withdrawn_at:%Y%m%d%H%M%S%f}"


def _errand(takeover):
    """Who comes has no address: a letter tells them what the portal holds of the group. Nothing where it is there."""
    write_errand(
        takeover.partner,
        event=_event(takeover),
        about=reverse("takeover", args=[takeover.partner_id]),
        what="新しい代表者に、登録の内容とポータルの案内を届ける",
        body=f"{jdate(takeover.first_day)}から{takeover.to_name}さんが代表です。公開している連絡先が前の人のものでないか、聞いてください。",
    )


def keep_representative(*, partner, by, starts_on, why="", form_key=None):
    """The same person goes on: said by a representative, or entered by the secretariat (`why`: after what). Returns the Takeover."""
    locked = Partner.objects.select_for_update().get(pk=partner.pk)
    by_city = not can_hand_on(by, locked)
    if by_city and not can_name_for(by, locked):
        raise PermissionDenied
    made = _made(locked, by=by, by_city=by_city, why=why, way=Way.SAME, starts_on=starts_on, form_key=form_key)
    made.done_at = made.settled_at = timezone.now()
    made.save(update_fields=["done_at", "settled_at"])
    return made


def _made(partner, *, by, **values):
    if partner.takeovers.waiting().exists():
        raise ValidationError(WAITS)
    made = Takeover.objects.create(partner=partner, by=by, **values)
    record("membership", by=by, target=partner, note=f"代表の引継ぎ（{made.get_way_display()}）", person=made.from_user)
    return made


def send_invitation(takeover, *, by):
    """The mail to the successor, also once more: the one before opens nothing then."""
    values = {"email": takeover.to_email, "part": Part.REPRESENTATIVE, "since": takeover.first_day}
    return invite(kind="takeover", target=str(takeover.pk), by=by, **values)


@transaction.atomic
def send_again(takeover, *, by):
    """The mail once more. PermissionDenied where nothing waits, or for who may not name a successor."""
    row = Takeover.objects.select_related("partner").get(pk=takeover.pk)
    if not can_withdraw(by, row) or row.way != Way.MAIL:
        raise PermissionDenied
    return send_invitation(row, by=by)


def complete(takeover, *, by, user=None):
    """Both memberships at once: who goes ends on the day before the first day, who comes begins on it. None where it cannot be.

    user: who has accepted; without one (on paper) only the old right ends. by: who named the successor. Holds the partner's row.
    """
    partner = Partner.objects.select_for_update().get(pk=takeover.partner_id)
    row = Takeover.objects.select_for_update().get(pk=takeover.pk)
    if not row.is_waiting or row.is_doubted:
        return None
    since = row.first_day
    begun = take_part(user=user, partner=partner, part=Part.REPRESENTATIVE, since=since, by=by) if user else None
    if user is not None and begun is None:
        return None
    if user is not None and row.from_user_id == user.pk:  # it was the same person's other address
        row.from_user = None
    if row.from_user_id:
        _ends(partner, row.from_user_id, since, by=by, taker=user)
    row.to_user, row.starts_on, row.done_at = user, since, timezone.now()
    row.save()
    if begun is not None:
        tell_of(begun, by=by, pressed_by=user)
    if since <= timezone.localdate():
        settle(row, by=user)
    return row


def _ends(partner, user_id, since, *, by, taker):
    """The representative's rows of somebody end before this day; what they hold for the group goes over to who comes. A row that would
    only have begun then is taken back: `until` is a day on which the right still holds."""
    rows = Membership.objects.select_for_update(of=("self",)).select_related("user", "partner")
    rows = rows.filter(partner=partner, user=user_id, part=Part.REPRESENTATIVE)
    for row in rows.filter(Q(until__isnull=True) | Q(until__gte=since)):
        row.until = since - DAY
        upwards.membership_ends(row, by=by, taker=taker)
        if row.since < since:
            row.save(update_fields=["until"])
        else:
            row.delete()
        row.user.forget_rights()
        record("membership", by=by, target=partner, note=f"所属の終わり（{row.until}）", person=row.user)


@transaction.atomic
def settle(takeover, *, by):
    """On the first day the entry gets the new name. What of the name was public was the former one's consent: it ends with it.

    by: who has accepted just now; None for the clock.
    """
    partner = Partner.objects.select_for_update().get(pk=takeover.partner_id)
    former = partner.representative
    if takeover.to_name and takeover.to_name != former:
        write_values(partner, {"representative": takeover.to_name})
        theirs = ["representative", *(["contact_name"] if former and partner.contact_name == former else [])]
        partner.consents.in_force().filter(field__in=theirs).update(withdrawn_at=timezone.now())
        upwards.off_the_page("partner", partner.pk)
    takeover.settled_at = timezone.now()
    takeover.save(update_fields=["settled_at"])
    if takeover.to_user_id:
        notify(
            [takeover.to_user],
            title=f"「{partner}」の代表になりました",
            body="公開している連絡先が前の人のものなら、直してください。代表者の名前の公開は、あらためて選べます。",
            url=reverse("partner", args=[partner.pk]),
            key=f"takeover:{takeover.pk}:settled",
            by=by,
        )


@transaction.atomic
def withdraw_takeover(takeover, *, by):
    """Given up before anybody accepted; the mail opens nothing any more. Whether it was."""
    row = Takeover.objects.select_for_update(of=("self",)).select_related("partner").get(pk=takeover.pk)
    if not row.is_waiting:
        return False
    if not can_withdraw(by, row):
        raise PermissionDenied
    give_up(row, by=by)
    _tell_group(row, f"「{row.partner}」の代表の引継ぎをやめました", "いまの代表者のままです。", by, takes_back=True)
    return True


def give_up(takeover, *, by):
    """The row and its invitation end, in one moment, by which `take_up_again` knows them. In the caller's transaction, which holds the row."""
    takeover.withdrawn_at = timezone.now()
    takeover.save(update_fields=["withdrawn_at"])
    unused = Invitation.objects.to("takeover", takeover.pk).filter(accepted_at__isnull=True, withdrawn_at__isnull=True)
    unused.update(withdrawn_at=takeover.withdrawn_at)
    record("membership", by=by, target=takeover.partner, note="代表の引継ぎをやめた", person=takeover.from_user)
    told_by_mistake(_event(takeover), key=_over(takeover), for_good=True)
    sync_source(OBJECTIONS, takeover, by=by)


def take_up_again(takeover, *, by):
    """What `give_up` ended waits again; the mail that the successor has opens it as before. In the caller's transaction, which holds the row."""
    ended = Invitation.objects.to("takeover", takeover.pk).filter(withdrawn_at=takeover.withdrawn_at, accepted_at__isnull=True)
    ended.update(withdrawn_at=None)
    told_by_mistake(_over(takeover), key=f"{_over(takeover)}:again", for_good=True)
    takeover.withdrawn_at = None
    takeover.save(update_fields=["withdrawn_at"])
    if takeover.way == Way.PAPER:
        _errand(takeover)
    record("membership", by=by, target=takeover.partner, note="代表の引継ぎをやめたのを、取り消した", person=takeover.from_user)


def _tell_group(takeover, title, body, by, *, takes_back=False):
    """The people of the group; whoever did it without a mail."""
    tell_later(
        people_of(takeover.partner),
        about=f"takeover:{takeover.pk}:planned",
        takes_back=takes_back,
        title=title,
        body=body,
        url=reverse("takeover", args=[takeover.partner_id]),
        by=by,
    )
