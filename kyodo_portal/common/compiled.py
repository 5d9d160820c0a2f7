"""A question that every page asks is put into SQL once a process, and then only asked: building it takes longer than its answer."""

import datetime
from functools import lru_cache

from django.db import connection

# They stand for what differs with each asking: the key of a row, the moment. Neither is one that there can be.
KEY = -7_046_029
MOMENT = datetime.datetime(1970, 1, 1, 7, 46, 29, 7046, tzinfo=datetime.UTC)


@lru_cache(maxsize=32)
def _compiled(make, vendor, fixed):
    """(SQL, its parameters, how the moment reads among them). The engine is part of the key: what one compiles the other does not read."""
    sql, parameters = make(KEY, MOMENT, *fixed).query.sql_with_params()
    return sql, parameters, connection.ops.adapt_datetimefield_value(MOMENT)


def rows_of(make, key, now=None, *, fixed=()):
    """[tuple] of `make(key, now, *fixed)`, a queryset of `values_list` over what needs no converting (numbers and codes). One query.

    make: a function of a module; key: the number of a row; now: a moment; fixed: what changes seldom (a day) and stays in the SQL.
    """
    sql, parameters, moment = _compiled(make, connection.vendor, fixed)
    asked = [key if value == KEY else value for value in parameters]
    if now is not None:
        asked = [connection.ops.adapt_datetimefield_value(now) if value == moment else value for value in asked]
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return cursor.fetchall()
