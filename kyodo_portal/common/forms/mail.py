"""Mail addresses and mailed codes as people type them, at every door alike.

What can only be meant in one way is understood: full width, capitals, 「メール：」 before it, a 。 for a dot, blanks around the @, marks
that nobody sees. What no mail server would take is refused, with the real reason. What looks like a slip of the fingers and may
still be right is asked about: whoever says 「このまま使う」 goes on with it.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.db import models

from kyodo_portal.common.japanese.width import DASHES

EXAMPLE = "例：wakaba@example.jp"
LONGEST = 254
AS_IT_IS = "このまま使う"
# Two carriers gave out addresses with dots in places where the standard has none; people still use them.
LOOSE_DOTS = frozenset({"docomo.ne.jp", "ezweb.ne.jp", "au.com"})
# Ends of an address that exist nowhere, and what was meant.
ENDINGS = {
    "con": "com", "cmo": "com", "ocm": "com", "comm": "com", "coml": "com", "cpm": "com", "vom": "com", "xom": "com", "clm": "com",
    "jpp": "jp", "jpn": "jp", "jpo": "jp", "nejp": "ne.jp", "cojp": "co.jp", "orgg": "org", "ogr": "org", "nett": "net", "nte": "net",
}  # fmt: skip
# Where somebody most likely wanted to write to one of the services that everybody uses. The left ones exist or may exist.
SLIPS = {
    "gmail.co": "gmail.com", "gmail.cm": "gmail.com", "gmail.om": "gmail.com", "gmail.jp": "gmail.com", "gmail.co.jp": "gmail.com",
    "gmail.ne.jp": "gmail.com", "gmai.com": "gmail.com", "gmal.com": "gmail.com", "gmial.com": "gmail.com", "gamil.com": "gmail.com",
    "gmaill.com": "gmail.com", "gmeil.com": "gmail.com", "gmil.com": "gmail.com", "g-mail.com": "gmail.com", "yahoo.co": "yahoo.co.jp",
    "yahoo.jp": "yahoo.co.jp", "yaho.co.jp": "yahoo.co.jp", "yahho.co.jp": "yahoo.co.jp",
    "yhoo.co.jp": "yahoo.co.jp", "yafoo.co.jp": "yahoo.co.jp", "docomo.co.jp": "docomo.ne.jp", "docomo.ne": "docomo.ne.jp",
    "docomo.jp": "docomo.ne.jp", "docomo.com": "docomo.ne.jp", "docono.ne.jp": "docomo.ne.jp", "dokomo.ne.jp": "docomo.ne.jp",
    "ezweb.co.jp": "ezweb.ne.jp", "ezweb.ne": "ezweb.ne.jp", "ezwed.ne.jp": "ezweb.ne.jp", "softbank.ne": "softbank.ne.jp",
    "icloud.co": "icloud.com", "icloud.jp": "icloud.com", "iclod.com": "icloud.com", "icloud.co.jp": "icloud.com",
}  # fmt: skip

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd]")
_WRAPS = {"「": "」", "『": "』", "“": "”", "(": ")", "【": "】", "<": ">", "[": "]", "〈": "〉", "《": "》"}
_NAMED = re.compile(r"[^<>@]*<([^<>]*@[^<>]*)>")
# The long vowel of メール has become a hyphen by then.
_LABEL_BEFORE = re.compile(
    r"^(?:mailto:|(?:e-?mail|mail|to)(?:\s*address)?\s*[:=]|(?:宛先|連絡先|e?-?メ[ー-]ル(?:アドレス)?|アドレス|メアド)\s*(?:[:=は]|(?=\s)))\s*",
    re.IGNORECASE,
)
_NOTE_BEHIND = re.compile(r"\s*(?:\([^()@]*\)|※[^@]*)$")  # （自宅）, ※パソコン
_LOCAL = re.compile(r"[A-Za-z0-9._+/?!#$%&'*=^`{|}~-]+")
_DOMAIN = re.compile(r"[A-Za-z0-9.-]+")
_PART = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_TOP = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}")


def without_unseen(text):
    """The text without what nobody sees: zero-width marks, marks of direction, soft hyphens, selectors of variants."""
    return "".join(
        c
        for c in text
        if unicodedata.category(c) != "Cf" and not ("\ufe00" <= c <= "\ufe0f" or "\U000e0100" <= c <= "\U000e01ef")
    )


def clean_mail(value, *, item="メールアドレス", sure=False):
    """A lower-case, half-width address that mail can reach from outside: no localhost, no [127.0.0.1], no quoting.

    sure: whether the person has said that what looks like a slip is meant. ValidationError that says what is wrong, code "slip"
    where only that is to be said; `item` is what it calls the field.
    """
    text = _unwrapped(without_unseen(str(value)), item)
    reason = _wrong(text)
    if reason:
        raise ValidationError(f"{item}を確かめてください。{reason}{EXAMPLE}", code="email")
    if not sure and slip_in(text):
        question = f"「@{slip_in(text)}」ではありませんか。正しければ、「{AS_IT_IS}」に印を付けて、もう一度送ってください。"
        raise ValidationError(f"{item}を確かめてください。{question}", code="slip")
    return text.lower()


def slip_in(address):
    """The domain that was most likely meant in the place of this address's, and None where nothing looks like a slip."""
    return SLIPS.get(address.rpartition("@")[2].lower())


def _unwrapped(value, item):
    """The address itself, out of what stands around it."""
    if _CONTROLS.search(value):
        raise ValidationError(f"{item}に、使えない文字が入っています。入れ直してください。", code="characters")
    text, before = unicodedata.normalize("NFKC", value).translate(DASHES), None
    while before != text:
        before, text = text, text.strip().rstrip("。、,; ")
        text = _NOTE_BEHIND.sub("", text) if "@" in text else text
        named = _NAMED.fullmatch(text)
        text = _LABEL_BEFORE.sub("", named[1] if named else text, count=1)
        if text and _WRAPS.get(text[0]) == text[-1]:
            text = text[1:-1]
    text = text.replace("。", ".").replace("、", ",")
    if "@" not in text:  # as it is written where machines look for addresses
        text = re.sub(r"\s*[(\[{<【](?:at|アット|あっと)(?:マーク|まーく)?[)\]}>】]\s*", "@", text, count=1, flags=re.IGNORECASE)
    if "@" in text:  # mailto:taro@example.jp?subject=…
        local, at, domain = text.rpartition("@")
        text = f"{local}{at}{domain.split('?')[0]}" if re.search(r"\?\w+=", domain) else text
    return re.sub(r"[ \t]*([@.])[ \t]*", r"\1", text)


def _wrong(text):
    """Why no mail server would take this, as a sentence; "" where one might."""
    local, at, domain = text.partition("@")
    if not at:
        return "「@」が入っていません。"
    if "@" in domain:
        return "メールアドレスは1つだけ入れてください。" if re.search(r"[,;\s/]", text) else "「@」は1つだけにしてください。"
    if not local or not domain:
        return f"「@」の{'後ろ' if local else '前'}が入っていません。"
    if re.search(r"\s", text):
        return "途中に空白や改行があります。消してください。"
    if re.fullmatch(r"\[.*\]|[0-9.]+", domain):
        return "「@」の後ろには、番号ではなく、会社や団体の名前（example.jp の形）を入れてください。"
    return _wrong_characters(local, domain) or _wrong_domain(domain.lower()) or _wrong_local(local, domain.lower(), text)


def _wrong_characters(local, domain):
    if "," in domain or "," in local:
        return "「,」は使えません。「.」ではありませんか。"
    for part, known in ((local, _LOCAL), (domain, _DOMAIN)):
        strange = next((c for c in part if not known.fullmatch(c)), "")
        if strange and not strange.isascii():
            return f"「{strange}」は使えません。半角の英数字で入れてください。"
        if strange:
            return f"「{strange}」は使えません。"
    return ""


def _wrong_domain(domain):
    if "." not in domain:
        return "「@」の後ろに「.」がありません。"
    if ".." in domain or domain.startswith("."):
        return "「@」の後ろで、「.」が続いているか、はじめにあります。"
    if domain.endswith("."):
        return "終わりの「.」を消してください。"
    *_, top = parts = domain.split(".")
    if top in ENDINGS:
        return f"「@{domain.removesuffix(top)}{ENDINGS[top]}」ではありませんか。"
    if len(domain) > 253 or not _TOP.fullmatch(top) or not all(_PART.fullmatch(part) for part in parts):
        return "「@」の後ろを見直してください。"
    return ""


def _wrong_local(local, domain, text):
    if domain not in LOOSE_DOTS and (local.startswith(".") or local.endswith(".")):
        return "「@」の前は、「.」で始めたり終えたりできません。"
    if domain not in LOOSE_DOTS and ".." in local:
        return "「@」の前で、「.」が続いています。"
    if len(local) > 64:
        return f"「@」の前は64字までです。いまは{len(local)}字です。"
    return f"{LONGEST}字までにしてください。いまは{len(text)}字です。" if len(text) > LONGEST else ""


def validate_mail(value):
    """What the database's columns of addresses refuse: an address that `clean_mail` would refuse or write in another way."""
    if clean_mail(value, sure=True) != value.lower():
        raise ValidationError("メールアドレスを確かめてください。半角の英数字で1つだけ入れてください。" + EXAMPLE, code="email")


class MailField(models.EmailField):
    """A column of an address. Django's own check refuses addresses that carriers gave out; ours is `clean_mail`.

    For migrations it is Django's: nothing of the column differs.
    """

    default_validators = [validate_mail]

    def to_python(self, value):
        value = super().to_python(value)
        return clean_mail(value, sure=True) if value else value

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.EmailField", args, kwargs


# ---- codes ---------------------------------------------------------------------------------------
_DIGITS = str.maketrans("〇零一二三四五六七八九OolI|", "00123456789" + "00111")


def clean_code(value, *, length=6):
    """The digits of a mailed code out of what was typed or pasted: 「番号：４８２ ９１３」 is 482913.

    length: how many digits codes have. What holds no such code is given back without blanks, to be refused as a wrong one.
    """
    text = unicodedata.normalize("NFKC", without_unseen(str(value))).translate(DASHES).strip()
    said = re.search(rf"番号\s*(?:は|[:=])?\s*((?:[0-9][ \t-]*){{{length}}})(?![0-9])", text)
    text = said[1] if said else text
    digits = re.sub(r"[^0-9]", "", text)
    if len(digits) != length and re.fullmatch(r"[0-9〇零一二三四五六七八九OolI|\s-]+", text):
        digits = re.sub(r"[\s-]", "", text.translate(_DIGITS))
    return digits if len(digits) == length else re.sub(r"\s", "", text)
