"""Word and Excel files are archives: measured by their list of contents before anything in them is unpacked."""

import io
import re
import struct
import zipfile
import zlib
from html import unescape

from .fetching import fetches, is_plain

MAX_UNPACKED = 100 * 1024 * 1024
MAX_PARTS = 2000
MAX_TYPES = 1024 * 1024  # of [Content_Types].xml, which is read as a whole
_END = struct.Struct("<4s4H2LH")  # the archive's last record
_MAX_LIST = MAX_PARTS * 512  # bytes of the list of contents: zipfile reads all of it into objects
# A document embeds tables and pictures; it has no use for programs or for archives of its own.
_FOREIGN = (
    ".zip",
    ".rar",
    ".7z",
    ".gz",
    ".tar",
    ".jar",
    ".exe",
    ".dll",
    ".scr",
    ".js",
    ".vbs",
    ".bat",
    ".cmd",
    ".ps1",
    ".hta",
    ".lnk",
)
_MACRO = re.compile("macroEnabled|vbaProject", re.IGNORECASE)
_PACKED_AS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what office programs write; others take what memory they like
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, ValueError, KeyError, EOFError,
)  # fmt: skip


def office_kind(content):
    """ "docx", "xlsx", "macro" for one that carries a macro, "fetching" for one that fetches something from elsewhere; None for every other
    archive, and for one that is too large inside."""
    if not _is_short(content):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            parts = {part.filename: part for part in pack.infolist()}
            types = parts.get("[Content_Types].xml")
            if not _is_measured(parts, len(pack.infolist())) or types is None or types.file_size > MAX_TYPES:
                return None
            types = pack.read(types)
            is_fetching = fetches(pack, parts)
    except _BROKEN:
        return None
    if not types or not is_plain(types):
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in parts) or _MACRO.search(
        unescape(types.decode("utf-8", "replace"))
    ):
        return "macro"
    if is_fetching:
        return "fetching"
    return "docx" if "word/document.xml" in parts else "xlsx" if "xl/workbook.xml" in parts else None


def unpacked(content):
    """How many bytes of XML an archive that passed `office_kind` holds, as its list says; 0 for what is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            return sum(part.file_size for part in pack.infolist() if part.filename.lower().endswith((".xml", ".rels")))
    except _BROKEN:
        return 0


def _is_short(content):
    """Whether the last record promises a list that may be read. What it promises is all that zipfile reads."""
    at = content.rfind(b"PK\x05\x06")
    if at < 0 or len(content) < at + _END.size:
        return False
    _, _, _, _, count, length, _, _ = _END.unpack_from(content, at)
    return count <= MAX_PARTS and length <= _MAX_LIST


def _is_measured(parts, count):
    if count > MAX_PARTS or count != len(parts) or sum(part.file_size for part in parts.values()) > MAX_UNPACKED:
        return False
    if any(part.compress_type not in _PACKED_AS for part in parts.values()):
        return False
    names = [name.lower() for name in parts]
    outside = any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names)
    return not outside and not any(name.endswith(_FOREIGN) for name in names)
