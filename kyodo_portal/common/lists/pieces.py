"""Many rows, some at a time: a table that is taken out needs the memory of one piece, however many rows it has."""

from django.db import connections
from django.db.models import Case, IntegerField, When


def pieces(rows, size):
    """The rows of a queryset in its order, as `iterator` gives them, `size` at a time.

    By a cursor of the server; behind a PgBouncer in transaction mode, which has none, by the keys of all rows and then the rows of
    some keys: one query more, and one a piece instead of one. A row that is deleted meanwhile is left out there.
    """
    if not connections[rows.db].settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
        yield from rows.iterator(size)
        return
    keys = list(rows.values_list("pk", flat=True))
    every = rows._chain()
    every.query.clear_limits()
    for first in range(0, len(keys), size):
        some = keys[first : first + size]
        place = Case(*(When(pk=key, then=at) for at, key in enumerate(some)), output_field=IntegerField())
        yield from every.filter(pk__in=some).order_by(place)
