"""Whole answers in the memory of one process, bounded in bytes; asked by several threads."""

import threading
from collections import OrderedDict
from datetime import datetime
from typing import NamedTuple

OVERHEAD = 2048  # bytes of an entry besides its body: key, headers, objects
ASKED_AGAIN = 0.75  # the share of the room for what was asked for a second time
LARGEST = 1 / 16  # of the room, that one answer may take


class Page(NamedTuple):
    """One answer. `since`: the moment (aware) at which it was begun; `until`: from which it is not right, whatever the data do."""

    body: bytes
    headers: dict[str, str]
    etag: str
    since: datetime
    until: datetime


class PageStore:
    """The pages of one version of the data: what belonged to another is dropped when the first page of this one comes.

    What is asked for once stands in a quarter of the room, what was asked for again in the rest: addresses that somebody makes up
    by the thousand push out each other, and not the pages that people read. What nobody has asked for the longest goes first.
    """

    def __init__(self, size):
        """size: bytes."""
        self.size = size
        self._lock = threading.Lock()
        self._once, self._again = OrderedDict(), OrderedDict()
        self._version, self._since, self._until, self._bytes, self._bytes_again = None, None, None, 0, 0

    def get(self, key, version, now):
        """The Page that is right at `now` (aware) for this version of the data, or None."""
        with self._lock:
            if version != self._version:
                return None
            page = self._again.get(key)
            if page is not None:
                self._again.move_to_end(key)
            elif key in self._once:
                page = self._again[key] = self._once.pop(key)
                self._bytes_again += _room(page)
                self._leave_room_for_new()
            return page if page is not None and now < page.until else None

    def put(self, key, version, page):
        """Keep a page that was made from this version of the data; one that is too large is not kept."""
        room = _room(page)
        if room > self.size * LARGEST:
            return
        with self._lock:
            if version != self._version:
                self._once.clear()
                self._again.clear()
                self._version, self._bytes, self._bytes_again = version, 0, 0
            self._since, self._until = page.since, page.until
            self._forget(key)
            self._once[key] = page
            self._bytes += room
            while self._bytes > self.size:
                self._bytes -= _room(self._once.popitem(last=False)[1])

    def until(self, version, now):
        """The end of the last page that was kept, which one of this version begun at `now` has too; None where that is not sure.

        A page that was begun before it may have an end of its own, between the two.
        """
        with self._lock:
            return self._until if version == self._version and self._since <= now < self._until else None

    def _leave_room_for_new(self):
        while self._bytes_again > self.size * ASKED_AGAIN:
            key, page = self._again.popitem(last=False)
            self._bytes_again -= _room(page)
            self._once[key] = page

    def _forget(self, key):
        page = self._again.pop(key, None)
        if page is not None:
            self._bytes_again -= _room(page)
        page = page or self._once.pop(key, None)
        if page is not None:
            self._bytes -= _room(page)


def _room(page):
    return len(page.body) + OVERHEAD
