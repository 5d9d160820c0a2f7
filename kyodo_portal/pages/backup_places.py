"""Where back-ups lie: a folder of this machine (KYODO_BACKUP_DIR), or beside it a store that speaks S3 (KYODO_BACKUP_URL).

Both know the same few words, so that `backup`, `status` and the checks of a back-up need not know where it lies.
"""

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.storage import storages

from . import archive, instance

STORE = "backups"  # in settings.STORAGES, where KYODO_BACKUP_URL is set
NAMES = "kyodo-*.tar"


def place_of_settings():
    """Where `backup` writes and `status` looks."""
    return StorePlace(storages[STORE]) if STORE in settings.STORAGES else FolderPlace(settings.KYODO_BACKUP_DIR)


class FolderPlace:
    """A folder in which several portals may lay their back-ups: whose one is, its manifest says."""

    def __init__(self, folder):
        self.folder = self.working = Path(folder)

    def moments(self):
        """{name of a back-up: when it was written, as seconds since 1970}, of every portal."""
        return {path.name: path.stat().st_mtime for path in self.folder.glob(NAMES)}

    def is_ours(self, name, mark):
        """Whether a back-up is of the portal with this mark, or so old or broken that it says of none."""
        manifest = archive.manifest_in(self.folder / name)
        return not manifest or manifest.instance in ("", mark)

    def take(self, path, name):
        """Give a whole file its name; returns where it lies now, for people to read and for `at_hand`."""
        path.replace(self.folder / name)
        descriptor = os.open(self.folder, os.O_RDONLY)  # the new name survives a power cut too
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        return str(self.folder / name)

    def remove(self, name):
        (self.folder / name).unlink(missing_ok=True)

    def __str__(self):
        return str(self.folder)


class StorePlace:
    """A store that all machines share: each portal's back-ups lie there under its mark. They are written in KYODO_BACKUP_DIR first."""

    def __init__(self, store):
        self.store, self.working, self.mark = store, Path(settings.KYODO_BACKUP_DIR), instance.of_store() or "unmarked"

    def moments(self):
        return {name: moment for name, moment in self.store.listing(self.mark).items() if Path(name).match(NAMES)}

    def is_ours(self, name, mark):
        return True

    def take(self, path, name):
        self.store.forget_halves(self.mark)
        self.store.send(path, f"{self.mark}/{name}")
        return f"{self.mark}/{name}"

    def remove(self, name):
        self.store.delete(f"{self.mark}/{name}")

    def __str__(self):
        return "KYODO_BACKUP_URL"


@contextmanager
def at_hand(name):
    """A back-up as a file of this machine: itself, or a copy, gone at the end, of what lies under the name in KYODO_BACKUP_URL.

    StoreAway where the store does not answer. A name that is in neither place comes back as a path where nothing lies.
    """
    if Path(name).exists() or STORE not in settings.STORAGES or not storages[STORE].exists(name):
        yield Path(name)
        return
    with tempfile.TemporaryDirectory(prefix="kyodo-fetched-") as folder:
        path = Path(folder) / Path(name).name
        storages[STORE].fetch(name, path)
        yield path
