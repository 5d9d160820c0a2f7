"""Whole numbers as people type them: 120000, １２０，０００, 120,000円. Never 1_000, ٣٠ or 1e9."""

import re

from django.core.exceptions import ValidationError

from .dates import ERA_FIRST_YEAR, ERA_LETTER
from .width import to_half

MAX_YEN = 10**12
_WHOLE = re.compile(r"-?(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})")


def small_int(text, default=None, *, most=10**15):
    """The int that an address or a hidden field names in ASCII digits: a key, a page, a row, a version.

    `default` for anything else (nothing, a sign, 1.5, 1_000, ３, ٣), `most` for what is larger: no column overflows.
    """
    text = str(text).strip()
    if not (text.isascii() and text.isdigit()):
        return default
    digits = text.lstrip("0") or "0"
    return min(int(digits), most) if len(digits) <= len(str(most)) else most


def clean_whole(value, *, item, unit="", least=0, most=MAX_YEN, example="120000"):
    """An int between `least` and `most`; `unit` (円, 人 …) may stand behind the number."""
    text = to_half(str(value)).strip().replace(" ", "").lstrip("¥\\￥")
    text = text.removesuffix(unit) if unit else text
    if not _WHOLE.fullmatch(text):
        if re.fullmatch(r"-?[0-9,]{16,}", text):
            raise ValidationError(f"{item}は{most:,}{unit}までにしてください。", code="most")
        raise ValidationError(f"{item}は数字だけで入れてください。例：{example}", code="number")
    number = int(text.replace(",", ""))
    if number < least:
        raise ValidationError(f"{item}は{least:,}{unit}以上にしてください。", code="least")
    if number > most:
        raise ValidationError(f"{item}は{most:,}{unit}までにしてください。", code="most")
    return number


def clean_fiscal_year(value, *, item="年度"):
    """2026 for 2026, 2026年度, 令和8年度, R8; between 1950 and 2100."""
    text = to_half(str(value)).strip().replace(" ", "").upper().removesuffix("度").removesuffix("年")
    match = re.fullmatch(r"(令和|平成|昭和|[RHS])([0-9]{1,2}|元)", text)
    if match:
        number = 1 if match[2] == "元" else int(match[2])
        text = str(ERA_FIRST_YEAR[ERA_LETTER.get(match[1], match[1])] + number - 1) if number else ""
    if not re.fullmatch(r"[0-9]{4}", text) or not 1950 <= int(text) <= 2100:
        raise ValidationError(f"{item}は、令和8年度か2026のように入れてください。", code="year")
    return int(text)
