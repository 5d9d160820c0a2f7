"""Doors that others keep: the office's own sign-in for staff, GビズID and デジタル認証アプリ for everybody, by OpenID Connect.
SAML, for staff alone, has a Door of its own (outside_saml.py).

Each is one JSON object of the environment (docs/sign-in.md). Without it nothing of the door is there: no button, no address, no import.
"""

import json
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

from . import outside_saml

STAFF = "staff"
# id of the door: (name of the setting, what it is called unless the city says otherwise)
KINDS = {
    STAFF: ("KYODO_STAFF_OIDC", "職員のアカウント"),
    "gbizid": ("KYODO_GBIZID_OIDC", "GビズID"),
    "digital": ("KYODO_DIGITAL_ID_OIDC", "デジタル認証アプリ"),
}


class Door(NamedTuple):
    """What the city says of one provider. The secret is read where it is used, and stands in no repr.

    private_key_file, key_id: a key (PEM) with which the portal proves itself where the provider takes no secret (private_key_jwt).
    match: the claim by which staff are met the first time, "email" (only where the provider says that it is proven) or another, such as
    an employee number. amr, acr: values that say that a second factor was shown. only: linked staff sign in here and nowhere else.
    hosts: origins to which the browser is led besides the issuer's own.
    """

    id: str
    issuer: str
    client_id: str
    secret_file: str = ""
    private_key_file: str = ""
    key_id: str = ""
    secret: str = ""
    label: str = ""
    match: str = "email"
    amr: tuple = ()
    acr: tuple = ()
    only: bool = False
    scope: tuple = ("openid", "email")
    userinfo: bool = False
    hosts: tuple = ()

    is_saml = False

    @property
    def is_for_staff(self):
        return self.id == STAFF

    @property
    def wants_proof(self):
        """Whether what names staff is a mail address, which counts only where the provider says that it is proven."""
        return self.match == "email"

    @property
    def start(self):
        """The address to which a press on the sign-in's page goes."""
        return reverse("openid_connect_login", args=[self.id])

    @property
    def origins(self):
        """Where a press may lead the browser: for the Content-Security-Policy of the sign-in's pages."""
        parts = urlsplit(self.issuer)
        return sorted({f"{parts.scheme}://{parts.netloc}", *self.hosts})

    def client_secret(self):
        return Path(self.secret_file).read_text(encoding="utf-8").strip() if self.secret_file else self.secret

    def private_key(self):
        """The PEM of the key; "" where the provider takes a secret."""
        return Path(self.private_key_file).read_text(encoding="ascii") if self.private_key_file else ""

    def trusts(self, claims):
        """Whether the provider says that a second factor was shown, in one of the words that the city trusts."""
        ways = claims.get("amr") if isinstance(claims.get("amr"), list) else [claims.get("amr")]
        return bool({*self.amr} & {way for way in ways if isinstance(way, str)}) or claims.get("acr") in self.acr


NAMES = {"client_secret": "secret", "client_secret_file": "secret_file"}


def door_from(id, text):
    """The Door of one setting. ImproperlyConfigured with the name of what is wrong, never with a secret."""
    name, label = KINDS[id]
    try:
        said = {
            NAMES.get(key, key): tuple(value) if isinstance(value, list) else value for key, value in json.loads(text).items()
        }
        door = Door(id=id, **{"label": label, **said})
    except (ValueError, AttributeError, TypeError) as error:
        raise ImproperlyConfigured(f"{name} is no JSON object with the words of docs/sign-in.md.") from error
    for key, kind in Door.__annotations__.items():
        if not isinstance(getattr(door, key), kind):
            raise ImproperlyConfigured(f"{name}: {key} has another form in docs/sign-in.md.")
    safe = door.issuer.startswith("https://") or urlsplit(door.issuer).hostname in ("127.0.0.1", "localhost")
    if not (safe and door.client_id and (door.secret or door.secret_file or door.private_key_file)):
        raise ImproperlyConfigured(
            f"{name} needs an issuer with https://, a client_id, and a client_secret_file or a private_key_file."
        )
    return door


def doors_from(env):
    """{id: Door or SamlDoor} of the settings that are there. The office has one door: ImproperlyConfigured where it has two."""
    found = {id: door_from(id, text) for id, (name, _) in KINDS.items() if (text := env.str(name, default="").strip())}
    if text := env.str(outside_saml.NAME, default="").strip():
        if STAFF in found:
            raise ImproperlyConfigured(f"{KINDS[STAFF][0]} and {outside_saml.NAME} are both set: the office has one door.")
        found[outside_saml.SamlDoor.id] = outside_saml.saml_door_from(text)
    return found


def door(id):
    """The Door, None where the city has none of this kind."""
    return settings.KYODO_DOORS.get(id)


def staff_door():
    """The office's door, by either protocol; None where the city has none."""
    return next(iter(doors(staff=True)), None)


def saml_door():
    """The office's door where it is one of SAML; None otherwise."""
    return door(outside_saml.SamlDoor.id)


def doors(*, staff=None):
    """All Doors; with `staff` only those for staff, or only the others."""
    return [one for one in settings.KYODO_DOORS.values() if staff is None or one.is_for_staff is staff]
