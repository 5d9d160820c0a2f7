"""The cache in the database: one statement a write, and it says when it could not write."""

import base64
import datetime

from django.core.cache.backends import db
from django.db import DatabaseError, connections, router
from django.utils import timezone

from .away import is_away

UPSERT = (
    "INSERT INTO {table} (cache_key, value, expires) VALUES (%s, %s, %s)"
    " ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires"
)
COUNT = "SELECT COUNT(*) FROM {table}"
WRITES = {
    "set": UPSERT,
    "add": UPSERT + " WHERE {table}.expires < %s",  # what has ended is there no more
    "touch": "UPDATE {table} SET expires = %s WHERE cache_key = %s",
}


class DatabaseCache(db.DatabaseCache):
    """Django's own counts all rows, looks and then writes, in two transactions: seven questions for each press of somebody signed in.
    And it takes every refusal of the database for a race and goes on: a limit that could not be counted then looked like one that was
    reached, and a full disk like too many tries.

    Raises what `away.is_away` calls away. What has ended, and what is too much, goes by the clock (`remove_ended`).
    """

    def _base_set(self, mode, key, value, timeout=db.DEFAULT_TIMEOUT):
        """True where the row was written; False of `add` where there is one, of `touch` where there is none."""
        connection = connections[router.db_for_write(self.cache_model_class)]
        moment = connection.ops.adapt_datetimefield_value
        ends, now = moment(_end(self.get_backend_timeout(timeout))), moment(timezone.now().replace(microsecond=0))
        kept = [key, base64.b64encode(db.pickle.dumps(value, self.pickle_protocol)).decode("latin1"), ends]  # as Django reads it
        asked = {"set": kept, "add": [*kept, now], "touch": [ends, key]}[mode]
        try:
            with connection.cursor() as cursor:
                cursor.execute(WRITES[mode].format(table=connection.ops.quote_name(self._table)), asked)
                return cursor.rowcount > 0
        except DatabaseError as error:
            if is_away(error):
                raise
            return False

    def get_backend_timeout(self, timeout=db.DEFAULT_TIMEOUT):
        """By the clock that says later whether it has ended; Django's takes another one."""
        if timeout == db.DEFAULT_TIMEOUT:
            timeout = self.default_timeout
        return None if timeout is None else timezone.now().timestamp() + (timeout or -1)  # 0: it ends at once

    def remove_ended(self):
        """Two queries, and what Django culls where more than MAX_ENTRIES are left."""
        using = router.db_for_write(self.cache_model_class)
        with connections[using].cursor() as cursor:
            cursor.execute(COUNT.format(table=connections[using].ops.quote_name(self._table)))
            self._cull(using, cursor, timezone.now().replace(microsecond=0), cursor.fetchone()[0])


def _end(timeout):
    """timeout: seconds since 1970, or None for ever."""
    end = datetime.datetime.max if timeout is None else datetime.datetime.fromtimestamp(timeout, tz=datetime.UTC)
    return end.replace(microsecond=0)
