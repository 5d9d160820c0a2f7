"""Telephone numbers and addresses on the web as people write them."""

import ipaddress
import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

from kyodo_portal.common.japanese.width import DASHES, KANJI_DIGITS, to_half

from .text import check_length, clean_text

_HOST_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")
_INNER_HOSTS = ("localhost", "local", "internal", "lan", "home", "arpa", "intranet", "corp")
_LABEL = re.compile(r"^(?:url|hp|web|website|ホームページ|サイト|アドレス|ブログ)[:=\s]+(?=\S)", re.IGNORECASE)
_WRAPS = {"「": "」", "『": "』", "(": ")", "<": ">", "[": "]", "〈": "〉", "《": "》", "“": "”", '"': '"'}
# https:// as it is mistyped, cut short or written with the marks of a Japanese keyboard.
_SCHEME = re.compile(r"^(?:h?t{1,3}ps?|hhtps?|htpps?|htp|hppts?|htps)(?:[:;]{1,2}/{0,3}|/{2,3})(?=[^/])", re.IGNORECASE)
_BESIDE = re.compile(r"\s*[(（][^()（）!-~]+[)）]$")  # 「（公式）」 behind it
_BARE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::[0-9]{1,5})?(?:[/?#]\S*)?")


def clean_url(value, *, item="ホームページのアドレス", max_length=500):
    """A public http or https address; https:// is put before what has none. Nothing of ours ever fetches it, readers follow it."""
    text = check_length(_address(clean_text(value, item=item)), max_length, item=item)
    if not re.match(r"https?://", text, re.IGNORECASE):
        raise ValidationError(f"{item}を確かめてください。{_why_no_address(text)}例：https://example.jp/", code="url")
    if len(re.findall(r"https?://", text, re.IGNORECASE)) > 1 and re.search(r"[\s、,]+https?://", text, re.IGNORECASE):
        raise ValidationError(f"{item}は、1つだけ入れてください。ほかのアドレスは、活動の説明などに書けます。", code="url")
    try:
        parts = urlsplit(text)
        port = parts.port
        host = parts.hostname or ""
    except ValueError:
        host, port, parts = "", None, None
    if re.search(r"\s", text):
        raise ValidationError(f"{item}の途中に空白があります。消してください。例：https://example.jp/", code="url")
    if not parts or port == 0 or parts.username is not None or re.search(r"[\"<>\\^`{|}]", text) or not _public(host):
        raise ValidationError(f"{item}を確かめてください。{_why_not_followed(parts, host)}例：https://example.jp/", code="url")
    return text


def _address(text):
    """The address itself: half-width where it is ASCII, without label and brackets, with a scheme."""
    half = to_half(text).strip()
    text = half if re.match(r"[「『(<\[]*(?:[a-z0-9]*[:;]?/*[\w-]+\.|www|h?ttps?)", _LABEL.sub("", half), re.IGNORECASE) else text
    text, before = re.sub(r"(?<=[a-z0-9])。(?=[a-z0-9])", ".", _LABEL.sub("", text.rstrip("。、 ")), flags=re.IGNORECASE), None
    text = _BESIDE.sub("", text)
    host, slash, path = text.partition("/")
    if "://" not in text and "," in host and not all("." in part for part in host.split(",")):
        text = host.replace(",", ".") + slash + path  # www,example.jp; a.jp,b.jp are two
    while before != text:
        before = text
        if text and _WRAPS.get(text[0]) == text[-1] and len(text) > 1:
            text = text[1:-1].strip()
    text = re.sub(r"^(https?://)\s+", r"\1", text, flags=re.IGNORECASE)
    text = re.sub(r"^(?:https?://)+(?=https?://)", "", text, flags=re.IGNORECASE)
    found = _SCHEME.match(text)
    if found and not re.match(r"https?://[^/]", text, re.IGNORECASE):
        secure = "s" if "s" in found[0].lower() else ""
        text = f"http{secure}://{text[found.end() :]}"
    return f"https://{text}" if _BARE.fullmatch(text) and "@" not in text and _public(_host(text)) else text


def _host(text):
    return re.split("[/?#:]", text, maxsplit=1)[0]


def _why_no_address(text):
    if re.fullmatch(r"[^\s@/]+@[\w-]+(\.[\w-]+)+", text):
        return "メールアドレスではなく、ホームページのアドレスを入れます。"
    if re.fullmatch(r"@[\w.]+", text):
        return "SNSの名前ではなく、その画面のアドレスを写してください。"
    if re.match(r"(?:[a-z]:\\|\\\\|file:)", text, re.IGNORECASE):
        return "パソコンの中の場所は、ほかの人には開けません。"
    if re.match(
        r"(?:facebook|instagram|twitter|line|youtube|フェイスブック|インスタ|ツイッター|ライン|ユーチューブ)", text, re.IGNORECASE
    ):
        return "SNSの名前ではなく、その画面のアドレスを写してください。"
    if re.search(r"検索", text):
        return "検索の言葉ではなく、画面の上に出るアドレスを写してください。"
    if re.search(r"準備中|作成中|作成予定|未定|検討中|これから|ありません|なし$", text):
        return "まだないときは、空けておいてください。"
    return "「https://」か「http://」から書いてください。"


def _why_not_followed(parts, host):
    """What of an address that begins well keeps readers from following it."""
    if parts is not None and parts.username is not None:
        return "「@」の前の名前や合い言葉は、公開できません。"
    if host and "." not in host.strip("."):
        return f"「{host}」のあとに、「.jp」や「.com」などがありません。"
    if re.fullmatch(r"[0-9.]+", host) or host.rpartition(".")[2] in _INNER_HOSTS:
        return "建物の中だけで開けるアドレスのようです。外の人が開けるアドレスを入れます。"
    return ""


def _public(host):
    """True for a name with a dot outside the inner networks, and for a public IP address."""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        labels = host.rstrip(".").split(".")
    if len(host) > 253 or len(labels) < 2 or labels[-1] in _INNER_HOSTS:
        return False
    return labels[-1][:1].isalpha() and all(_HOST_LABEL.fullmatch(label) for label in labels)


_PHONE_EXAMPLE = "例：012-345-6789"
_PHONE_LABEL = re.compile(
    r"^(?:(?:tel|電話)[/・](?:fax|ファクス|ファックス)|tel|telephone|phone|fax|携帯(?:電話)?|固定(?:電話)?|自宅|電話|ファクス|ファックス|代表|直通"
    r"|事務局|事務所|連絡先|問い?合わ?せ先?|℡|☎|☏|📞|📱)(?:番号)?[.:]?\s*",
    re.IGNORECASE,
)
_EXTENSION = re.compile(
    r"[(\[,、;]*\s*(?:内線|内|ext\.?|extension|x)\s*(?:番号)?[)\]]?[:.]?\s*([0-9]{1,6})\s*[)\]]*$", re.IGNORECASE
)
# 090, 050 and the like have eleven digits and 0800 too; all others have ten.
# What only says whose number it is, or that it is the main one.
_KIND_OF_NUMBER = re.compile(r"\s*[(\[]?(?:代表?|直通?|呼出?し?|事務局|事務所|自宅|携帯|固定|フリ-ダイヤル)(?:電話)?[)\]]?$")
_LENGTHS = re.compile(r"0(?:[1-9]0[0-9]{8}|800[0-9]{7}|(?![1-9]0|800)[0-9]{9})")
_ONE_NUMBER = re.compile(r"0[0-9][0-9()./ -]{7,14}[0-9]")


def clean_phone(value, *, item="電話番号"):
    """012-345-6789 or 012-345-6789 内線123: half-width, leading 0, ten or eleven digits, groups as typed."""
    text = _dashed(clean_text(value, item=item))
    before = None
    while before != text:
        before, text = text, _PHONE_LABEL.sub("", text).strip()
    found = _EXTENSION.search(text)
    number, extension = (text[: found.start()], f" 内線{found[1]}") if found else (text, "")
    number = _KIND_OF_NUMBER.sub("", number)
    number = re.sub(r"^\+81-?\(?0?\)?", "0", number.replace(" ", "")).removeprefix("tel:")
    plain = re.sub(r"-+", "-", re.sub(r"[()./・局]", "-", number)).strip("-").removesuffix("番")
    if not re.fullmatch(r"0[0-9-]+", plain) or not _LENGTHS.fullmatch(plain.replace("-", "")):
        if re.fullmatch(r"[0-9]{2,5}[~〜][0-9]{1,4}[~〜][0-9]{3,4}", text):
            return clean_phone(re.sub("[~〜]", "-", text), item=item)
        if one := _written_twice(text):
            return clean_phone(one, item=item)
        several = len(_ONE_NUMBER.findall(text)) > 1
        raise ValidationError(
            _why_no_number(text, plain, item, to_half(str(value)).strip()), code="phones" if several else "phone"
        )
    return plain + extension


def _dashed(text):
    """Half-width, every dash a hyphen, O and l between digits as the digits that they look like."""
    half = re.sub("(?<=[0-9])一(?=[0-9])", "-", to_half(text))  # 一 between figures is a dash
    text = re.sub("[\ufe0e\ufe0f]", "", half).replace("㈹", "(代)").translate(DASHES).translate(KANJI_DIGITS)
    text = re.sub(r"(?<=[0-9])の(?=[0-9])", "-", text)
    text = re.sub(r"(?<=[0-9-])[lI|](?=[0-9-])|(?<=[0-9]{3})[lI|]$", "1", text)
    return re.sub(r"(?<=[0-9-])[oO](?=[0-9-])|^[oO](?=[0-9])", "0", text)


def _written_twice(text):
    """The number, where the very same one stands there again: 「0258-00-0000（0258000000）」. "" otherwise."""
    places = [match.start() for match in re.finditer("[0-9]", text)]
    half, digits = len(places) // 2, "".join(text[at] for at in places)
    if digits[:half] != digits[half:] or not _LENGTHS.fullmatch(digits[:half]) or re.search(r"[^0-9\s()/,、・;-]", text):
        return ""
    return text[: places[half - 1] + 1]


def _why_no_number(text, plain, item, typed):
    digits = re.sub("[^0-9]", "", plain)
    numbers = [one.strip(" ()./-") for one in _ONE_NUMBER.findall(text)]
    if re.search(r"内(?:線)?\)?[^0-9]*[0-9]+[^0-9]+[0-9]+\)?$", typed):
        return f"{item}の内線は、1つだけ入れてください。{_PHONE_EXAMPLE}"
    if (
        len(numbers) > 1
        or re.search("[0-9] *[~〜] *[0-9]", text)
        or re.search(r"[0-9]{2}\s*(?:[/、,・;]|または|又は|か|と|\n)\s*[(0-9]", text)
        and len(digits) > 11
    ):
        return f"{item}は、1つだけ入れてください。いちばんつながりやすい番号にします。{_PHONE_EXAMPLE}"
    one = re.match(r"0[0-9]{1,4}[-(][0-9]{1,4}[-)][0-9]{3,4}", typed.translate(DASHES))
    behind = typed[one.end() :].strip(" ()") if one else ""
    if re.search(r"[^0-9-]", behind):
        return f"{item}は、番号だけにしてください。「{behind[:20]}」を消してください。{_PHONE_EXAMPLE}"
    words = re.sub(r"(?<=[0-9])[ーｰ](?=[0-9])|[0-9()\[\]./ +‐‑–—―−─━－-]", "", typed)
    if beside := re.search(r"\(([^()]*[^0-9()./ -][^()]*)\)$", typed):
        words = beside[1]
    if words and words != "番":
        return f"{item}は、番号だけにしてください。「{words[:20]}」を消してください。{_PHONE_EXAMPLE}"
    if re.fullmatch(r"[1-9][0-9]{8}|[789]0[0-9]{8}", digits):
        return f"{item}のはじめの0が抜けています。0{plain}ではありませんか。"
    if re.fullmatch(r"[1-9][0-9]{4,7}", digits):
        return f"{item}は、市外局番から入れてください。{_PHONE_EXAMPLE}"
    if re.match("0[1-9]0", digits):
        return f"{item}の数字は{len(digits)}けたです。{digits[:3]}で始まる番号は11けたです。見直してください。"
    if digits.startswith("0"):
        return f"{item}の数字は{len(digits)}けたです。市外局番から10けたで入れてください。{_PHONE_EXAMPLE}"
    return f"{item}は、市外局番から10けたか11けたで入れてください。{_PHONE_EXAMPLE}"
