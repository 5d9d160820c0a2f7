"""Files that people hand in: what they are is read from their bytes, never from their name or the browser's word.

`accept()` looks at an upload and gives back what may be kept; storage.py writes it and hands it out.
"""

import hashlib
import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from PIL import Image, ImageOps

from .virus import scan

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024
MAX_PARTS = 2000
MAX_PIXELS = 50_000_000
_OFFICE = "application/vnd.openxmlformats-officedocument."
# kind: (content type, ending, what people call it)
KINDS = {
    "pdf": ("application/pdf", "pdf", "PDF"),
    "docx": (f"{_OFFICE}wordprocessingml.document", "docx", "ワード"),
    "xlsx": (f"{_OFFICE}spreadsheetml.sheet", "xlsx", "エクセル"),
    "jpeg": ("image/jpeg", "jpg", "写真"),
    "png": ("image/png", "png", "写真"),
}
IMAGES = {kind: KINDS[kind] for kind in ("jpeg", "png")}


@dataclass(frozen=True)
class Accepted:
    """An upload that passed: its name for people, its true type and the bytes to keep (images are encoded anew)."""

    name: str
    content_type: str
    content: bytes

    @property
    def size(self):
        return len(self.content)

    @property
    def sha256(self):
        return hashlib.sha256(self.content).hexdigest()


def endings(kinds):
    """The endings of names for a file box: pdf, docx … jpeg counts as jpg and jpeg."""
    return [KINDS[kind][1] for kind in kinds] + (["jpeg"] if "jpeg" in kinds else [])


def accept(upload, *, kinds=KINDS, item="ファイル"):
    """Reads an UploadedFile; returns Accepted or raises ValidationError with what to do in Japanese."""
    size = upload.size or 0
    if size == 0:
        raise ValidationError(f"{item}の中身が空です。別のファイルを選んでください。", code="empty")
    if size > MAX_BYTES:
        limit = MAX_BYTES // 1024 // 1024
        raise ValidationError(
            f"{item}が{size / 1024 / 1024:.1f}メガバイトあります。{limit}メガバイトより小さくしてください。", code="size"
        )
    upload.seek(0)
    content = upload.read(MAX_BYTES + 1)
    kind = kind_of(content)
    if kind == "macro":
        raise ValidationError(f"{item}にマクロが入っています。マクロのない形で保存し直してください。", code="macro")
    if kind not in kinds:
        names = "、".join(dict.fromkeys(KINDS[allowed][2] for allowed in kinds))
        raise ValidationError(f"{item}は{names}にしてください。", code="kind")
    if kind in IMAGES:
        content = _encoded_anew(content, kind, item)
    if not scan(content):
        raise ValidationError(f"{item}は受け取れませんでした。別のファイルにするか、電話で相談してください。", code="virus")
    content_type, ending, _ = KINDS[kind]
    return Accepted(display_name(upload.name, ending), content_type, content)


def kind_of(content):
    """A key of KINDS, "macro" for an office file that carries one, or None."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"PK\x03\x04"):
        return _office_kind(content)
    return None


def _office_kind(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            parts = pack.infolist()
            names = {part.filename for part in parts}
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                return None
            if any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names):
                return None
            types = pack.read("[Content_Types].xml") if "[Content_Types].xml" in names else b""
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError, ValueError, KeyError, EOFError):
        return None
    if b"<!DOCTYPE" in types or not types:
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names) or b"macroEnabled" in types:
        return "macro"
    return "docx" if "word/document.xml" in names else "xlsx" if "xl/workbook.xml" in names else None


def _encoded_anew(content, kind, item):
    """The picture turned upright and written again: place, camera and whatever hid behind the picture are gone."""
    try:
        with Image.open(io.BytesIO(content), formats=[kind.upper()]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise ValidationError(f"{item}の写真が大きすぎます。縮めてから選んでください。", code="pixels")
            picture = ImageOps.exif_transpose(picture)
            if kind == "jpeg":
                picture = picture.convert("L" if picture.mode == "L" else "RGB")
            elif picture.mode not in ("1", "L", "LA", "P", "RGB", "RGBA"):
                picture = picture.convert("RGB")
            clean = Image.new(picture.mode, picture.size)
            if picture.mode == "P":
                clean = picture.convert("RGBA")
            else:
                clean.paste(picture)
            out = io.BytesIO()
            clean.save(out, kind.upper(), **({"quality": 88} if kind == "jpeg" else {"optimize": False}))
    except ValidationError:
        raise
    except Exception:  # Pillow raises anything between OSError and SyntaxError on a broken picture
        raise ValidationError(f"{item}の写真が読めません。開けることを確かめて、選び直してください。", code="picture") from None
    return out.getvalue()


def display_name(name, ending):
    """The name that people see: no folder, nothing invisible, never longer than 120 characters, the true ending."""
    name = unicodedata.normalize("NFC", str(name or "").replace("\\", "/").rsplit("/", 1)[-1])
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
    name = re.sub(r'[<>:"|?*]', "_", name).strip(" .")
    stem, dot, last = name.rpartition(".")
    if not dot or last.lower() not in (ending, "jpeg" if ending == "jpg" else ending):
        stem, last = name, ending
    return f"{stem.strip(' .')[:110] or 'ファイル'}.{last.lower()}"
