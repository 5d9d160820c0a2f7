"""台帳番号 as people type them."""

import re
import unicodedata

NUMBER = re.compile(r"([A-Z]\d{1,2})-?K-?(\d{1,6})")


def number_of(typed):
    """「ｒ８－ｋ－１４」 → "R8-K-0014"; "" for what is no number of the ledger."""
    text = re.sub(
        r"[\s‐‑–—―−ー－]", lambda match: "" if match[0].isspace() else "-", unicodedata.normalize("NFKC", typed).upper()
    )
    match = NUMBER.fullmatch(text)
    return f"{match[1]}-K-{int(match[2]):04d}" if match else ""
