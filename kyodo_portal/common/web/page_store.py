"""Whole answers in the memory of one process, bounded in bytes; asked by several threads."""

import threading
from collections import OrderedDict
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

OVERHEAD = 2048  # bytes of an entry besides its body: key, headers, objects
ASKED_AGAIN = 0.75  # the share of the room for what was asked for a second time
LARGEST = 1 / 16  # of the room, that one answer may take
PATIENCE = 2  # seconds to wait for a page that somebody else makes: longer than any takes


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


class Makers:
    """Who makes which page now. Whoever wants the same one meanwhile waits for it, in place of making it too: after a change everybody
    asks for the home page at once, and eight who make it take eight times as long.
    """

    def __init__(self):
        self._lock, self._ready = threading.Lock(), {}

    def wait_for(self, key):
        """Whether somebody was making it and is ready now. At once where nobody is, after PATIENCE seconds at the latest."""
        with self._lock:
            ready = self._ready.get(key)
        return ready is not None and ready.wait(PATIENCE)

    @contextmanager
    def making(self, key):
        """While the page is made, or fails. Where two begin at one moment, the first is waited for."""
        ready = threading.Event()
        with self._lock:
            is_first = self._ready.setdefault(key, ready) is ready
        try:
            yield
        finally:
            if is_first:
                with self._lock:
                    del self._ready[key]
                ready.set()


def _room(page):
    return len(page.body) + OVERHEAD
