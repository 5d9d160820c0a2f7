"""The file store and its trash, from which a file comes back for thirty days.

A stored file is called by its name in the store ("ab/0123…"). What begins with a dot belongs to the store itself.
Whatever is taken off goes into the trash first: a row that comes back (a backup restored, a database that was the
wrong one) finds its file again, and a backup that runs meanwhile finds the files of every row that it has copied.
"""

import time

from .stores import file_store

TRASH = ".trash"
KEPT_DAYS = 30


def stored_files():
    """{name: when it was written, as seconds since 1970} of all stored files. A file that goes away meanwhile is simply not among them."""
    return file_store().listing()


def stored_names():
    """The names of all stored files."""
    return set(stored_files())


def names_in_trash():
    """The names that the files in the trash had, and get again."""
    return set(file_store().listing(TRASH))


def put_away(name):
    """Move a stored file into the trash; no error where it is gone already. OSError where the store refuses: then
    nothing moved.
    """
    try:
        file_store().move(name, _trashed(name))
    except FileNotFoundError:
        pass


def bring_back(name):
    """Move a file out of the trash to where its row looks for it; whether there was one."""
    store = file_store()
    if not store.exists(_trashed(name)) or store.exists(name):
        return False
    try:
        store.move(_trashed(name), name)
    except FileNotFoundError:  # another process was faster, and it is back all the same
        return store.exists(name)
    return True


def empty_trash(keep):
    """Really remove what has lain in the trash for KEPT_DAYS, except the names in `keep`."""
    store, oldest = file_store(), time.time() - KEPT_DAYS * 24 * 3600
    for name, moment in store.listing(TRASH).items():
        if name not in keep and moment < oldest:
            store.delete(_trashed(name))


def open_anywhere(name):
    """A file opened for reading where it lies, in its place or in the trash. FileNotFoundError where it is lost."""
    store = file_store()
    for place in (name, _trashed(name)):
        try:
            return store.opened(place)
        except FileNotFoundError:
            continue
    return store.opened(name)  # it may have come back between the two looks


def _trashed(name):
    return f"{TRASH}/{name}"
