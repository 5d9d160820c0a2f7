"""Secrets that have to lie in a table: encrypted, or as a keyed hash. Every key is derived from SECRET_KEY, one per purpose.

Whoever holds the database or a back-up, and not the settings, reads nothing of them. When the key was replaced, what the
earlier one encrypted is read with SECRET_KEY_FALLBACKS, as Django does with its sessions; without it, it is `Unreadable`.
"""

import base64
import secrets
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

MARK = "sealed:1:"  # says that what follows is encrypted, and how


class Unreadable(ValueError):
    """A text that was encrypted with a key that the settings no longer hold, or that was changed since."""

    silent_variable_failure = True  # a page that shows such texts shows nothing in its place


@cache
def _key(secret, purpose):
    """The key of one purpose: 32 bytes by HKDF from one of the settings' secrets, as Fernet wants them."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=b"kyodo_portal", info=purpose.encode()).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))


def _keys(purpose):
    return MultiFernet([_key(secret, purpose) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def is_encrypted(text):
    """Whether a stored text is one of `encrypt`."""
    return text.startswith(MARK)


def encrypt(text, purpose):
    """The text as it may lie in a table: a str of about 4/3 of its bytes and 130 more. `purpose` has to be said again to read it."""
    return MARK + _keys(purpose).encrypt(text.encode()).decode()


def decrypt(stored, purpose):
    """The text that was given to `encrypt`. Unreadable when the key is gone or the text is not one of `encrypt`."""
    if not is_encrypted(stored):
        raise Unreadable("not encrypted")
    try:
        return _keys(purpose).decrypt(stored.removeprefix(MARK).encode()).decode()
    except (InvalidToken, UnicodeDecodeError) as error:
        raise Unreadable("encrypted with another key") from error


def keyed_hash(text, purpose):
    """64 hexadecimal digits by which a text is known again without being kept: HMAC-SHA256 with SECRET_KEY."""
    return salted_hmac(f"kyodo_portal.{purpose}", text, algorithm="sha256").hexdigest()


def is_keyed_hash(text, digest, purpose):
    """Whether `digest` is the `keyed_hash` of this text, by SECRET_KEY or by an earlier key among SECRET_KEY_FALLBACKS."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    made = (salted_hmac(f"kyodo_portal.{purpose}", text, secret=key, algorithm="sha256").hexdigest() for key in keys)
    return any(constant_time_compare(one, digest) for one in made)


def mark(text):
    """Twelve hexadecimal digits by which an address is known again in the trail, and not read."""
    return keyed_hash(text.strip().lower(), "trail")[:12]


def seal(code, purpose):
    """A code as it may be kept to be compared later: a keyed hash with a salt of its own, so that equal codes look different."""
    salt = secrets.token_hex(8)
    return f"{salt}${keyed_hash(f'{salt}${code}', purpose)}"


def is_sealed(code, sealed, purpose):
    """Whether `sealed` was made from this code; compared in constant time. False for what `seal` never made."""
    salt, mark, digest = (sealed or "").partition("$")
    return bool(mark) and constant_time_compare(keyed_hash(f"{salt}${code}", purpose), digest)
