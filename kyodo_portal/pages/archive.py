"""What a backup holds, and how it is looked at again: one tar of the database, the files, and a manifest with digests."""

import hashlib
import os
import shutil
import sqlite3
import tarfile
from contextlib import contextmanager

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from kyodo_portal.process.files import StoredFile

MANIFEST = "manifest.json"
SQLITE, POSTGRES = "database.sqlite3", "database.dump"


def digest(path):
    """The SHA-256 of a file, read in pieces."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unpack(backup, place):
    """Lay the plain files of a tar under `place`. Anything else in it, or a name that leads outside, is refused as TarError.

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


def tables():
    """Every table that belongs to a model, third parties' included."""
    return sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed})


def file_models():
    """The models whose rows each stand for one file under MEDIA_ROOT."""
    return [model for model in apps.get_models() if issubclass(model, StoredFile)]


def count_all(execute):
    """{table: rows} through any DB-API `execute`."""
    return {table: execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0] for table in tables()}  # noqa: S608  names of our own models


def named_files(execute):
    """The paths that rows name, through any DB-API `execute`."""
    names = set()
    for model in file_models():
        names |= {row[0] for row in execute(f'SELECT stored_as FROM "{model._meta.db_table}"').fetchall()}  # noqa: S608
    return names


def copy_sqlite(target):
    """A consistent copy of a database in use, by SQLite's online backup: cp under WAL loses what was just written."""
    connection.ensure_connection()
    with sqlite3.connect(target) as copy:
        connection.connection.backup(copy)
    copy.close()


@contextmanager
def opened(path):
    """execute() on an SQLite copy."""
    copy = sqlite3.connect(path)
    try:
        yield copy.execute
    finally:
        copy.close()


@contextmanager
def postgres_snapshot():
    """(snapshot name, execute): the dump and the counts see the same moment, however long the dump takes."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        name = cursor.fetchone()[0]

        def execute(sql):
            cursor.execute(sql)
            return cursor

        yield name, execute


def postgres_environment():
    """This process's environment with where the database is: a password never stands on a command line."""
    known = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    database = settings.DATABASES["default"] | {"NAME": connection.settings_dict["NAME"]}
    return {**os.environ, **{name: str(database[key]) for name, key in known.items() if database.get(key)}}
