"""What counts as "not now": a database or a disk that does not answer, is full or may only be read. Asked by whoever answers 503."""

from django.db import InterfaceError, InternalError, OperationalError, ProgrammingError

from kyodo_portal.common.files.storage import StoreAway

# SQLite says "database or disk is full", "readonly database", "locked" and "disk I/O error" as OperationalError; PostgreSQL
# says so of a full disk, a lost or frozen server and a time that ran out.
_AWAY = (OperationalError, InterfaceError, StoreAway)
_READ_ONLY = "25006"  # read_only_sql_transaction: a standby, or default_transaction_read_only; psycopg calls it an InternalError
# undefined_table, undefined_column: an empty database after a loss, or one that `prepare` of another version is changing just
# now. SQLite calls that an OperationalError.
_NOT_OURS = ("42P01", "42703")


# What SQLite says of an empty database, or of one that is being changed. Its other SQLITE_ERRORs are mistakes of ours: a question
# with too many parts (beyond 1,000) or without sense is none in a minute either.
_NOT_THERE = ("no such table", "no such column")


def is_away(error):
    """True for what may go well in a minute and is nobody's mistake. `error` may be None: then nothing is away."""
    cause = getattr(error, "__cause__", None)
    state = getattr(cause, "sqlstate", None)
    if isinstance(error, InternalError):
        return state == _READ_ONLY
    if isinstance(error, ProgrammingError):
        return state in _NOT_OURS
    if getattr(cause, "sqlite_errorname", "") == "SQLITE_ERROR":
        return str(error).startswith(_NOT_THERE)
    return isinstance(error, _AWAY)
