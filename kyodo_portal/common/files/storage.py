"""Stored files: `store()` writes one with a random name, `download_response()` hands it out so that no browser ever runs it.

No URL leads to the store.
"""

import logging
import re
import secrets
from dataclasses import dataclass

from django.http import FileResponse, Http404
from django.utils.http import content_disposition_header

from . import trash
from .stores import StoreAway, file_store

log = logging.getLogger(__name__)

# Of an answer that a browser could take for a page of ours: a file, a drawing.
RUNS_NOTHING = "default-src 'none'; sandbox; frame-ancestors 'none'"


@dataclass(frozen=True)
class Stored:
    """What an action writes into a row that subclasses StoredFile: `Paper(**vars(stored), by=user)`."""

    stored_name: str
    display_name: str
    content_type: str
    size: int
    sha256: str


def store(accepted):
    """Writes an Accepted into the store and returns Stored. A full disk leaves nothing behind and raises StoreAway."""
    name = f"{secrets.token_hex(1)}/{secrets.token_hex(16)}"
    try:
        file_store().put(name, accepted.content)
    except StoreAway:
        raise
    except OSError as error:
        raise StoreAway(error.errno, error.strerror) from error
    return Stored(name, accepted.name, accepted.content_type, accepted.size, accepted.sha256)


def put_back(stored_name, content):
    """Writes the bytes of a file of another place under the name that it had there; whether they had to be written.

    FileExistsError where another file has that name, ValueError for a name that `store()` cannot have given.
    """
    try:
        same = content_of(stored_name) == content
    except FileNotFoundError:
        file_store().put(stored_name, content)
        return True
    if not same:
        raise FileExistsError(f"別のファイルが同じ保管名であります: {stored_name}")
    return False


def checked(stored_name):
    """The name as it came; ValueError for one that `store()` cannot have given."""
    if not re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{32}", stored_name):
        raise ValueError(stored_name)
    return stored_name


def content_of(stored_name):
    """The bytes of a stored file. FileNotFoundError where it is lost, StoreAway where the store does not answer."""
    with file_store().opened(checked(stored_name)) as file:
        return file.read()


def remove_stored(stored_name):
    """Takes off a file whose row is gone, into the trash; no error where it is gone already.

    A store that refuses to move it fails nobody's request: the file has no row any more, and the cleaner meets it again.
    """
    try:
        trash.put_away(checked(stored_name))
    except OSError:
        log.exception("%s was not put into the trash", stored_name)


def discard(stored_name):
    """Really removes a file that never came to have a row."""
    file_store().delete(checked(stored_name))


def download_response(stored_name, display_name, content_type, *, inline=False):
    """The answer that hands a file out, as an attachment and without any right to run. 404 where the file is lost.

    `inline` is for pictures on our own pages and is ignored for every other type.
    """
    try:
        body = file_store().opened(checked(stored_name))  # FileResponse closes it
    except StoreAway:
        raise
    except (OSError, ValueError):
        raise Http404("ファイルが見つかりません。") from None
    inline = inline and content_type in ("image/jpeg", "image/png", "image/webp")
    response = FileResponse(body, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(not inline, display_name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = RUNS_NOTHING
    return response
