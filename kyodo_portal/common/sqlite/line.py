"""Whoever wants to write into a SQLite file stands in a line: first come, first served.

SQLite itself lets writers ask again and again, each at longer intervals: whoever has waited longest asks least often, and of 32
writers one waited five seconds. Here the threads of a process stand in a line of their own, and the first of them in that of
the processes. There a place is a lock on a file (flock), which the kernel frees when a process is gone, however it went.
"""

import os
import threading
import time
from collections import deque
from functools import cache
from typing import NamedTuple

from kyodo_portal.common.files.locks import flocked

PAUSE = 0.001  # seconds between two looks at a lock that another process holds


class TooLong(Exception):
    """It was not one's turn within the time that one was willing to wait."""


class Line:
    """The line before one file. Of two locks a process holds `next` while it waits for `turn`, which another one holds.

    So no process comes twice while another waits: whoever has just written can only queue for `next` again.
    """

    def __init__(self, path):
        self.next, self.turn = f"{path}-next", f"{path}-turn"
        self._waiting, self._guard = deque(), threading.Lock()

    def enter(self, seconds):
        """Wait for one's turn, `seconds` at most; returns the Turn. TooLong; OSError where no file can be made."""
        until, place = time.monotonic() + seconds, threading.Event()
        with self._guard:
            self._waiting.append(place)
            self._waiting[0].set()
        try:
            if not place.wait(seconds):
                raise TooLong
            following = _locked(self.next, until)
            try:
                return Turn(self, place, _locked(self.turn, until))
            finally:
                os.close(following)
        except BaseException:
            self.step_out(place)
            raise

    def step_out(self, place):
        """Give one's place up, whether one has had it or not: whoever stands first now may go."""
        with self._guard:
            self._waiting.remove(place)
            if self._waiting:
                self._waiting[0].set()


class Turn(NamedTuple):
    """Somebody's time to write."""

    line: Line
    place: threading.Event
    lock: int  # the file that is locked as long as it is open

    def leave(self):
        os.close(self.lock)
        self.line.step_out(self.place)


def _locked(path, until):
    """The number of a file that is open, and locked by this process. TooLong when `until` has come."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        while not flocked(file):
            if time.monotonic() >= until:
                raise TooLong
            time.sleep(PAUSE)
    except BaseException:
        os.close(file)
        raise
    return file


@cache
def line_of(path):
    """The one Line of this process for a file."""
    return Line(path)


# A child of this process begins with an empty line: the threads that stand in it are not there.
os.register_at_fork(after_in_child=line_of.cache_clear)
