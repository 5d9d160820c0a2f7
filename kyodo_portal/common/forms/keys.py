"""The one-time key of a page: a UUID (version 7, RFC 9562) that says when its page was made, and is guessed by nobody."""

import secrets
import time
from uuid import UUID


def new_key():
    """A key for a page that is made now."""
    moment, chance = time.time_ns() // 1_000_000, secrets.randbits(74)
    return UUID(int=moment << 80 | 7 << 76 | (chance >> 62) << 64 | 2 << 62 | chance & (1 << 62) - 1)


def made_at(key):
    """When the page of this key (as text) was made, in seconds; None of a key that is none of these."""
    try:
        known = UUID(key)
    except ValueError:
        return None
    return (known.int >> 80) / 1000 if known.version == 7 else None
