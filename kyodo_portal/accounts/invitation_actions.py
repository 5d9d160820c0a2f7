"""招待: a place is prepared for somebody who may not have an account yet. Only the mailbox that was written to can take it.

The mail holds 32 random bytes, the database their SHA-256. An address is opened by mail scanners too: opening it changes nothing.
"""

import datetime
import hashlib
import secrets

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.city import the_city
from kyodo_portal.common.upwards import invitation_kind, queue_mail, record

from .limits import DAY, counter_key, spend
from .models import Invitation, User

LASTS = datetime.timedelta(days=14)
OPEN_MAX, A_DAY = 20, 200  # open ones of one place; mails that one person sends in a day
OWN = "自分を招くことはできません。ほかの人に頼んでください。"
TOO_MANY = f"返事を待っている招待が{OPEN_MAX}件あります。受けてもらうか、取り消してから、招いてください。"
TOO_OFTEN = "今日送れる招待の数を超えました。明日、もう一度送ってください。"


class Gone(Exception):
    """The invitation was used by somebody else, withdrawn, or has run out; or there never was one."""


class OtherAddress(Exception):
    """Whoever is signed in has not proven the address that was invited."""


def hash_of(token):
    """What of a token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def invite(*, kind, target, email, part, since, until=None, by, form_key=None, made_sure=""):
    """Invite whoever proves this mailbox to a place; an open invitation of the same to the same gives way to the new one. made_sure: how
    the inviter knows who it is, for the trail.

    PermissionDenied for who may not give the place; ValidationError for one's own address and beyond the limits. Called in the
    transaction of `create_once`. Returns the Invitation, whose `gave_way` says whether it took another one's place; the token is in the mail and nowhere else.
    """
    if not invitation_kind(kind).may_invite(by, target):
        raise PermissionDenied
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two presses of one person go one after the other
    own = EmailAddress.objects.filter(user=by, email__iexact=email).exists()
    if own or email.lower() == by.email.lower():
        raise ValidationError({"email": OWN})
    unused = Invitation.objects.filter(kind=kind, target=target, accepted_at__isnull=True, withdrawn_at__isnull=True)
    if unused.open().exclude(email__iexact=email).count() >= OPEN_MAX:
        raise ValidationError(TOO_MANY)
    if not spend(counter_key("invite", by.pk), A_DAY, DAY):
        raise ValidationError(TOO_OFTEN)
    gave_way = unused.filter(email__iexact=email).update(withdrawn_at=timezone.now())
    token = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        kind=kind, target=target, email=email, part=part, since=since, until=until, by=by, form_key=form_key,
        token_hash=hash_of(token), expires_at=timezone.now() + LASTS,
    )  # fmt: skip
    record("invite", by=by, target=made, note=made_sure)
    _send(made, token)
    made.gave_way = gave_way > 0
    return made


def _send(invitation, token):
    city = the_city()
    place = f"{city['name']} {city['site']}"
    lines = [
        f"{place}に招待します。",
        "",
        f"{invitation_kind(invitation.kind).words(invitation)}",
        f"招いた人：{invitation.by}",
        "",
        "次の画面を開いて、このメールが届いたアドレスでサインインし、「受ける」を押してください。",
        "はじめての人は、同じ画面の「はじめて使う」から始められます。",
        settings.KYODO_ORIGIN + reverse("invitation", args=[token]),
        "",
        "この招待は14日間使えます。心あたりがないときは、このメールを消してください。何も起こりません。",
        "--",
        f"{city['office']}" + (f" 電話 {city['phone']}" if city["phone"] else ""),
    ]
    queue_mail(invitation.email, f"{place}への招待", "\n".join(lines), secret=True)


def invitation_of(token):
    """The Invitation that a token opens, whatever became of it; Gone where there is none. One query."""
    row = Invitation.objects.select_related("by").filter(token_hash=hash_of(token)).first()
    if row is None:
        raise Gone
    return row


def refuse_if_closed(invitation, user):
    """Gone for what nobody can accept any more, also because whoever invited is switched off; OtherAddress for who has not proven the
    address. One query."""
    mine = user.is_authenticated and invitation.accepted_by_id == user.pk
    unused = invitation.accepted_at is None and invitation.withdrawn_at is None
    waits = unused and invitation.expires_at > timezone.now() and invitation.by.is_active
    if not (mine or waits) or not invitation_kind(invitation.kind).words(invitation):
        raise Gone
    proven = (
        EmailAddress.objects.filter(user=user, verified=True, email__iexact=invitation.email) if user.is_authenticated else ()
    )
    if user.is_authenticated and not mine and (invitation.by_id == user.pk or not proven.exists()):
        raise OtherAddress


@transaction.atomic
def accept(invitation, *, user):
    """Take the place. The row is compared and set: of eight presses at once one takes it, one's own second press changes nothing."""
    refuse_if_closed(invitation, user)
    waiting = Invitation.objects.open().filter(pk=invitation.pk)
    if waiting.update(accepted_at=timezone.now(), accepted_by=user):
        invitation_kind(invitation.kind).accept(invitation, user)
    elif not Invitation.objects.filter(pk=invitation.pk, accepted_by=user).exists():
        raise Gone


@transaction.atomic
def withdraw(invitation, *, by):
    """Whoever may give the place takes the invitation back; what was accepted meanwhile stays. Whether it was taken back."""
    if not invitation_kind(invitation.kind).may_invite(by, invitation.target):
        raise PermissionDenied
    waiting = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True, withdrawn_at__isnull=True)
    taken_back = bool(waiting.update(withdrawn_at=timezone.now()))
    if taken_back:
        record("invite", by=by, target=invitation, note="取り消した")
    return taken_back


def masked(email):
    """「s•••@example.jp」: enough for whoever owns it, nothing for others."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}•••@{domain}"
