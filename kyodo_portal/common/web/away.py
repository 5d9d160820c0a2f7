"""What counts as "not now": a database or a disk that does not answer, is full or may only be read. Asked by whoever answers 503."""

from django.db import InterfaceError, InternalError, OperationalError

from kyodo_portal.common.files.storage import StoreAway

# SQLite says "database or disk is full", "readonly database", "locked" and "disk I/O error" as OperationalError; PostgreSQL
# says so of a full disk, a lost or frozen server and a time that ran out.
_AWAY = (OperationalError, InterfaceError, StoreAway)
_READ_ONLY = "25006"  # read_only_sql_transaction: a standby, or default_transaction_read_only; psycopg calls it an InternalError


def is_away(error):
    """True for what may go well in a minute and is nobody's mistake."""
    if isinstance(error, InternalError):
        return getattr(error.__cause__, "sqlstate", None) == _READ_ONLY
    return isinstance(error, _AWAY)
