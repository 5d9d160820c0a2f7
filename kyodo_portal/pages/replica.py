"""Public pages for whoever is not signed in may be read from a standby (READ_DATABASE_URL), and never older than from the database.

A standby may answer where it bears the very mark that the database bore when the page was asked for (data_version.py). Rows and mark
of a commit arrive together, so whatever a page can show is then as new there as it was on the database at that moment. Who is signed
in, what anybody may do, and everything that is written is asked of the database alone.
"""

import time
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connection, connections

from .data_version import mark_of

ALIAS = "replica"
WAITS = (0, 0.01, 0.02, 0.03)  # seconds before each look at a standby that is a moment behind; then the database answers
AWAY = 10  # seconds for which nobody asks a standby that did not answer

_reads_replica = ContextVar("reads_replica", default=False)
_away_until = 0


class Router:
    """Reads of a public page go to the standby until something is written; everything else goes to the database.

    Always says which: Django would follow where an object came from, and a kept one may have come from the standby.
    """

    def db_for_read(self, model, **hints):
        return ALIAS if _reads_replica.get() and not connection.in_atomic_block else DEFAULT_DB_ALIAS

    def db_for_write(self, model, **hints):
        _reads_replica.set(False)  # who has written sees what it wrote
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == DEFAULT_DB_ALIAS


def answer_from_replica(get_response, request, mark):
    """get_response(request), read from the standby where that bears `mark`; from the database where it does not, is away, or goes
    away meanwhile: a page that was only read can be made again. Up to four questions more, all of the standby.
    """
    if ALIAS not in settings.DATABASES or not bears(mark):
        return get_response(request)
    with reading_replica():
        response = get_response(request)
    if response.status_code != 503:
        return response
    give_up()
    return get_response(request)


@contextmanager
def reading_replica():
    before = _reads_replica.set(True)
    try:
        yield
    finally:
        _reads_replica.reset(before)


def bears(mark):
    """Whether the standby answers and bears this mark, now or within a moment."""
    if time.monotonic() < _away_until:
        return False
    try:
        for wait in WAITS:
            time.sleep(wait)
            if mark_of(connections[ALIAS]) == mark:
                return True
    except (DatabaseError, InterfaceError):
        give_up()
    return False


def give_up():
    """The standby is left alone for a while, by this process; its connection may be a broken one."""
    global _away_until
    _away_until = time.monotonic() + AWAY
    connections[ALIAS].close()
