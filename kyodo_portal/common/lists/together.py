"""Several short lists in one question: what hangs on one matter stands in a dozen tables, and of each there are a few rows."""

import json
from itertools import chain

from django.core.exceptions import EmptyResultSet
from django.db import connection

MOST_ARGUMENTS = 100  # of a function of SQLite, which takes 127


def together(*querysets):
    """[[row, …], …]: what each of these QuerySets holds, in its own order. One question for all of them.

    A row is what its QuerySet gives by itself: an object with what `select_related` and `annotate` name, a tuple of `values_list`.
    `prefetch_related` asks for itself afterwards. Not for long lists, which the database would have to put into one text first, and
    not for columns of bytes or of JSON made in the question (`Beside`).
    """
    return [list(queryset) for queryset in answered(*querysets)]


def bring_along(row, **querysets):
    """`row.talks.all()` asks no more, for each `talks=row.talks.…` that is handed over: `prefetch_related` in one question for all.

    What came along already is not asked again. The row keeps it: nothing for a row that an action will change.
    """
    known = row.__dict__.setdefault("_prefetched_objects_cache", {})
    names = [name for name in querysets if name not in known]
    known.update(zip(names, answered(*(querysets[name] for name in names)), strict=True))


def set_along(row, **rows):
    """`row.talks.all()` is this list from now on: what was read for many rows at once, and belongs to this one."""
    for name, own in rows.items():
        known = getattr(row, name).all()
        known._result_cache = own
        row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = known


def brought(row, name, queryset):
    """The rows of this name that came along with `row`, or this QuerySet, which asks for them."""
    return row.__dict__.get("_prefetched_objects_cache", {}).get(name, queryset)


def answered(*querysets):
    """[QuerySet]: copies of these, each with its rows in it, as `together` asks for them."""
    querysets = [queryset.all() for queryset in querysets]
    if len(querysets) == 1:
        querysets[0]._fetch_all()
        return querysets
    compilers = [queryset.query.get_compiler(using=queryset.db) for queryset in querysets]
    answers = _asked(compilers)
    for queryset, compiler, rows in zip(querysets, compilers, answers, strict=True):
        _answer(queryset, compiler, rows)
    return querysets


def _answer(queryset, compiler, rows):
    """The QuerySet makes its objects out of `rows`, as if it had asked for them itself."""
    if rows is None:  # no row can be meant (`none()`, an empty list of keys)
        queryset._result_cache = []
        return
    compiler.execute_sql = lambda *args, **kwargs: [rows]
    queryset.query.get_compiler = lambda *args, **kwargs: compiler
    queryset._fetch_all()
    del queryset.query.get_compiler


def _asked(compilers):
    """[rows as the database gives them, or None where it need not be asked]."""
    columns, parameters, names = [], [], []
    for compiler in compilers:
        try:
            sql, given = compiler.as_sql(with_col_aliases=True)
        except EmptyResultSet:
            names.append(None)
            continue
        names.append([alias for _, _, alias in compiler.select])
        columns.append(_as_column(sql, names[-1]))
        parameters += given
    if not columns:
        return [None] * len(compilers)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}", parameters)
        texts = iter(cursor.fetchone())
    return [
        None if own is None else _rows(json.loads(next(texts)), own, compiler)
        for own, compiler in zip(names, compilers, strict=True)
    ]


def _as_column(sql, names):
    if connection.vendor == "postgresql":
        return f"(SELECT CAST(COALESCE(json_agg(part), '[]') AS text) FROM ({sql}) AS part)"  # noqa: S608  what Django compiled
    quoted = [connection.ops.quote_name(name) for name in names]
    parts = [f"json_array({', '.join(quoted[at : at + MOST_ARGUMENTS])})" for at in range(0, len(quoted), MOST_ARGUMENTS)]
    return f"(SELECT json_group_array(json_array({', '.join(parts)})) FROM ({sql}))"  # noqa: S608


def _rows(read, names, compiler):
    """The values of JSON as the driver of this engine gives them: SQLite stores days and moments as text, PostgreSQL does not."""
    if connection.vendor != "postgresql":
        return [list(chain.from_iterable(row)) for row in read]
    converters = [(name, _converter(expression)) for name, (expression, _, _) in zip(names, compiler.select, strict=True)]
    return [[row[name] if row[name] is None or not to else to(row[name]) for name, to in converters] for row in read]


def _converter(expression):
    field = expression.output_field
    kind = field.get_internal_type()
    if kind == "JSONField":
        return json.dumps
    return field.to_python if kind in ("DateField", "DateTimeField", "TimeField", "UUIDField", "DecimalField") else None
