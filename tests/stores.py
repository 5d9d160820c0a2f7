"""No file goes to the store while rows are held: in no test of the suite, whatever page it uploads to.

A store is another machine's, and may take ten seconds to answer; what is held meanwhile nobody else can write.
"""

import threading

from django.core.signals import request_finished, request_started
from django.db import connection

from kyodo_portal.common.files.stores import FolderStore

_now = threading.local()  # .around: how many transactions stand around the request of this thread


def files_hold_nobody_up():
    write = FolderStore.put

    def put(self, name, content):
        around = getattr(_now, "around", None)
        assert around in (None, _depth()), "a file goes to the store inside a transaction: the action has no files_first"
        return write(self, name, content)

    FolderStore.put = put
    request_started.connect(_begins, dispatch_uid="tests.stores")
    request_finished.connect(_ends, dispatch_uid="tests.stores")


def _depth():
    return connection.in_atomic_block, len(connection.savepoint_ids)


def _begins(**_):
    _now.around = _depth()


def _ends(**_):
    _now.around = None
