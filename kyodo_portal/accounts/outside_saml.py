"""The office's own sign-in by SAML 2.0: one JSON object of the environment (docs/sign-in.md), without anything that speaks SAML."""

import json
from base64 import b64encode
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse

NAME, LABEL = "KYODO_STAFF_SAML", "職員のアカウント"


class SamlDoor(NamedTuple):
    """What the city says of its identity provider.

    idp: its entity id. sso_url: where the browser is sent (HTTP-Redirect). certificate_file: PEM, one or several while the provider
    changes its key. match: Name of the attribute by which staff are met the first time. authn_context: values of AuthnContextClassRef
    that say that a second factor was shown. only, label, hosts: as of a Door of OpenID Connect. entity_id: what we are called there;
    "" is the address of our metadata.
    """

    idp: str
    sso_url: str
    certificate_file: str
    match: str
    label: str = LABEL
    authn_context: tuple = ()
    only: bool = False
    hosts: tuple = ()
    entity_id: str = ""

    id = "saml"
    is_for_staff = is_saml = True
    wants_proof = False  # of a mail address: the attribute is the office's own word, and the city has named it

    @property
    def start(self):
        """The address to which a press on the sign-in's page goes."""
        return reverse("saml-login")

    @property
    def origins(self):
        """Where a press may lead the browser: for the Content-Security-Policy of the sign-in's pages."""
        parts = urlsplit(self.sso_url)
        return sorted({f"{parts.scheme}://{parts.netloc}", *self.hosts})

    def certificates(self):
        """Base64 of each certificate of the file. OSError or ValueError where there is none."""
        from cryptography.hazmat.primitives.serialization import Encoding

        return [b64encode(one.public_bytes(Encoding.DER)).decode() for one in self.read_certificates()]

    def read_certificates(self):
        from cryptography import x509

        return x509.load_pem_x509_certificates(Path(self.certificate_file).read_bytes())

    def trusts(self, claims):
        """Whether the provider says that a second factor was shown, in one of the words that the city trusts."""
        return claims.get("authn_context") in self.authn_context


def saml_door_from(text):
    """The SamlDoor of the setting. ImproperlyConfigured with what is wrong."""
    try:
        said = {key: tuple(value) if isinstance(value, list) else value for key, value in json.loads(text).items()}
        door = SamlDoor(**said)
    except (ValueError, AttributeError, TypeError) as error:
        raise ImproperlyConfigured(f"{NAME} is no JSON object with the words of docs/sign-in.md.") from error
    for key, kind in SamlDoor.__annotations__.items():
        if not isinstance(getattr(door, key), kind):
            raise ImproperlyConfigured(f"{NAME}: {key} has another form in docs/sign-in.md.")
    parts = urlsplit(door.sso_url)
    safe = parts.scheme == "https" or parts.hostname in ("127.0.0.1", "localhost")
    plain = not set('<>"&') & set(door.idp + door.sso_url + door.entity_id)  # python3-saml writes them into XML as they are
    if not (safe and plain and door.idp and door.certificate_file and door.match and door.label):
        raise ImproperlyConfigured(f"{NAME} needs idp, sso_url with https:// and without &, certificate_file and match.")
    return door
