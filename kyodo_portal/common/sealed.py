"""Texts that only the holders of a key read: not the city, not the keeper of the system, not who finds a back-up.

Anybody seals with a public key; who opens needs the private one, which lies nowhere in the clear:

    text      → sealed to the zone's public key                      seal, open_sealed
    zone key  → sealed to each holder's own public key               seal_key, open_key
    own key   → wrapped by the holder's passphrase                   wrap, unwrap
    zone key  → wrapped by the recovery code that lies in a safe     wrap, unwrap
    zone key  → while it is open: a box in the session and its key in a cookie, neither of use alone    split, join

A sealed text is `version (1 byte) + ephemeral public key (32) + ChaCha20-Poly1305`. Its key is HKDF-SHA256 of the X25519 secret,
bound to both public keys; it is used once, so the nonce is constant. The text is padded to full 256 bytes, so that its length says
little. What it belongs to (`ref`, the generation of the key) is authenticated with it: a row that was swapped with another one, brought
back from an older key, or changed by a single bit does not open.

What this does not do: it does not help against a program that was changed, or against who reads the memory of the server while a
zone is open. Nothing here asks the database or the settings.
"""

import secrets
import struct
import threading
import unicodedata

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = 1
BLOCK = 256  # bytes to which a text is filled up
KEY, SALT, NONCE = 32, 16, b"\0" * 12
MEMORY_KIB, PASSES = 64 * 1024, 3  # Argon2id: a fifth of a second, and 64 MiB, for each guess
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # of a recovery code: none that is read for another
CODE_LETTERS = 24  # 120 bits

_one_at_a_time = threading.Lock()  # of 64 MiB each in a process of a small server


class NotOpened(ValueError):
    """The key, the passphrase or the place is another one, or the bytes were changed. Which of them, nobody can say."""


# ---- pairs and texts -----------------------------------------------------------------------------
def new_pair():
    """(private, public) of a new key: 32 bytes each."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def public_of(private):
    """The public key of a private one. NotOpened for what is no key."""
    try:
        return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    except ValueError:
        raise NotOpened("no key") from None


def seal(public, text, *, ref, generation):
    """The text as bytes that only the private key opens, and only at this place: `ref` (a str) and the key's `generation` (an int)."""
    return _seal(public, _padded(text.encode()), ref, generation)


def open_sealed(private, sealed, *, ref, generation):
    """The text that was given to `seal` with the same ref and generation. NotOpened for everything else."""
    return _unpadded(_open(private, sealed, ref, generation)).decode()


def seal_key(public, private, *, ref, generation):
    """A private key (32 bytes) sealed to somebody's public one."""
    return _seal(public, private, ref, generation)


def open_key(own, sealed, *, ref, generation):
    """The private key that was given to `seal_key`, opened with one's own private key. NotOpened where it is not for this key."""
    return _open(own, sealed, ref, generation)


def _seal(public, plain, ref, generation):
    once = X25519PrivateKey.generate()
    here = once.public_key().public_bytes_raw()
    key = _agreed(once, public, here + public)
    return bytes([VERSION]) + here + ChaCha20Poly1305(key).encrypt(NONCE, plain, _place(ref, generation))


def _open(private, sealed, ref, generation):
    sealed = bytes(sealed)
    if len(sealed) < 1 + KEY + 16 or sealed[0] != VERSION:
        raise NotOpened("no sealed text of this version")
    here, box = sealed[1 : 1 + KEY], sealed[1 + KEY :]
    try:
        own = X25519PrivateKey.from_private_bytes(private)
        key = _agreed(own, here, here + own.public_key().public_bytes_raw())
        return ChaCha20Poly1305(key).decrypt(NONCE, box, _place(ref, generation))
    except (InvalidTag, ValueError):
        raise NotOpened("another key or place, or changed bytes") from None


def _agreed(own, other, both):
    """The key of one sealed text, out of one private and one public key and bound to both public ones."""
    shared = own.exchange(X25519PublicKey.from_public_bytes(bytes(other)))
    return HKDF(algorithm=SHA256(), length=KEY, salt=both, info=b"kyodo_portal sealed 1").derive(shared)


def _place(ref, generation):
    """What is authenticated with a text: where it stands."""
    return bytes([VERSION]) + struct.pack(">I", generation) + ref.encode()


def _padded(plain):
    whole = struct.pack(">I", len(plain)) + plain
    return whole + b"\0" * (-len(whole) % BLOCK)


def _unpadded(whole):
    (length,) = struct.unpack(">I", whole[:4])
    return whole[4 : 4 + length]


# ---- passphrases and codes -----------------------------------------------------------------------
def wrap(secret, passphrase):
    """A secret (bytes) that the passphrase opens again: version, the cost of a guess, salt, box. About a fifth of a second."""
    salt = secrets.token_bytes(SALT)
    head = struct.pack(">BIB", VERSION, MEMORY_KIB, PASSES) + salt
    return head + ChaCha20Poly1305(_stretched(passphrase, salt, MEMORY_KIB, PASSES)).encrypt(NONCE, secret, head)


def unwrap(wrapped, passphrase):
    """The secret that was given to `wrap`. NotOpened for another passphrase, or where the bytes were changed."""
    wrapped = bytes(wrapped)
    head, box = wrapped[: 6 + SALT], wrapped[6 + SALT :]
    if len(head) < 6 + SALT:
        raise NotOpened("nothing wrapped")
    version, memory, passes = struct.unpack(">BIB", head[:6])
    if version != VERSION or memory > 4 * MEMORY_KIB or passes > 4 * PASSES:  # a row that was changed must not fill the memory
        raise NotOpened("nothing wrapped by this version")
    try:
        return ChaCha20Poly1305(_stretched(passphrase, head[6:], memory, passes)).decrypt(NONCE, box, head)
    except (InvalidTag, ValueError):
        raise NotOpened("another passphrase") from None


def _stretched(passphrase, salt, memory, passes):
    with _one_at_a_time:
        stretch = Argon2id(salt=salt, length=KEY, iterations=passes, lanes=1, memory_cost=memory)
        return stretch.derive(normal(passphrase).encode())


def normal(passphrase):
    """A passphrase as it counts: however wide its letters are, whatever stands between its words, capital or small."""
    text = unicodedata.normalize("NFKC", passphrase).casefold()
    return "".join(letter for letter in text if not letter.isspace() and letter not in "-‐–—―−ー・.")


def new_code():
    """A recovery code of 24 letters: ABCD-EFGH-…"""
    letters = [secrets.choice(LETTERS) for _ in range(CODE_LETTERS)]
    return "-".join("".join(letters[at : at + 4]) for at in range(0, CODE_LETTERS, 4))


def check_number(*parts):
    """Twenty digits that two screens show of the same keys: 「1234 5678 9012 3456 7890」. parts: bytes.

    So many, because whoever writes in the database may try keys until the number of one is that of another: eight digits take an hour,
    twenty more than anybody has.
    """
    digest = Hash(SHA256())
    for part in parts:
        digest.update(struct.pack(">I", len(part)) + bytes(part))
    digits = f"{int.from_bytes(digest.finalize()) % 10**20:020d}"
    return " ".join(digits[at : at + 4] for at in range(0, 20, 4))


# ---- an open key, in two halves ------------------------------------------------------------------
def split(secret, *, ref):
    """(box, key): a secret in two halves of bytes, neither of which says anything alone. ref: whose it is."""
    key = ChaCha20Poly1305.generate_key()
    return ChaCha20Poly1305(key).encrypt(NONCE, secret, ref.encode()), key


def join(box, key, *, ref):
    """The secret of two halves. NotOpened where they do not belong together, or to this `ref`."""
    try:
        return ChaCha20Poly1305(key).decrypt(NONCE, box, ref.encode())
    except (InvalidTag, ValueError):
        raise NotOpened("two halves of different keys") from None
