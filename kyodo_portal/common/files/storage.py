"""Files under MEDIA_ROOT: `store()` writes one with a random name, `download_response()` hands it out so that no browser ever runs it.

No URL leads to MEDIA_ROOT.
"""

import filecmp
import logging
import os
import re
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404
from django.utils.http import content_disposition_header

from . import trash

log = logging.getLogger(__name__)

# Of an answer that a browser could take for a page of ours: a file, a drawing.
RUNS_NOTHING = "default-src 'none'; sandbox; frame-ancestors 'none'"


class StoreAway(OSError):
    """A file could not be written: the disk is full, read-only or gone. Nothing of it was left behind."""


@dataclass(frozen=True)
class Stored:
    """What an action writes into a row that subclasses StoredFile: `Paper(**vars(stored), by=user)`."""

    stored_name: str
    display_name: str
    content_type: str
    size: int
    sha256: str


def store(accepted):
    """Writes an Accepted under MEDIA_ROOT and returns Stored. A full disk leaves nothing behind and raises StoreAway."""
    folder_name, name = secrets.token_hex(1), secrets.token_hex(16)
    folder = Path(settings.MEDIA_ROOT) / folder_name
    half, whole = folder / f"{name}{trash.HALF}", folder / name
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(accepted.content)
            out.flush()
            os.fsync(out.fileno())
        half.rename(whole)
    except OSError as error:
        with suppress(OSError):
            half.unlink(missing_ok=True)
        raise StoreAway(error.errno, error.strerror) from error
    return Stored(f"{folder_name}/{name}", accepted.name, accepted.content_type, accepted.size, accepted.sha256)


def put_back(stored_name, file):
    """Writes a file of another place under the name that it had there; whether it had to be written.

    FileExistsError where another file has that name, ValueError for a name that `store()` cannot have given.
    """
    path = path_of(stored_name)
    half = path.with_name(f"{path.name}{trash.HALF}")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(half, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as out:
        shutil.copyfileobj(file, out)
        out.flush()
        os.fsync(out.fileno())
    if not path.exists():
        half.rename(path)
        return True
    same = filecmp.cmp(half, path, shallow=False)
    half.unlink()
    if not same:
        raise FileExistsError(f"別のファイルが同じ保管名であります: {stored_name}")
    return False


def path_of(stored_name):
    """Where a stored file lies; ValueError for a name that `store()` cannot have given."""
    if not re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{32}", stored_name):
        raise ValueError(stored_name)
    return Path(settings.MEDIA_ROOT) / stored_name


def remove_stored(stored_name):
    """Takes off a file whose row is gone, into the trash; no error where it is gone already.

    A disk that refuses to move it fails nobody's request: the file has no row any more, and the cleaner meets it again.
    """
    path_of(stored_name)
    try:
        trash.put_away(stored_name)
    except OSError:
        log.exception("%s was not put into the trash", stored_name)


def discard(stored_name):
    """Really removes a file that never came to have a row."""
    path_of(stored_name).unlink(missing_ok=True)


def download_response(stored_name, display_name, content_type, *, inline=False):
    """The answer that hands a file out, as an attachment and without any right to run. 404 where the file is lost.

    `inline` is for pictures on our own pages and is ignored for every other type.
    """
    try:
        body = open(path_of(stored_name), "rb")  # FileResponse closes it
    except (OSError, ValueError):
        raise Http404("ファイルが見つかりません。") from None
    inline = inline and content_type in ("image/jpeg", "image/png", "image/webp")
    response = FileResponse(body, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(not inline, display_name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = RUNS_NOTHING
    return response
