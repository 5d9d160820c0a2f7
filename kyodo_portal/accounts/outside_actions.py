"""The tie between a person and what a provider calls them: made once, undone by either side, told to its owner, kept in the trail."""

from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.db import transaction

from kyodo_portal.common.forms.mail import clean_mail
from kyodo_portal.common.own_words import own_words_said
from kyodo_portal.common.upwards import queue_mail, record

from .models import User
from .outside import door, staff_door


def meet_staff(one, claims):
    """The User whom an administrator has named by what the provider says of who came; None where there is none, or who is tied already.

    A mail address counts only where the provider says that it is proven; of an attribute of SAML the city has said so.
    """
    said = claims.get(one.match)
    if not isinstance(said, str | int) or not str(said).strip():
        return None
    said = str(said).strip()
    if one.wants_proof:
        if claims.get("email_verified") is not True:
            return None
        try:
            said = clean_mail(said, sure=True)
        except ValidationError:
            return None
    tied = SocialAccount.objects.filter(provider=one.id).values("user")
    return User.objects.filter(office_account__iexact=said, is_active=True).exclude(pk__in=tied).first()


@transaction.atomic
def link(user, one, uid):
    """Tie what the provider calls somebody (`uid`, its stable subject) to the account; the SocialAccount. A second time nothing changes."""
    account, is_new = SocialAccount.objects.get_or_create(provider=one.id, uid=uid, defaults={"user": user})
    if is_new:
        record("security", by=None, target=user, note=f"{one.label}をつないだ")
        tell(user, f"{one.label}をつなぎました。次から、これでサインインできます。")
    return account


@transaction.atomic
def unlink(user, one, *, by):
    """Undo the tie; whether there was one. Whoever is signed in stays so."""
    gone, _ = SocialAccount.objects.filter(user=user, provider=one.id).delete()
    if gone:
        record("security", by=by, target=user, note=f"{one.label}を外した")
        tell(user, f"{one.label}を外しました。これではサインインできなくなりました。")
    return bool(gone)


def links_of(user):
    """[(Door, SocialAccount)] of one person, of the doors that are there."""
    return [(door(row.provider), row) for row in SocialAccount.objects.filter(user=user).order_by("pk") if door(row.provider)]


def has_to_come_through(user):
    """The Door of the office where this person signs in there and nowhere else; None. A system administrator can always get in.

    One query where the city has said so.
    """
    one = staff_door()
    if one is None or not one.only or user.is_superuser or not user.is_staff:
        return None
    return one if SocialAccount.objects.filter(user=user, provider=one.id).exists() else None


def tell(user, words):
    queue_mail(
        user.email,
        "サインインの手段が変わりました",
        own_words_said(f"{words}\n\n心あたりがないときは、市の担当に電話してください。"),
    )
