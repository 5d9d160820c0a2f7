"""Where an export lies: a folder, or one ZIP file. Both are written and read alike; a half-written one never has the name of a whole one."""

import os
import shutil
import zipfile
from contextlib import contextmanager
from pathlib import Path

HALF = ".writing"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same content makes the same ZIP file, whenever it is written


class FolderOut:
    def __init__(self, path):
        self.path = path
        path.mkdir(mode=0o700)

    @contextmanager
    def open(self, name):
        target = self.path / name
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file


class ZipOut:
    def __init__(self, path):
        self.file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self.zip = zipfile.ZipFile(self.file, "w", zipfile.ZIP_DEFLATED)

    @contextmanager
    def open(self, name):
        entry = zipfile.ZipInfo(name, LONG_AGO)
        entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
        with self.zip.open(entry, "w", force_zip64=True) as file:
            yield file

    def close(self):
        self.zip.close()
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()


@contextmanager
def writing(path):
    """A place to write an export to; it gets its name when the block is through. FileExistsError where the name is taken."""
    if path.exists():
        raise FileExistsError(path)
    half = path.with_name(f"{path.name}{HALF}")
    _remove(half)
    place = ZipOut(half) if path.suffix == ".zip" else FolderOut(half)
    try:
        yield place
        if isinstance(place, ZipOut):
            place.close()
        half.rename(path)
    except BaseException:
        _remove(half)
        raise


def _remove(path):
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


class FolderIn:
    def __init__(self, path):
        self.path = path

    def names(self):
        return {path.relative_to(self.path).as_posix() for path in self.path.rglob("*") if path.is_file()}

    def open(self, name):
        return open(self.path / name, "rb")


class ZipIn:
    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)

    def names(self):
        return {entry.filename for entry in self.zip.infolist() if not entry.is_dir()}

    def open(self, name):
        return self.zip.open(name)


def reading(path):
    """An export that lies at `path`. OSError or zipfile.BadZipFile where there is none that can be read."""
    return FolderIn(path) if Path(path).is_dir() else ZipIn(path)
