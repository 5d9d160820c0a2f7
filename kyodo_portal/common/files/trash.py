"""The file store: what lies under MEDIA_ROOT, and its trash, from which a file comes back for thirty days.

A stored file is called by its path under MEDIA_ROOT ("ab/0123…"). What begins with a dot belongs to the store itself.
Whatever is taken off goes into the trash first: a row that comes back (a backup restored, a database that was the
wrong one) finds its file again, and a backup that runs meanwhile finds the files of every row that it has copied. The
trash lies inside the store, because only there moving a file is one step that cannot fail half-way.
"""

import os
import time
from pathlib import Path

from django.conf import settings

TRASH = ".trash"
KEPT_DAYS = 30
HALF = ".writing"  # the ending of a file that is still being written


def stored_names():
    """The names of all stored files. A file that goes away meanwhile is simply not among them."""
    return _names_under(Path(settings.MEDIA_ROOT))


def names_in_trash():
    """The names that the files in the trash had, and get again."""
    return _names_under(Path(settings.MEDIA_ROOT) / TRASH)


def _names_under(root):
    found = set()
    for folder, folders, files in os.walk(root):
        here = Path(folder).relative_to(root)
        folders[:] = [name for name in folders if not name.startswith(".")]
        found |= {str(here / name) for name in files if not name.startswith(".")}
    return found


def written_at(name):
    """When a stored file was written, as seconds since 1970; infinity where it is gone: what is gone is not old."""
    return _moment(_stored(name))


def _moment(path):
    try:
        return path.stat().st_mtime
    except OSError:
        return float("inf")


def put_away(name):
    """Move a stored file into the trash; no error where it is gone already. OSError where the disk refuses: then
    nothing moved.
    """
    source, target = _stored(name), _trashed(name)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.utime(source)  # the days in the trash count from now; before the move, so that nothing old lies there for a moment
        source.replace(target)
    except FileNotFoundError:
        pass


def bring_back(name):
    """Move a file out of the trash to where its row looks for it; whether there was one."""
    source, target = _trashed(name), _stored(name)
    if not source.is_file() or target.exists():
        return False
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        source.replace(target)
    except FileNotFoundError:  # another process was faster, and it is back all the same
        return target.exists()
    return True


def empty_trash(keep):
    """Really remove what has lain in the trash for KEPT_DAYS, except the names in `keep`."""
    oldest = time.time() - KEPT_DAYS * 24 * 3600
    for name in names_in_trash() - keep:
        if _moment(_trashed(name)) < oldest:
            _trashed(name).unlink(missing_ok=True)


def open_anywhere(name):
    """A file opened for reading where it lies, in its place or in the trash. FileNotFoundError where it is lost."""
    for path in (_stored(name), _trashed(name)):
        try:
            return open(path, "rb")
        except FileNotFoundError:
            continue
    return open(_stored(name), "rb")  # it may have come back between the two looks


def _stored(name):
    return Path(settings.MEDIA_ROOT) / name


def _trashed(name):
    return Path(settings.MEDIA_ROOT) / TRASH / name
