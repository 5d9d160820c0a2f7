"""What somebody without an account is told of the own voice: that something moved, and an address that opens this one voice."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from kyodo_portal.common.city import the_city
from kyodo_portal.common.upwards import queue_mail

SALT = "projects.voices.guest"
LASTS = 365 * 24 * 3600  # seconds during which an address opens its voice


def token_of(voice):
    """What the address of a guest's voice holds: signed, and of this mail address alone."""
    return signing.dumps([voice.pk, voice.guest_mail], salt=SALT)


def opened_by(token):
    """(key of the voice, mail address) that a token names; None for one that was changed or is too old."""
    try:
        pk, mail = signing.loads(token, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return pk, mail


def tell_guest(voice):
    """A mail to the proven address: that something moved, and where it is read. Neither the voice nor an answer stands in it."""
    if not voice.guest_mail:
        return
    city = the_city()
    lines = [
        f"{city['name']} {city['site']}でとどけた声（{voice.number}）に、動きがありました。",
        "次の画面で読めます。声を取り下げることも、見せるのをやめることも、そこからできます。",
        settings.KYODO_ORIGIN + reverse("voice-guest", args=[token_of(voice)]),
        "",
        "このメールには返信できません。心あたりがないときは、消してください。",
        "--",
        f"{city['office']}" + (f" 電話 {city['phone']}" if city["phone"] else ""),
    ]
    queue_mail(voice.guest_mail, "とどけた声に、動きがありました", "\n".join(lines), secret=True)
