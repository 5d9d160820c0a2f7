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


def with_its_zero(text):
    """A telephone number to which a spreadsheet, taking it for a number, left no zero at its head."""
    plain = to_half(text)
    return f"0{plain}" if re.fullmatch(r"[1-9][0-9]{8,9}", plain) else text


def with_area_code(text, other):
    """「83-3511」 and 「258-83-3511」 as 0258-83-3511, where `other`, a number of the same place, begins with 0258; "" where it cannot be
    that."""
    local = re.sub("[()]", "-", to_half(text).translate(DASHES).replace(" ", "")).strip("-")
    code = re.match(r"(0\d{1,4})[-(]", to_half(other).translate(DASHES))
    if code and local.startswith(f"{code[1][1:]}-"):  # only the zero is missing
        local = local.removeprefix(f"{code[1][1:]}-")
    whole = re.fullmatch(r"[1-9]\d{0,3}-\d{4}", local) and code and f"{code[1]}-{local}"
    return whole if whole and len(re.sub(r"\D", "", whole)) == 10 else ""
