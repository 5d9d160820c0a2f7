"""SQLite with a line before it: one transaction, or one statement outside of any, writes at a time, in the order of coming."""

import os
from contextlib import contextmanager

from django.db import OperationalError
from django.db.backends.sqlite3 import base, features
from django.utils.functional import cached_property

from .line import TooLong, line_of

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER", "REINDEX")


class DatabaseFeatures(features.DatabaseFeatures):
    @cached_property
    def supports_json_field(self):
        """Asked as a reader. Django asks inside a transaction, and takes a database that nobody can write into just now for one that
        knows no JSON: the process would remember that, and answer 500 until somebody starts it anew.
        """
        with self.connection.cursor() as cursor:
            try:
                cursor.execute("SELECT JSON('{}')")
            except OperationalError as error:
                if "no such function" not in str(error):
                    raise
                return False
        return True


class DatabaseWrapper(base.DatabaseWrapper):
    """Waits for its turn as long as it would have waited for SQLite (`timeout`), and says the same when that was too long."""

    features_class = DatabaseFeatures
    _turn = None

    def create_cursor(self, name=None):
        cursor = self.connection.cursor(factory=Cursor)
        cursor.writing = self.writing
        return cursor

    @contextmanager
    def writing(self, query):
        """Around one statement: its own turn, where it writes and no transaction has one."""
        if self.connection.in_transaction or not query.lstrip().upper().startswith(WRITES):
            yield
            return
        self._enter()
        try:
            yield
        finally:
            self._leave()

    def _start_transaction_under_autocommit(self):
        self._enter()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._leave()
            raise

    def _commit(self):
        super()._commit()
        self._leave()  # a COMMIT that was refused is followed by a ROLLBACK

    def _rollback(self):
        try:
            super()._rollback()
        finally:
            self._leave()

    def _close(self):
        try:
            super()._close()
        finally:
            self._leave()

    def _enter(self):
        if self._turn is not None or self.is_in_memory_db():
            return
        seconds = self.settings_dict["OPTIONS"].get("timeout", 5)
        try:
            self._turn = line_of(os.path.abspath(self.settings_dict["NAME"])).enter(seconds)
        except TooLong as error:
            raise OperationalError("database is locked") from error
        except OSError:
            pass  # no file of ours can be made here: SQLite says itself what is wrong with the place

    def _leave(self):
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.leave()


class Cursor(base.SQLiteCursorWrapper):
    def execute(self, query, params=None):
        with self.writing(query):
            return super().execute(query, params)

    def executemany(self, query, param_list):
        with self.writing(query):
            return super().executemany(query, param_list)
