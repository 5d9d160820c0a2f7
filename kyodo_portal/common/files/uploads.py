"""Files that people hand in: what they are is read from their bytes, never from their name or the browser's word.

`accept()` looks at an upload and gives back what may be kept; storage.py writes it and hands it out.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError

from .advice import advice_for, table_advice_for
from .archives import office_kind
from .pictures import converted, encoded_anew
from .virus import scan

MAX_BYTES = 10 * 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument."
# kind: (content type, ending, what people call it)
KINDS = {
    "pdf": ("application/pdf", "pdf", "PDF"),
    "docx": (f"{_OFFICE}wordprocessingml.document", "docx", "ワード"),
    "xlsx": (f"{_OFFICE}spreadsheetml.sheet", "xlsx", "エクセル"),
    "jpeg": ("image/jpeg", "jpg", "写真"),
    "png": ("image/png", "png", "写真"),
}
# Pictures that are not kept as they are: each is turned into a JPEG or a PNG, where both are taken.
CONVERTED = {"webp": ("webp",), "gif": ("gif",), "tiff": ("tif", "tiff")}
IMAGES = {kind: KINDS[kind] for kind in ("jpeg", "png")}
FETCHING = "が、開いたときに、ほかの場所にあるもの（ひな形や埋め込み）を読みに行く作りになっています。新しい文書に写して、保存し直してください。"
CALLED = {content_type: words for content_type, _, words in KINDS.values()}


@dataclass(frozen=True)
class Accepted:
    """An upload that passed: its name for people, its true type and the bytes to keep (images are encoded anew)."""

    name: str
    content_type: str
    content: bytes

    @property
    def size(self):
        return len(self.content)

    @cached_property
    def sha256(self):
        return hashlib.sha256(self.content).hexdigest()


def called(content_type):
    """What people call a kind of file that is kept: 「PDF」, 「写真」."""
    return CALLED.get(content_type, "そのほかのファイル")


def endings(kinds):
    """The endings of names for a file box: pdf, docx … jpeg counts as jpg and jpeg."""
    turned = [ending for names in CONVERTED.values() for ending in names] if {*IMAGES} <= {*kinds} else []
    return [KINDS[kind][1] for kind in kinds] + (["jpeg"] if "jpeg" in kinds else []) + turned


def accept(upload, *, kinds=KINDS, item="ファイル"):
    """Reads an UploadedFile; returns Accepted or raises ValidationError with what to do in Japanese."""
    size = upload.size or 0
    if size == 0:
        raise ValidationError(f"{item}の中身が空です。別のファイルを選んでください。", code="empty")
    name = str(upload.name or "")
    if size > MAX_BYTES:
        _refuse_kind(upload.read(64), name, kinds, item, large=True)
        limit = MAX_BYTES // 1024 // 1024
        over = f"{size / 1024 / 1024:.1f}メガバイト" if size > MAX_BYTES * 1.05 else f"{size:,}バイト"
        most = f"{limit}メガバイト" if size > MAX_BYTES * 1.05 else f"{limit}メガバイト（{MAX_BYTES:,}バイト）"
        raise ValidationError(f"{item}が{over}あります。{most}より小さくしてください。", code="size")
    upload.seek(0)
    content = upload.read(MAX_BYTES + 1)
    kind = kind_of(content)
    if kind == "macro":
        raise ValidationError(f"{item}にマクロが入っています。マクロのない形で保存し直してください。", code="macro")
    if kind == "fetching" and not {"docx", "xlsx"}.isdisjoint(kinds):
        raise ValidationError(f"{item}{FETCHING}", code="fetching")
    turned = converted(content, kind, item) if kind in CONVERTED and {*IMAGES} <= {*kinds} else None
    if turned:
        name = re.sub(rf"\.({'|'.join(CONVERTED[kind])})$", "", name, flags=re.IGNORECASE)
        kind, content = turned
        if len(content) > MAX_BYTES:
            raise ValidationError(f"{item}の写真が大きすぎます。縮めてから選んでください。", code="size")
    elif kind not in kinds:
        _refuse_kind(content, name, kinds, item)
        names = "、".join(dict.fromkeys(KINDS[allowed][2] for allowed in kinds))
        names = "、JPEGやPNGの写真" if names == "写真" else names
        raise ValidationError(f"{item}は{names}にしてください。", code="kind")
    if kind in IMAGES and not turned:
        content = encoded_anew(content, kind, item)
    if not scan(content):
        raise ValidationError(f"{item}は受け取れませんでした。別のファイルにするか、電話で相談してください。", code="virus")
    content_type, ending, _ = KINDS[kind]
    return Accepted(display_name(name, ending), content_type, content)


def _refuse_kind(content, name, kinds, item, *, large=False):
    """ValidationError with what this file is and how one gets out of it what may be sent; nothing where that is not known."""
    advice = "" if kind_of(content) in KINDS or large and kind_of(content) in ("webp", "gif") else advice_for(content, name)
    if {*kinds} == {"xlsx"}:
        advice = table_advice_for(content, name) or advice
    if advice and ("PDF" not in advice or "pdf" in kinds):
        raise ValidationError(f"{item}は、{advice}", code="form")


def kind_of(content):
    """A key of KINDS or CONVERTED, "macro" or "fetching" for an office file that carries one or reaches elsewhere, or None."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"PK\x03\x04"):
        return office_kind(content)
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if content.startswith((b"II*\0", b"MM\0*")):
        return "tiff"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "webp"
    return None


def display_name(name, ending):
    """The name that people see: no folder, nothing invisible, never longer than 120 characters, the true ending."""
    name = unicodedata.normalize("NFC", str(name or "").replace("\\", "/").rsplit("/", 1)[-1])
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
    name = re.sub(r'[<>:"|?*]', "_", name).strip(" .")
    stem, dot, last = name.rpartition(".")
    if not dot or last.lower() not in (ending, "jpeg" if ending == "jpg" else ending):
        stem, last = name, ending
    return f"{stem.strip(' .')[:110] or 'ファイル'}.{last.lower()}"
