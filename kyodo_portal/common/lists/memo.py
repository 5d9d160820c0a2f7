"""What a list draws again and again out of the same values: kept as text, the least recently asked for dropped first."""

from collections import OrderedDict
from threading import Lock

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language

KEPT = 4_000  # texts of 1 to 2 KB: rows, cards, controls of forms


class Memo:
    """At most `size` things by what they were made from. All threads of a worker share it."""

    def __init__(self, size):
        self._size, self._things, self._lock = size, OrderedDict(), Lock()

    def get(self, key, make):
        """The thing of this key; `make()` makes it where it is not kept. Two threads may make the same one at once."""
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]
        made = make()
        with self._lock:
            self._things[key] = made
            while len(self._things) > self._size:
                self._things.popitem(last=False)
        return made

    def drop(self, key):
        """Keep the thing of this key no longer."""
        with self._lock:
            self._things.pop(key, None)


_drawn = Memo(KEPT)


def drawn_once(template_name, key, values):
    """The HTML of a template out of `values`, drawn once for the same `key` and language. No query where it is kept.

    Nothing can be stale: the key holds everything that the template shows, as plain hashable values. The template gets no
    request. In development it is drawn anew each time, so that a template can be changed.
    """

    def draw():
        return render_to_string(template_name, values)

    return draw() if settings.DEBUG else _drawn.get((template_name, get_language(), key), draw)
