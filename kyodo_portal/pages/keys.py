"""Whether SECRET_KEY is the one that the data were written with: asked by `manage.py verify` and `manage.py status`.

With another key the portal starts and its pages answer, until somebody's second factor is refused: after a restore on a new machine,
or when a rotated key was not kept among SECRET_KEY_FALLBACKS.
"""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from kyodo_portal.audit.actions import is_of_our_key
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.common.lists.pieces import pieces
from kyodo_portal.common.text.secret import Unreadable
from kyodo_portal.notices.models import Delivery
from kyodo_portal.personal.words import GONE, NOBODY

from .command_trail import TAKEN_IN

ENCRYPTED = ("secret", "seed")  # what of a second factor lies encrypted in its row
NEWEST = 50  # looks in the trail: one of them that was marked with a key of ours is enough
SENTENCE = (
    "SECRET_KEY が、データを書いたときのものと違います。{lost}を読めません。"
    "前の鍵に戻すか、前の鍵を SECRET_KEY_FALLBACKS に書いてください。"
)


def problem():
    """One sentence that says what cannot be read with the keys of the settings; "" where all of it can. Four queries."""
    factors, mails = lost_factors(), lost_mails()
    lost = [f"2段階の確認 {factors}件"] if factors else []
    lost += [f"送信待ちのメール {mails}通"] if mails else []
    lost += ["操作の記録のしるし"] if marks_are_lost() else []
    return SENTENCE.format(lost="、".join(lost)) if lost else ""


def lost_factors():
    """How many second factors (applications, spare numbers) nobody can sign in with any more."""
    rows = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN)
    return sum(any(not can_read(row.data[name]) for name in ENCRYPTED if name in row.data) for row in pieces(rows, 500))


def can_read(secret):
    try:
        get_adapter().decrypt(secret)
    except PermissionDenied:
        return False
    return True


def lost_mails():
    """How many mails that wait (sign-in codes) cannot be sent."""
    count = 0
    for mail in Delivery.objects.not_yet_left().filter(secret=True).exclude(body=""):
        try:
            mail.text  # noqa: B018  reading it is the question
        except Unreadable:
            count += 1
    return count


def marks_are_lost():
    """Whether the trail's newest looks were all marked with keys that the settings do not hold: then no address is found in it.

    What a city brought along from another place was marked there. Words that were erased since say nothing of a key.
    """
    taken_in = AuditEvent.objects.filter(act="command", note__contains=TAKEN_IN).order_by("-pk").values_list("pk", flat=True)
    changed = Q(note="") | Q(note__contains=NOBODY) | Q(note__contains=GONE) | Q(once="")
    newest = AuditEvent.objects.exclude(changed).filter(pk__gt=taken_in.first() or 0).order_by("-pk")[:NEWEST]
    looks = list(newest)
    return bool(looks) and not any(map(is_of_our_key, looks))
