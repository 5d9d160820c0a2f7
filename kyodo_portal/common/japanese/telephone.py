"""A telephone number as a city writes it, and as a telephone dials it."""

import re

from .width import DASHES, to_half

WRITTEN = re.compile(r"[+(]*\d[\d() -]*")
EXTENSION = re.compile(r"(?:内線|ext\.?)[ :番号]*(\d+)", re.IGNORECASE)


def dialled(written):
    """「0258-83-3511（内線 123）」 is 0258-83-3511;ext=123 (RFC 3966); of several numbers the first. "" where there is none."""
    said = to_half(written).translate(DASHES)
    number = WRITTEN.search(said)
    if not number:
        return ""
    extension = EXTENSION.search(said)
    digits = re.sub(r"[() -]+", "-", number[0]).strip("-")
    return digits + (f";ext={extension[1]}" if extension else "")
