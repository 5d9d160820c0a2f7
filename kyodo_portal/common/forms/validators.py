"""What every door asks of a value: cleaned text, e-mail, telephone, addresses on the web, official numbers, readings.

Each function takes what was typed and returns the form that is stored, or raises ValidationError with a message that
names the item and says what to do. Names and prose are never normalised: NFC changes 神, NFKC destroys ㈱ and ①.
"""

import ipaddress
import re
import unicodedata
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

from kyodo_portal.common.japanese.dates import DateProblem, check_loose_date
from kyodo_portal.common.japanese.width import to_half

from .mail import clean_mail as clean_email  # noqa: F401  one of the doors' cleaners like the others

ITEM = "この欄"
# Nobody sees these; a name made of nothing else is empty. (Hangul fillers and the blank braille cell are "letters".)
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u2800\u3164\uffa0") | frozenset(
    chr(c) for c in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
)
# Marks that turn the direction of text around: with them a program's name can look like a picture's.
_BIDI = "\u202a-\u202e\u2066-\u2069"
_REFUSED = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029{_BIDI}\ud800-\udfff\ufdd0-\ufdef\ufffd-\uffff]")
_DASHES = re.compile("[‐‑‒–—―−─━ｰー－﹣]")


def clean_text(value, *, multiline=False, item=ITEM):
    """The text without outer white space, with line ends as \\n; refuses what no person can see or type.

    Refused: NUL and other control characters, lone surrogates, characters lost on the way (U+FFFD), marks that turn the
    direction of text, line breaks where one line is asked, and texts made only of invisible characters.
    """
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").strip()
    refused = _REFUSED.search(text)
    if refused:
        raise ValidationError(
            f"{item}の{refused.start() + 1}文字目に、使えない文字が入っています。その文字を消してください。", code="characters"
        )
    if not multiline and "\n" in text:
        raise ValidationError(f"{item}は、改行をしないで1行で入れてください。", code="line")
    if text and not any(_visible(c) for c in text):
        raise ValidationError(f"{item}に、目に見える文字を入れてください。", code="invisible")
    return text


def _visible(c):
    return c not in _INVISIBLE and unicodedata.category(c) not in ("Cf", "Cc", "Zs", "Zl", "Zp")


def clean_loose_date(value, *, item=ITEM):
    """A year, a month or a day as it was typed (`check_loose_date`); refuses 12/31/26 and whatever else has two readings."""
    try:
        check_loose_date(value, item=item)
    except DateProblem as problem:
        raise ValidationError(str(problem), code="date") from None
    return value


def check_length(text, limit, *, item=ITEM):
    """Refuses more than `limit` characters (文字数; a line break counts as one) and says how many there are."""
    if limit is not None and len(text) > limit:
        raise ValidationError(f"{item}は{limit}字までにしてください。いまは{len(text)}字です。", code="max_length")
    return text


_HOST_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")
_INNER_HOSTS = ("localhost", "local", "internal", "lan", "home", "arpa", "intranet", "corp")


def clean_url(value, *, item="ホームページのアドレス", max_length=500):
    """A public http or https address as typed. Nothing of ours ever fetches it; readers of the portal follow it."""
    text = check_length(clean_text(value, item=item), max_length, item=item)
    if not re.match(r"https?://", text, re.IGNORECASE):
        raise ValidationError(f"{item}は「https://」か「http://」から書いてください。例：https://example.jp/", code="url")
    try:
        parts = urlsplit(text)
        port = parts.port
        host = parts.hostname or ""
    except ValueError:
        host, port, parts = "", None, None
    if not parts or port == 0 or parts.username is not None or re.search(r"[\s\"<>\\^`{|}]", text) or not _public(host):
        raise ValidationError(f"{item}を確かめてください。例：https://example.jp/", code="url")
    return text


def _public(host):
    """True for a name with a dot outside the inner networks, and for a public IP address."""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        labels = host.rstrip(".").split(".")
    if len(host) > 253 or len(labels) < 2 or labels[-1] in _INNER_HOSTS:
        return False
    return labels[-1][:1].isalpha() and all(_HOST_LABEL.fullmatch(label) for label in labels)


def clean_phone(value, *, item="電話番号"):
    """012-345-6789: half-width, leading 0, ten or eleven digits, groups as typed. An extension has its own field."""
    text = _DASHES.sub("-", to_half(clean_text(value, item=item))).replace(" ", "").removeprefix("tel:")
    text = re.sub(r"^\+81-?\(?0?\)?", "0", text)
    if re.search("内線|ext", text, re.IGNORECASE):
        raise ValidationError(f"{item}には番号だけを入れてください。内線の番号は、別の欄に入れてください。", code="extension")
    text = re.sub(r"-+", "-", re.sub(r"[().]", "-", text)).strip("-")
    if not re.fullmatch(r"0[0-9-]+", text) or not 10 <= len(text.replace("-", "")) <= 11:
        raise ValidationError(f"{item}は、市外局番から10けたか11けたで入れてください。例：012-345-6789", code="phone")
    return text


def clean_postal_code(value, *, item="郵便番号"):
    """Seven digits without the dash; shown as 〒123-4567."""
    text = _DASHES.sub("-", to_half(clean_text(value, item=item))).replace(" ", "").removeprefix("〒")
    if not re.fullmatch(r"[0-9]{3}-?[0-9]{4}", text):
        raise ValidationError(f"{item}は7けたの数字で入れてください。例：123-4567", code="postal")
    return text.replace("-", "")


def clean_corporate_number(value, *, item="法人番号"):
    """Thirteen digits whose first is the check digit of the other twelve (法人番号の指定等に関する省令)."""
    text = _DASHES.sub("", to_half(clean_text(value, item=item))).replace(" ", "").replace("-", "")
    if not re.fullmatch(r"[0-9]{13}", text):
        raise ValidationError(f"{item}は13けたの数字で入れてください。例：7000012050002", code="corporate")
    if int(text[0]) != corporate_check_digit(text[1:]):
        raise ValidationError(f"{item}を確かめてください。どこかの数字が違っています。", code="corporate")
    return text


def corporate_check_digit(base):
    """9 − (sum mod 9), the digits weighted 1, 2, 1, 2 … from the right."""
    return 9 - sum(int(c) * (1 + i % 2) for i, c in enumerate(reversed(base))) % 9


_KANA = re.compile(r"[ぁ-ゖァ-ヺーゝゞヽヾ・ 　\u3099\u309a]+")


def clean_kana(value, *, item="ふりがな"):
    """Hiragana or full-width katakana with spaces and ・; half-width katakana is made full-width."""
    text = re.sub(r"[ｦ-ﾟ]+", lambda match: unicodedata.normalize("NFKC", match[0]), clean_text(value, item=item))
    if text and not (_KANA.fullmatch(text) and re.search(r"[ぁ-ゖァ-ヺ]", text)):
        raise ValidationError(f"{item}は、ひらがなかカタカナで入れてください。例：わかばのかい", code="kana")
    return text
