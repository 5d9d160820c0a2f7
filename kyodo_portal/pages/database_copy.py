"""The database as a backup and an export take it: as of one moment, what stands in it, and how pg_dump reaches it."""

import os
import sqlite3
from contextlib import closing, contextmanager

from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction

from .archive import file_models

TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
}
NO_LIMITS = "-c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0"


def model_tables():
    """Every table that belongs to a model, third parties' included."""
    return {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}


def existing_tables(execute, vendor):
    """The tables that a database has, through any DB-API `execute`: a backup may be older or newer than this code."""
    return {row[0] for row in execute(TABLES[vendor]).fetchall()}


def count_all(execute, wanted):
    """{table: rows} of these tables, through any DB-API `execute`. They must be there: their names stand in the
    statement.
    """
    statements = {table: f"SELECT COUNT(*) FROM {_quoted(table)}" for table in sorted(wanted)}  # noqa: S608
    return {table: execute(sql).fetchone()[0] for table, sql in statements.items()}


def named_files(execute, there):
    """The paths that rows name in the tables that are `there`, through any DB-API `execute`."""
    names = set()
    for table in {model._meta.db_table for model in file_models()} & there:
        names |= {row[0] for row in execute(f"SELECT stored_as FROM {_quoted(table)}").fetchall()}  # noqa: S608
    return names


def instance_of(execute, there):
    """The mark of the portal (instance.py) in a database that may not have its table yet; "" where there is none."""
    table = apps.get_model("pages", "Installation")._meta.db_table
    row = execute(f"SELECT instance FROM {_quoted(table)}").fetchone() if table in there else None  # noqa: S608
    return row[0] if row else ""


def _quoted(table):
    return '"' + table.replace('"', '""') + '"'


def copy_sqlite(target):
    """A consistent copy of a database in use, by SQLite's online backup: cp under WAL loses what was just written.

    OSError where the copy cannot be written: SQLite says that the disk is full in an error of its own.
    """
    connection.ensure_connection()
    try:
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
    except sqlite3.Error as error:
        raise OSError(f"{target}: {error}") from error


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


@contextmanager
def one_moment():
    """For the block, every query of this connection sees the database as it is now, whoever writes meanwhile. Nobody waits for it."""
    if connection.in_atomic_block:  # of whoever called: it is one moment already
        yield
        return
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")  # Django's own would stand in the line of writers
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def count_on(models):
    """After rows came with their keys: the next free key of each model's table is behind them. SQLite knows by itself."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)


def postgres_environment():
    """This process's environment with where the database is, and how it is reached (sslmode, sslrootcert … of
    DATABASE_URL).

    A password never stands on a command line. Which variable carries which option is libpq's own table. The time
    limits of web requests do not hold for a dump.
    """
    from psycopg.pq import Conninfo

    given = settings.DATABASES["default"] | {"NAME": connection.settings_dict["NAME"]}
    known = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    words = {**given.get("OPTIONS", {}), **{word: given[key] for word, key in known.items() if given.get(key)}}
    words["options"] = f"{words.get('options', '')} {NO_LIMITS}".strip()
    variables = {option.keyword.decode(): option.envvar.decode() for option in Conninfo.get_defaults() if option.envvar}
    return {**os.environ, **{variables[word]: str(value) for word, value in words.items() if word in variables}}
