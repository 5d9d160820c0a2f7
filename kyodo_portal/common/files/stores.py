"""Where files lie: Django's storage "default", a folder of this machine or a store that all machines share (s3.py).

Both know the same few words beside Django's own: `put`, `send` and `move` leave nothing half-done behind, `listing` says what there is.
What does not answer, is full or may only be read raises StoreAway; what is not there FileNotFoundError.
"""

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path

from django.core.files.storage import FileSystemStorage, storages

HALF = ".writing"  # the ending of a file that is still being written into a folder
A_DAY = 24 * 60 * 60  # what was begun that long ago and is not whole is nobody's any more


class StoreAway(OSError):
    """A file could not be written or read: the disk is full, read-only or gone, the store does not answer. Nothing was left behind."""


def file_store():
    """The store of everything that people upload."""
    return storages["default"]


def is_listed(name):
    """Whether a name in a store is one of a stored file: what begins with a dot belongs to the store itself."""
    return not any(part.startswith(".") for part in name.split("/"))


class FolderStore(FileSystemStorage):
    """A folder under MEDIA_ROOT. Only inside it moving a file is one step that cannot fail half-way: so the trash lies inside too."""

    is_shared = False

    def put(self, name, content):
        """Write bytes under a name; whole and on the disk when this returns. OSError, and nothing of it, where the disk takes none."""
        self._write(name, lambda out: out.write(content))

    def send(self, path, name):
        """Write a file of this machine under a name, as `put` does; piece by piece, however large it is."""
        with open(path, "rb") as content:
            self._write(name, lambda out: shutil.copyfileobj(content, out))

    def fetch(self, name, path):
        """Write what lies under a name into a file of this machine, piece by piece."""
        shutil.copyfile(self.path(name), path)

    def forget_halves(self, folder):
        """Remove what killed runs of `send` have left under a folder."""
        for name, moment in self.listing(folder).items():
            if name.endswith(HALF) and moment < time.time() - A_DAY:
                self.delete(f"{folder}/{name}")

    def _write(self, name, write):
        whole = Path(self.path(name))
        half = whole.with_name(f"{whole.name}{HALF}")
        try:
            whole.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
                write(out)
                out.flush()
                os.fsync(out.fileno())
            half.replace(whole)
        except OSError:
            with suppress(OSError):
                half.unlink(missing_ok=True)
            raise

    def move(self, name, target):
        """Give a file another name; its days count from now on. OSError where the disk refuses: then nothing moved."""
        source, target = Path(self.path(name)), Path(self.path(target))
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.utime(source)  # before the move, so that nothing old lies there for a moment
        source.replace(target)

    def listing(self, folder=""):
        """{name under the folder: when it was written, as seconds since 1970}; what goes away meanwhile is not among them."""
        root, found = Path(self.path(folder)), {}
        for here, folders, files in os.walk(root):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for path in (Path(here) / name for name in files if not name.startswith(".")):
                with suppress(FileNotFoundError):
                    found[str(path.relative_to(root))] = path.stat().st_mtime
        return found

    def opened(self, name):
        """The file, open for reading."""
        return open(self.path(name), "rb")
