"""What many pages say and costs much to count, kept in the process as long as nothing that it is made of has changed."""

import datetime
from functools import wraps
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from kyodo_portal.notices.waiting import waiting_time

from .data_version import data_version
from .page_cache import end_of


class Kept(NamedTuple):
    """A value with what it is true for: the mark of the data (data_version.py), and from which moment until which."""

    mark: str
    wait: datetime.timedelta
    at: datetime.datetime
    until: datetime.datetime
    value: object

    def stands(self, mark, now):
        return self.mark == mark and self.wait == waiting_time() and self.at <= now < self.until


def kept_by_mark(make):
    """A function without arguments whose answer is the same for everybody, made anew only where data or time have changed since.

    It reads what public pages show, as a kept page does, and nobody writes into what it returns. One query where the answer
    stands, one before and one after those of `make` otherwise. Nothing is kept inside a transaction: what it wrote itself bears
    no mark yet on PostgreSQL (data_triggers.py).
    """
    known = None

    @wraps(make)
    def read():
        nonlocal known
        if connection.in_atomic_block:
            return make()
        mark, now = data_version(), timezone.now()
        if mark is not None and known is not None and known.stands(mark, now):
            return known.value
        value = make()
        known = Kept(mark, waiting_time(), now, end_of(now), value) if mark is not None else None
        return value

    return read
