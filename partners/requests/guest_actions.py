"""What a guest of the portal is told: that there is an answer, and an address that opens this one thread."""

from django.conf import settings
from django.core import signing
from django.urls import reverse

from kyodo_portal.common.city import the_city
from kyodo_portal.common.upwards import queue_mail

SALT = "partners.requests.guest"
LASTS = 180 * 24 * 3600  # seconds during which an address opens its thread


def token_of(request):
    """What the address of a guest's thread holds: signed, and of this mail address alone."""
    return signing.dumps([request.pk, request.guest_mail], salt=SALT)


def opened_by(token):
    """(key of the request, mail address) that a token names; None for one that was changed or is too old."""
    try:
        pk, mail = signing.loads(token, salt=SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return pk, mail


def note_opened(request):
    """The guest has opened the thread: of what comes next a mail tells again. One query where one was told."""
    if request.guest_told:
        type(request).objects.filter(pk=request.pk).update(guest_told=False)


def tell_guest(request):
    """A mail to the proven address, once until its thread is opened: that something is there, and where. Two queries at most."""
    if not request.guest_mail or request.guest_told:
        return
    request.guest_told = True
    request.save(update_fields=["guest_told"])
    city = the_city()
    lines = [
        f"{city['name']} {city['site']}で送った手紙に、動きがありました。",
        "次の画面で読めます。続きも、そこから書けます。",
        settings.KYODO_ORIGIN + reverse("request-guest", args=[token_of(request)]),
        "",
        "このメールには返信できません。心あたりがないときは、消してください。",
        "--",
        f"{city['office']}" + (f" 電話 {city['phone']}" if city["phone"] else ""),
    ]
    queue_mail(request.guest_mail, "送った手紙に、動きがありました", "\n".join(lines), secret=True)
