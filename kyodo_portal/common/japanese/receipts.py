"""Numbers that matters get, as people type and say them."""

import re
import unicodedata

from .width import DASHES

NUMBER = re.compile(r"([RH]\d{1,2})(?:年度?)?-?([A-Z])-?(\d{1,6})")


def receipt_number(typed, series=""):
    """「ｒ８－ｋ－１４」, R8K14, 令和8-K-0014 and 令和8年K14 are R8-K-0014; "" for what is no number of a matter, or of another series.

    series: the letter that it must have (K 台帳, P 提案, T 登録, C 相談 …); "" takes any.
    """
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed)).upper().translate(DASHES)
    text = text.replace("令和", "R").replace("平成", "H").replace("R元", "R1")
    match = NUMBER.fullmatch(text)
    if not match or series not in ("", match[2]):
        return ""
    return f"{match[1]}-{match[2]}-{int(match[3]):04d}"
