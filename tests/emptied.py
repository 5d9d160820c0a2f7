"""What a transactional test leaves is swept out: its rows go, what stands in a fresh database comes back.

Django would empty two hundred tables, which on PostgreSQL makes a thousand files anew, and lay triggers, rules and kinds again: half a
second to a second of the processor for each such test. On PostgreSQL only tables that hold something are emptied here, and the first
rows are copied out of a schema beside them, keys and all; of SQLite's database in memory a copy of the whole is put back.
"""

import sqlite3

from django.db import connection
from django.test import TransactionTestCase

KEPT = "kept_for_tests"
# No trigger fires: neither of foreign keys, nor of what is append-only, nor of the mark, which is a row like the others.
SWEEP = "SET session_replication_role = replica; {} SET session_replication_role = DEFAULT"


def keep_first_state():
    """Call it once, in a database that is as every test finds it."""
    TransactionTestCase._fixture_teardown = _put_back() if connection.vendor == "sqlite" else _swept()


def _put_back():
    """Tables, rows and triggers in one go."""
    connection.ensure_connection()
    connection.connection.backup(kept := sqlite3.connect(":memory:"))

    def put_back(_test):
        connection.ensure_connection()
        assert not connection.connection.in_transaction
        kept.backup(connection.connection)

    return put_back


def _swept():
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {KEPT}")
        kept = filled(cursor)
        for table in kept:
            cursor.execute(f'CREATE TABLE {KEPT}."{table}" AS TABLE "{table}"')

    def sweep(_test):
        with connection.cursor() as cursor:
            gone = [f'DELETE FROM "{table}";' for table in filled(cursor)]
            back = [f'INSERT INTO "{table}" OVERRIDING SYSTEM VALUE SELECT * FROM {KEPT}."{table}";' for table in kept]
            cursor.execute(SWEEP.format(" ".join(gone + back)))

    return sweep


def filled(cursor):
    """The names of the tables of the models that hold a row."""
    tables = connection.introspection.django_table_names(include_views=False)
    cursor.execute(" UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in tables))
    return [name for (name,) in cursor.fetchall()]
