"""What every door asks of a value: cleaned text, e-mail, telephone, addresses on the web, official numbers, readings.

Each function takes what was typed and returns the form that is stored, or raises ValidationError with a message that
names the item and says what to do.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError

from kyodo_portal.common.japanese.date_reading import check_loose_date, parse_date
from kyodo_portal.common.japanese.dates import DateProblem
from kyodo_portal.common.japanese.numbers import NOTHING
from kyodo_portal.common.japanese.width import DASHES, to_half

# one of the doors' cleaners like the others
from .addresses import clean_phone, clean_url  # noqa: F401
from .mail import clean_mail as clean_email  # noqa: F401
from .text import ITEM, check_length, clean_text  # noqa: F401


def says_nothing(text):
    """Whether somebody wrote in words that there is none: なし, ありません, －."""
    return bool(NOTHING.fullmatch(to_half(str(text)).strip()))


def clean_loose_date(value, *, item=ITEM):
    """A year, a month or a day as it was typed (`check_loose_date`); refuses 12/31/26 and whatever else has two readings."""
    try:
        check_loose_date(value, item=item)
    except DateProblem as problem:
        raise ValidationError(str(problem), code="date") from None
    if re.fullmatch(r"[0-9]{8}", to_half(value)):  # 20150401, as machines write it
        day = parse_date(value, item=item)
        return f"{day.year}年{day.month}月{day.day}日"
    return value


def clean_postal_code(value, *, item="郵便番号"):
    """Seven digits without the dash; shown as 〒123-4567."""
    text = to_half(clean_text(value, item=item)).translate(DASHES).replace(" ", "").replace("・", "-")
    text = re.sub(r"^(?:〒|郵便番号|[:.])+|(?:番|号)$", "", text)
    if re.match(r"[0-9]{3}-?[0-9]{4}\D", text):
        raise ValidationError(f"{item}には番号だけを入れてください。住所は、別の欄に入れます。例：123-4567", code="postal")
    if not re.fullmatch(r"[0-9]{3}-?[0-9]{4}", text):
        raise ValidationError(f"{item}は7けたの数字で入れてください。例：123-4567", code="postal")
    return text.replace("-", "")


def clean_dashed_postal_code(value, *, item="郵便番号"):
    """123-4567: seven digits with the dash."""
    digits = clean_postal_code(value, item=item)
    return f"{digits[:3]}-{digits[3:]}"


def clean_corporate_number(value, *, item="法人番号"):
    """Thirteen digits whose first is the check digit of the other twelve (法人番号の指定等に関する省令)."""
    text = to_half(clean_text(value, item=item)).translate(DASHES).replace(" ", "").replace("-", "")
    text = re.sub(r"^(?:法人番号|番号|[:.t])+", "", text, flags=re.IGNORECASE)
    if re.fullmatch(r"[0-9]{12}", text):
        raise ValidationError(
            f"{item}は13けたです。12けたの会社法人等番号ではなく、国税庁の法人番号を入れてください。例：7000012050002",
            code="corporate",
        )
    if re.fullmatch(r"[0-9]+", text) and len(text) != 13:
        raise ValidationError(f"{item}は13けたです。いまは{len(text)}けたです。例：7000012050002", code="corporate")
    if not re.fullmatch(r"[0-9]{13}", text):
        raise ValidationError(f"{item}は13けたの数字で入れてください。例：7000012050002", code="corporate")
    if int(text[0]) != corporate_check_digit(text[1:]):
        raise ValidationError(f"{item}を確かめてください。どこかの数字が違っています。", code="corporate")
    return text


def corporate_check_digit(base):
    """9 − (sum mod 9), the digits weighted 1, 2, 1, 2 … from the right."""
    return 9 - sum(int(c) * (1 + i % 2) for i, c in enumerate(reversed(base))) % 9


_KANA = re.compile(r"[ぁ-ゖァ-ヺーゝゞヽヾ・ 　\u3099\u309a]+")
# Signs that people put for the long vowel, and between the words of a reading.
_LONG = re.compile(r"(?<=[ぁ-ゖァ-ヺ])[-‐‑‒–—―−─－~～〜](?=[ぁ-ゖァ-ヺー 　]|$)")


def clean_kana(value, *, item="ふりがな"):
    """Hiragana or full-width katakana with spaces and ・; half-width katakana is made full-width, brackets become spaces."""
    text = re.sub(r"[ｦ-ﾟ･]+", lambda match: unicodedata.normalize("NFKC", match[0]), clean_text(value, item=item))
    text = re.sub(r"[()（）「」『』［］\[\]、。,，.．/／:：]+", " ", _LONG.sub("ー", text)).strip()
    if text and not (_KANA.fullmatch(text) and re.search(r"[ぁ-ゖァ-ヺ]", text)):
        raise ValidationError(f"{item}は、ひらがなかカタカナで入れてください。{_why_no_kana(text)}例：わかばのかい", code="kana")
    return text


def _why_no_kana(text):
    strange = next((c for c in text if not _KANA.fullmatch(c)), "")
    if re.fullmatch("[一-鿿々〆𠀀-\U0003ffff]", strange):
        return f"「{strange}」の読みを、かなで書きます。"
    if re.fullmatch("[0-9]", to_half(strange)):
        return f"「{strange}」は、「に」「だいに」のように読みを書きます。"
    if to_half(strange).isascii() and to_half(strange).isalpha():
        return f"「{strange}」は、「えー」「びー」のように読みを書きます。"
    return f"「{strange}」を消してください。" if strange else ""
