"""One `prepare` at a time, on this machine and, with PostgreSQL, on all machines that share the database."""

import os
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from kyodo_portal.common.files.locks import flocked
from kyodo_portal.common.postgres.holding import own_transaction

PREPARE = 0x6B796F646F  # any number of ours: PostgreSQL knows its advisory locks by numbers


@contextmanager
def only_one_here(waiting=lambda: None):
    """Hold this machine's lock for the block. `waiting` is called once when another holds it; then it waits for as long as that takes."""
    with open_private(Path(settings.DATA_DIR) / "prepare.lock") as file:
        wait_until(lambda: flocked(file), waiting)
        yield


@contextmanager
def only_one(waiting=lambda: None):
    """The same, and with PostgreSQL the lock of all machines."""
    with only_one_here(waiting):
        if connection.vendor != "postgresql":
            yield
            return
        # A connection of its own: whatever migrations do to theirs, the lock is held until this one is closed.
        with own_transaction(connection) as cursor:
            wait_until(lambda: advisory(cursor), waiting)
            yield


def open_private(path):
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+")


def advisory(cursor):
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [PREPARE])
    return cursor.fetchone()[0]


def wait_until(taken, waiting):
    """Asked again and again: a single waiting statement would end at lock_timeout."""
    if taken():
        return
    waiting()
    while not taken():
        time.sleep(0.2)
