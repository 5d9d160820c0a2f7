"""What a backup holds, and how it is looked at again: one tar of the database, the files, and a manifest with
digests.
"""

import hashlib
import json
import lzma
import os
import shutil
import tarfile
import tempfile
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from django.apps import apps

from kyodo_portal.common.files.locks import flocked
from kyodo_portal.process.files import StoredFile

MANIFEST = "manifest.json"
INCOMPLETE = "-incomplete"  # the end of the name of a backup in which files are missing, or that mixes two portals
SQLITE, POSTGRES = "database.sqlite3", "database.dump"
DATABASES = {"sqlite": SQLITE, "postgresql": POSTGRES}
# What reading a file that is no backup may raise; it may be packed once more, and broken inside.
UNREADABLE = (OSError, EOFError, ValueError, tarfile.TarError, zlib.error, lzma.LZMAError)


def is_incomplete(name):
    """Whether a backup says by its name that it is not whole: better than none, and no good one."""
    return name.endswith(f"{INCOMPLETE}.tar")


def digest(path):
    """The SHA-256 of a file, read in pieces."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unpack(backup, place):
    """Lay the plain files of a tar under `place`. Anything else in it, or a name that leads outside, is refused as
    TarError.

    tarfile's own filter for this is missing in the Python that Debian 12 ships (3.11.2).
    """
    with tarfile.open(backup) as tar:
        for member in tar:
            target = (place / member.name).resolve()
            if not (member.isfile() or member.isdir()) or not target.is_relative_to(place.resolve()):
                raise tarfile.TarError(member.name)
            if member.isdir():
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            with tar.extractfile(member) as packed, open(target, "wb") as out:
                shutil.copyfileobj(packed, out)


class Manifest(NamedTuple):
    """What a backup says of itself. `rows` counts each table, `sha256` has a digest for each entry, `instance` is the
    portal's mark.
    """

    made_at: str
    django: str
    database: str
    rows: dict
    sha256: dict
    instance: str = ""  # backups made before marks were given have none

    @classmethod
    def read(cls, text):
        """From JSON; ValueError with a Japanese reason where it is anything but what `manage.py backup` writes."""
        try:
            values = json.loads(text)
        except RecursionError as error:
            raise ValueError("manifest.json の形が違います") from error
        if not isinstance(values, dict):
            raise ValueError("manifest.json の形が違います")
        found = {name: values.get(name, cls._field_defaults.get(name)) for name in cls._fields}
        for name, kind in cls.__annotations__.items():
            if not isinstance(found[name], kind):
                raise ValueError(f"manifest.json の {name} がないか、形が違います")
        counts, digests = found["rows"].values(), found["sha256"].values()
        if not all(type(count) is int for count in counts) or not all(isinstance(one, str) for one in digests):
            raise ValueError("manifest.json の rows か sha256 の形が違います")
        if found["database"] not in DATABASES:
            raise ValueError(f"{found['database'][:40]} のデータベースは、戻せません")
        return cls(**found)


def manifest_in(backup):
    """The Manifest of a tar without unpacking it; None where there is none that can be read."""
    try:
        with tarfile.open(backup) as tar:
            return Manifest.read(tar.extractfile(MANIFEST).read().decode("utf-8"))
    except (KeyError, AttributeError, *UNREADABLE):
        return None


@contextmanager
def scratch_folder(parent, prefix):
    """A folder for one run, gone at its end. What runs that were killed have left under this name is removed first.

    A living run holds a lock on its folder, which ends with the process however it ends.
    """
    for left in Path(parent).glob(f"{prefix}*"):
        if left.is_dir() and not left.is_symlink() and (lock := _locked(left)) is not None:
            shutil.rmtree(left, ignore_errors=True)
            os.close(lock)
    lock = None
    while lock is None:  # another run may have taken the new folder for a dead one's before it was locked
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        lock = _locked(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _locked(folder):
    """The descriptor that holds the folder's lock; None where another process holds it, or it is another user's, or
    gone.
    """
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        if flocked(descriptor) and os.path.samestat(os.fstat(descriptor), os.stat(folder)):
            return descriptor
    except OSError:
        pass
    os.close(descriptor)
    return None


def file_models():
    """The models whose rows each stand for one file under MEDIA_ROOT."""
    return [model for model in apps.get_models() if issubclass(model, StoredFile)]


def rows_files():
    """The names of the stored files that rows name. One query a model."""
    return {name for model in file_models() for name in model._base_manager.values_list("stored_as", flat=True)}
