"""How a person can stand in a text: the spellings of a name, an address, a telephone number, that are looked for when it is erased."""

import re

from kyodo_portal.common.lists.search import fold, other_spelling

NOBODY = "退会した人"  # what stands for a name
GONE = "（消しました）"  # what stands for an address or a number
SPACES = (" ", "\u3000", "")
SHORTEST_NAME = 3  # letters: two of them run together stand inside too many other words
SHORTEST_TEXT = 6
FULL_WIDTH = {ord(sign): chr(ord(sign) + 0xFEE0) for sign in "0123456789-"}


def spellings_of_name(name):
    """The ways in which a full name is written: with either space, without, and where it was typed without, parted anywhere."""
    parts = name.split()
    whole = "".join(parts)
    if len(parts) == 1 and len(whole) >= SHORTEST_NAME:
        cuts = [(whole[:at], whole[at:]) for at in range(1, len(whole))] if len(whole) <= 8 else []
    else:
        cuts = [(parts[0], "".join(parts[1:]))] if len(parts) > 1 else []
    found = {name, *(space.join(cut) for cut in cuts for space in SPACES), whole, fold(whole), other_spelling(whole)}
    return {word for word in found if len(word) >= SHORTEST_NAME}


def spellings_of_number(number):
    """The ways in which a telephone number is written: plain, with hyphens wherever they may stand, in full-width digits."""
    digits = "".join(re.findall(r"\d", fold(number)))
    if len(digits) not in (10, 11):
        return {number} if len(number) >= SHORTEST_TEXT else set()
    front, last = digits[:-4], digits[-4:]
    found = {number, digits, *(f"{front[:at]}-{front[at:]}-{last}" for at in range(2, len(front)))}
    return found | {word.translate(FULL_WIDTH) for word in found}


def spellings_of_mail(address):
    """A mail address in the cases in which people type it."""
    return {address, address.lower(), address.upper(), address.capitalize()} if "@" in address else set()


def spellings_of_text(text):
    """An address of a house, as typed and as search would fold it."""
    return {text, fold(text)} if len(text) >= SHORTEST_TEXT else set()
