"""内訳 of a line of money: what 「3,000円×2回」 comes to."""

import re
import unicodedata
from math import prod

# A number, thousands apart or not, and at most a short word of what is counted behind it.
FACTOR = r"(\d{1,3}(?:,\d{3})+|\d{1,12})\s*[^\d\s×＋+=,.%()]{0,6}"
TERM = rf"{FACTOR}(?:\s*×\s*{FACTOR})+"
WHOLE = re.compile(rf"\s*{TERM}(?:\s*\+\s*{TERM})*\s*(?:=\s*{FACTOR})?\s*")
UNSURE = re.compile(r"[千万億割]")  # 5千円 is no 5


def worked_out(note):
    """The yen that a note comes to which is nothing but products and their sum; None where it says anything else.

    「3,000円×2回」 is 6000, 「500円×10人＋1,000円×2台」 is 7000.
    """
    text = unicodedata.normalize("NFKC", note).replace("✕", "×").replace("*", "×").replace("x", "×").replace("X", "×")
    if UNSURE.search(text) or not WHOLE.fullmatch(text):
        return None
    terms = text.partition("=")[0].split("+")
    return sum(prod(int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", term)) for term in terms)
