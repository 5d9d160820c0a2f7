"""The version of everything that a public page can show: one random mark that the database itself renews with every write.

Rows and mark become visible in one moment, whoever wrote: an action, the admin, `QuerySet.update`, SQL by hand (data_triggers.py).
Random, because a counter comes back after a restore.
"""

from django.apps import apps
from django.db import InterfaceError, OperationalError, connections, router
from django.db.models import F, Value

from kyodo_portal.notices.waiting import waiting_time

from .models import DataVersion

TOLD_LATER = "status_since"


def data_version():
    """The mark of this moment, None where there is none, of the database that rows are read from now (replica.py). One query.

    It is also the question whether the connection still lives, so that Django need not ask one before it.
    """
    return mark_of(connections[router.db_for_read(DataVersion)])


def mark_of(connection):
    """The mark that this database bears."""
    again = _is_unasked(connection)
    try:
        return _read(connection)
    except (OperationalError, InterfaceError):
        if not again:
            raise
        connection.close()
        return _read(connection)


def _is_unasked(connection):
    """Whether the connection was left by another request and would be asked for its health now."""
    if connection.connection is None or not connection.health_check_enabled or connection.health_check_done:
        return False
    connection.health_check_done = True
    return True


def _read(connection):
    with connection.cursor() as cursor:
        cursor.execute("SELECT mark FROM pages_dataversion WHERE id = 1")
        row = cursor.fetchone()
    return row and row[0]


def next_moment(now):
    """The first moment after `now` at which public pages change without a write, None where none is known. One query.

    A model says in `changes_pages_at` which of its columns hold such moments; a matter's `status_since` changes a page once its
    people have been told (`waiting_time`). What changes with the day needs no word.
    """
    wait = waiting_time()
    moments = [
        model._base_manager.filter(**{f"{column}__gt": now - wait if column == TOLD_LATER else now})
        .order_by()
        .values_list(F(column), Value(column == TOLD_LATER))
        for model in apps.get_models()
        for column in getattr(model, "changes_pages_at", ())
    ]
    found = moments[0].union(*moments[1:]) if moments else ()
    return min((at + wait if is_later else at for at, is_later in found), default=None)
