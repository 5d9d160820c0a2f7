"""Tables that stand still while they are read: for what counts many rows by several questions."""

from contextlib import contextmanager

from django.db import connections


def hold_still(*models, using="default"):
    """Until the end of the transaction nobody writes the tables of these models; reading goes on. Waits for who writes now.

    A transaction that has asked something already can no more become REPEATABLE READ on PostgreSQL. On SQLite whoever writes is
    alone anyway, and nothing is asked.
    """
    _lock(models, "SHARE", using)


def one_writer(model, using="default"):
    """Whoever else comes here for the same model waits until the end of this transaction, and then sees what it wrote."""
    _lock([model], "SHARE ROW EXCLUSIVE", using)


def _lock(models, mode, using):
    connection = connections[using]
    if connection.vendor == "postgresql":
        tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {tables} IN {mode} MODE")


@contextmanager
def own_transaction(connection):
    """A cursor in a transaction on a connection of its own: what is locked by it is held until the block ends, whatever the other one does.

    Of advisory locks only those of a transaction (pg_advisory_xact_lock …) mean anything behind a PgBouncer that lends a connection for
    a transaction; one of a session would stay with whoever gets that connection next.
    """
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            yield cursor
    finally:
        other.close()
