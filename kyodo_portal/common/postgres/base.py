"""A PostgreSQL that stands still keeps its line open and says nothing: no limit of the server or of the line ends the wait.

So the client counts too. Without this a frozen database holds every thread of the site for as long as it is frozen.
"""

from types import SimpleNamespace

import psycopg
from django.conf import settings
from django.db.backends.postgresql import base


class PatientConnection(psycopg.Connection):
    """Gives up when the server has not answered for KYODO_DATABASE_PATIENCE seconds (None: waits for ever).

    Raises psycopg.OperationalError and ends the connection: what the server does with the statement is unknown.
    """

    def wait(self, gen, *args, **kwargs):
        kwargs.setdefault("timeout", settings.KYODO_DATABASE_PATIENCE)
        try:
            return super().wait(gen, *args, **kwargs)
        except psycopg.OperationalError:
            if self.pgconn.status == psycopg.pq.ConnStatus.OK and self.pgconn.transaction_status == ACTIVE:
                self.pgconn.finish()
            raise


ACTIVE = psycopg.pq.TransactionStatus.ACTIVE


class DatabaseWrapper(base.DatabaseWrapper):
    Database = SimpleNamespace(**{**vars(base.Database), "connect": PatientConnection.connect})
