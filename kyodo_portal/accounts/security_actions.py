"""What keeps an account its owner's: the first proof of a mailbox, sign-ups that nobody proved, the permit for a second factor."""

from datetime import timedelta

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone

from kyodo_portal.common import upwards

from . import outside_actions
from .models import User

SIGN_UP = "accounts.sign-up"  # in the session of whoever signs up: what this visitor typed
FORGOTTEN_AFTER = timedelta(days=1)
PERMIT_LASTS = timedelta(days=1)


# ---- the first proof -----------------------------------------------------------------------------
def remember_sign_up(request, user):
    """Keep in the visitor's session what was typed at a sign-up: another sign-up with the same address may change the row."""
    request.session[SIGN_UP] = {"user": user.pk, "name": user.name, "password": user.password}


@transaction.atomic
def first_proof(request, email_address, **kwargs):
    """Whoever proves a mailbox first begins clean: what others had set for the account before is gone.

    allauth's signal `email_confirmed` calls this at every door: code of sign-up, sign-in, reset and change, and whatever comes.
    The prover keeps what was typed in this very session: at the sign-up here, or the account's password.
    """
    user = email_address.user
    if EmailAddress.objects.filter(user=user, verified=True).exclude(pk=email_address.pk).exists():
        return  # a change of address: the account is somebody's
    typed = request.session.pop(SIGN_UP, None)
    signed_in = request.user.is_authenticated and request.user.pk == user.pk
    if typed and typed["user"] == user.pk:
        user.name, user.password = typed["name"], typed["password"]
    elif not (signed_in or any(one["method"] == "password" for one in get_authentication_records(request, user))):
        user.name = user.agreed_to = ""
        user.set_unusable_password()
    user.save(update_fields=["name", "password", "agreed_to"])
    request.kyodo_proven = user
    Authenticator.objects.filter(user=user).delete()
    if signed_in:
        update_session_auth_hash(request, user)
    end_other_sessions(request, user)


def end_other_sessions(request, user):
    """Sign the account out everywhere but in this very session."""
    end_sessions(user, but=request.session.session_key or "")


def end_sessions(user, *, but=""):
    """Sign the account out everywhere. Who is switched off is out at once; this way also after being switched on again."""
    for session in UserSession.objects.filter(user=user).exclude(session_key=but):
        session.end()


def begin_again(user):
    """An unproven sign-up is signed up again: its address waits for a new proof. What the row holds is the newest sign-up's.

    False, and nothing done, where it was proven or forgotten meanwhile. In the caller's transaction, which holds the row.
    """
    held = User.objects.select_for_update(no_key=True).filter(pk=user.pk).first()
    if held is None or not User.objects.unproven().filter(pk=user.pk).exists():
        return False
    EmailAddress.objects.filter(user=user).delete()
    user.date_joined = timezone.now()
    return True


def make_room(email, *, by):
    """Forget an unproven sign-up with an address that `by` has just proven: it blocks nobody."""
    _forget(User.objects.unproven().filter(email__iexact=email).exclude(pk=by.pk))


def forget_unproven():
    """Sign-ups that nobody proved within a day are forgotten. A job of the clock."""
    _forget(User.objects.unproven().filter(date_joined__lt=timezone.now() - FORGOTTEN_AFTER))


def has_a_part(user):
    """Whether anything but the account itself speaks of this person: a place in a group, a record, a notice."""
    own = {EmailAddress, Authenticator, UserSession, SocialAccount}
    others = [relation for relation in User._meta.related_objects if relation.related_model not in own]
    return any(one.related_model._base_manager.filter(**{one.field.name: user}).exists() for one in others)


def _forget(unproven):
    """Delete those of the accounts that are still unproven now; one whose name stands in a record stays."""
    for pk in list(unproven.values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                still = User.objects.select_for_update(no_key=True).get(pk=pk)
                if unproven.filter(pk=pk).exists() and not has_a_part(still):
                    still.delete()
        except (User.DoesNotExist, ProtectedError, RestrictedError):
            continue


# ---- the second factor of staff ------------------------------------------------------------------
@transaction.atomic
def permit_second_factor(user, *, by):
    """Let somebody set up a first second factor from anywhere within a day, once. by: who permits; None for the command line."""
    user.second_factor_until = timezone.now() + PERMIT_LASTS
    user.save(update_fields=["second_factor_until"])
    note = "2段階の確認を外から用意することを、1日だけ許す" + ("" if by else "（コマンドから）")
    upwards.record("permit-second-factor", by=by, target=user, note=note)


@transaction.atomic
def take_off_second_factors(user, *, by):
    """Whoever has lost telephone, key and spare numbers begins anew: all second factors go, every session ends; how many there were.

    by: the administrator, who has made sure whose voice it is; None for the command line. Only where a new one is permitted
    (permit_second_factor): so the first press changes nothing, and nobody is left outside. ValidationError otherwise, and for one's own.
    The owner hears of it by mail, the other administrators too where it is staff.
    """
    if by is not None and by.pk == user.pk:
        raise ValidationError("自分の2段階の確認は、「2段階の確認」の画面で変えてください。")
    held = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if not held.has_permit:
        raise ValidationError(
            "先に「2段階の確認を外で用意することを、1日だけ許す」を押してください。押しまちがいを防ぐためです。"
        )
    count, _ = Authenticator.objects.filter(user=held).delete()
    if count:
        end_sessions(held)
        note = "2段階の確認を外した" + ("" if by else "（コマンドから）")
        upwards.record("permit-second-factor", by=by, target=held, note=note, rows=count)
        outside_actions.tell(
            held, "2段階の確認（アプリ、鍵、予備の番号）を、システム管理者が外しました。もう一度用意してください。"
        )
        if held.is_staff:
            tell_administrators(held, "2段階の確認を外してもらいました", but=by)
    return count


def use_permit(user):
    """A second factor was set up: the permit is used up."""
    if user.second_factor_until:
        user.second_factor_until = None
        user.save(update_fields=["second_factor_until"])


def tell_administrators(user, what, *, but=None):
    """The other administrators learn of a new second factor of staff. but: one of them who knows."""
    title = (
        f"{f'{user.name} さん' if user.name else '職員のひとり'}が、{what}"  # a title stands in lists and subjects: no address
    )
    body = (
        f"サインインのメールアドレス：{user.email}\n"
        "本人に心当たりがあるか、確かめてください。ないときは、利用者の画面でこの人を「使えない」にして、本人に連絡してください。"
    )
    keepers = User.objects.filter(is_superuser=True, is_active=True).exclude(pk__in=[user.pk, but.pk if but else None])
    url, key = f"/admin/accounts/user/{user.pk}/change/", f"second-factor:{user.pk}:{timezone.now():%Y%m%d%H%M%S%f}"
    upwards.notify(keepers, title=title, body=body, url=url, key=key, by=but)


def tell_of_older_factors(user):
    """Somebody becomes staff who has a second factor already: nobody was told of it when it was set up, from wherever that was."""
    if is_mfa_enabled(user):
        tell_administrators(user, "職員になる前から、2段階の確認を用意しています")


def give_name(user, name):
    """Write the name, and the versions of the terms agreed to, that somebody gives after the first proof, or whose account came without one."""
    user.name, user.agreed_to = name, upwards.texts_in_force()
    user.save(update_fields=["name", "agreed_to"])
