"""The open zone of one browser: half of its key in the session, half in a cookie that only addresses under /desk/ are sent.

Every request asks again whether this person still is at the desk and holds the key of this generation, and whether the key is the
zone's: a membership that ended, a key that was renewed and a lock that was exchanged close the zone at once.
"""

import base64
import time
from typing import NamedTuple

from django.conf import settings

from kyodo_portal.common import sealed

from .access import desk_body
from .zone_models import Zone, ZoneKey

HALF = "zone"  # in the session
COOKIE = "kyodo_zone"
PATH = "/desk/"
PAUSE = 30 * 60  # seconds without a click after which it closes


class Opened(NamedTuple):
    """An open zone: its row, and the private key, which is never written anywhere."""

    zone: Zone
    private: bytes


def zone_of(user):
    """The Zone of the body in whose name somebody is at the desk; None where it has none. One query."""
    body = desk_body(user)
    return body and Zone.objects.filter(body=body).first()


def holds_key(user, zone):
    """Whether the zone's present key was given to this person. One query."""
    return ZoneKey.objects.filter(zone=zone, user=user, generation=zone.generation).exists()


def open_zone(request, response, opened):
    """Keep the zone open in this browser: until a pause, the end of the browser, sign-out or 「閉じる」."""
    zone = opened.zone
    box, key = sealed.split(opened.private, ref=_whose(request, zone.pk, zone.generation))
    request.session[HALF] = {
        "zone": zone.pk,
        "generation": zone.generation,
        "box": base64.b64encode(box).decode(),
        "seen": int(time.time()),
    }
    response.set_cookie(
        COOKIE,
        base64.urlsafe_b64encode(key).decode(),
        path=PATH,
        secure=settings.KYODO_HTTPS,
        httponly=True,
        samesite="Strict",
    )


def close_zone(request, response):
    """Forget both halves."""
    request.session.pop(HALF, None)
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")


def opened_in(request):
    """The Opened of this browser, None where the zone is closed. Two queries where somebody has it open, none for all others."""
    half, cookie = request.session.get(HALF), request.COOKIES.get(COOKIE, "")
    if not half or not cookie:
        return None
    opened = _joined(request, half, cookie)
    if opened is None:
        request.session.pop(HALF, None)
    elif int(time.time()) - half["seen"] >= 60:  # written once a minute at most
        request.session[HALF] = {**half, "seen": int(time.time())}
    return opened


def _joined(request, half, cookie):
    zone = zone_of(request.user)
    if zone is None or (zone.pk, zone.generation) != (half["zone"], half["generation"]):
        return None
    if int(time.time()) - half["seen"] > PAUSE or not holds_key(request.user, zone):
        return None
    try:
        box, key = base64.b64decode(half["box"]), base64.urlsafe_b64decode(cookie)
        private = sealed.join(box, key, ref=_whose(request, zone.pk, zone.generation))
        return Opened(zone, private) if sealed.public_of(private) == bytes(zone.public_key) else None
    except ValueError:  # NotOpened, and a cookie that is no cookie of ours
        return None


def _whose(request, zone, generation):
    return f"{request.user.pk}:{zone}:{generation}"


# ---- what stands in a sealed part ----------------------------------------------------------------
def ref_of(row):
    """The address to which the text of a Consultation or FollowUp is sealed."""
    return f"{row._meta.label_lower}:{row.ref}"


def key_ref(zone, user):
    """The address to which a zone's key is sealed for one person."""
    return f"projects.zonekey:{zone.pk}:{user.pk}"
