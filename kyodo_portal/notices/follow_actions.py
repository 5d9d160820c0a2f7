"""見守る and no longer; the choice of the Friday mail by its link; the key of the personal calendar."""

import hashlib
import secrets

from django.contrib.auth import get_user_model
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from .choice_models import MailChoice, MailHow, MailKind
from .models import CalendarKey, Follow

MOST = 100  # things that one person follows
FULL = f"見守れるのは{MOST}件までです。「見守っているもの」で、どれかをやめてから、もう一度押してください。"
STOP = "notices.following.stop"  # what the signature of the Friday mail's link is for


@transaction.atomic
def follow(user, key):
    """user follows `key` from now on; twice is once. ValidationError beyond MOST. Three queries."""
    get_user_model().objects.select_for_update(no_key=True).get(
        pk=user.pk
    )  # two presses at the same moment are counted one after the other
    there = set(Follow.objects.filter(user=user).values_list("key", flat=True))
    if key in there:
        return
    if len(there) >= MOST:
        raise ValidationError(FULL)
    Follow.objects.create(user=user, key=key)


def unfollow(user, key):
    """user follows `key` no more, whether or not it still can be read. One query."""
    Follow.objects.filter(user=user, key=key).delete()


def stop_token(user):
    """The word in the Friday mail's link by which its receiver stops it without signing in. It holds no address."""
    return signing.dumps(user.pk, salt=STOP)


def receiver_of(token):
    """The active User to whom a mail with this word went, None for a word that is none of ours. One query."""
    try:
        pk = signing.loads(token, salt=STOP)
    except signing.BadSignature:
        return None
    return get_user_model().objects.filter(pk=pk, is_active=True).first()


def stop_following_mails(user):
    """No Friday mail any more; what is followed stays. Twice is once."""
    MailChoice.objects.update_or_create(user=user, kind=MailKind.FOLLOWING, defaults={"how": MailHow.NONE})


def make_calendar_key(user):
    """A new key of the personal calendar, in words for its address; the former one opens nothing any more. Kept is its digest alone."""
    token = secrets.token_urlsafe(32)
    CalendarKey.objects.update_or_create(user=user, defaults={"digest": digest_of(token), "made_at": timezone.now()})
    return token


def drop_calendar_key(user):
    """Nobody reads the personal calendar any more."""
    CalendarKey.objects.filter(user=user).delete()


def digest_of(token):
    """What of a key is kept: SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()
