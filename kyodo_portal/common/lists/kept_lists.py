"""A list that is the same for everybody, put into SQL once a day in each process for each set of its conditions. The database is asked
for the number of its rows and for the rows of a page every time; kept is only what is asked. Putting a list together took as long as
everything else on its page.
"""

import copy

from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from .kept_questions import Kept
from .memo import Memo
from .together import count_together

KEPT = 100  # lists, of some fifty kilobytes each
LONGEST = 200  # characters of all conditions: what is longer nobody asks for twice
START = 704_602_907  # stands for the place at which a page begins; no list is that long
_kept = Memo(KEPT)


class ForAll:
    """Rows that everybody finds at one moment, not put together yet. make: a function of a module or a method of a manager, and the same
    one each time: by it a list is known again.
    """

    model = None  # every filter of ours has a label of its own, the only thing for which django-filter asks it

    def __init__(self, make):
        self.make = make

    def all(self):
        return self.make()


class KeptRows:
    """The rows of a QuerySet, asked by the SQL that was made of it once."""

    def __init__(self, queryset, began):
        self._queryset, self._asked = queryset, Kept(queryset, began)

    @property
    def is_exact(self):
        return self._asked.is_exact

    def rows(self, start=0):
        """A QuerySet that has its rows. start: of a page, the place of its first row. One query, and what it prefetches."""
        found = self._queryset.all()
        if self._asked.sql is None:
            return found.none()
        sql, parameters = self._asked.sql.replace(f"OFFSET {START}", f"OFFSET {int(start)}"), self._asked.parameters
        compiler = copy.copy(self._asked.compiler)
        compiler.using, compiler.connection = found.db, connections[found.db]
        compiler.as_sql = lambda *args, **kwargs: (sql, parameters)
        found.query.get_compiler = lambda *args, **kwargs: compiler
        found._fetch_all()
        del found.query.get_compiler  # what is made out of these rows asks for itself
        return found


class KeptList:
    """A list of which pages are shown: `rows` in their order, each read out of `shown` by its key, `per_page` at a time, counted to `most`."""

    def __init__(self, rows, shown, per_page, most, began):
        found, order_by = shown.filter(pk__in=rows[START : START + per_page].values("pk")), rows.query.order_by
        self._page = KeptRows(found.order_by(*order_by) if order_by else found, began)
        self._rows, self._all = rows, Kept(rows.order_by().values("pk")[:most], began)

    @property
    def is_exact(self):
        return self._all.is_exact and self._page.is_exact

    def count(self):
        """How many rows there are. One query."""
        return count_together(self._all, using=self._rows.db)[0]

    def page(self, start):
        """The rows of the page that begins at this place. One query."""
        return self._page.rows(start)


def kept_list(key, make):
    """What `make(began)` puts together (KeptList, KeptRows), once a day for this key; None where it cannot be kept at this moment."""
    whole = (connection.vendor, timezone.localdate(), settings.KYODO_UNDO_MINUTES, key)
    found = _kept.get(whole, lambda: make(timezone.now()))
    if found.is_exact:
        return found
    _kept.drop(whole)
    return None


def rows_kept(key, make):
    """`make()`, a QuerySet that is the same for everybody all day but for the moment: asked by SQL that was made of it once a day."""
    found = kept_list(key, lambda began: KeptRows(make(), began))
    return make() if found is None else found.rows()
