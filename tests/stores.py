"""No file goes to the store while rows are held: in no test of the suite, whatever page it uploads to.

A store is another machine's, and may take ten seconds to answer; what is held meanwhile nobody else can write.
"""

import threading

from django.core.handlers.base import BaseHandler
from django.db import connection

from kyodo_portal.common.files.stores import FolderStore

_now = threading.local()  # .around: how many transactions stand around the request of this thread; None between requests


def files_hold_nobody_up():
    write, answer = FolderStore.put, BaseHandler.get_response

    def put(self, name, content):
        around = getattr(_now, "around", None)
        assert around in (None, _depth()), "a file goes to the store inside a transaction: the action has no files_first"
        return write(self, name, content)

    def get_response(self, request):
        before, _now.around = getattr(_now, "around", None), _depth()
        try:
            return answer(self, request)
        finally:
            _now.around = before

    FolderStore.put, BaseHandler.get_response = put, get_response


def _depth():
    return connection.in_atomic_block, len(connection.savepoint_ids)
