"""Several short lists in one question: what hangs on one matter stands in a dozen tables, and of each there are a few rows."""

import json
from itertools import chain

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import prefetch_related_objects
from django.utils.functional import cached_property

MOST_ARGUMENTS = 100  # of a function of SQLite, which takes 127


def together(*querysets):
    """[[row, …], …]: what each of these QuerySets holds, in its own order. One question for all of them.

    What differs with the keys of rows alone comes as a Keyed (keyed.py), here and wherever a QuerySet is asked together with others.

    A row is what its QuerySet gives by itself: an object with what `select_related` and `annotate` name, a tuple of `values_list`.
    `prefetch_related`, and a list with columns of bytes, ask for themselves. Not for long lists, which the database would have to put
    into one text first, and not for columns of JSON made in the question (`Beside`).
    """
    return [list(rows) for rows in _answered(querysets, [one.bare() if hasattr(one, "bare") else one.all() for one in querysets])]


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


def share_out(parents, **rows):
    """`set_along` of these rows for all of these parents at once; a parent without any has an empty list. `parents`: of one model.

    Rows of others are left out: what was asked for in the same question may know more of them than the page shows.
    """
    for name, several in rows.items() if parents else ():
        own, relation = {}, parents[0]._meta.get_field(name)
        for row in several:
            own.setdefault(getattr(row, relation.field.attname), []).append(row)
        nothing = relation.related_model.objects.none()
        nothing._result_cache = []  # to say so, Django would put a question together
        for parent in parents:
            if parent.pk in own:
                set_along(parent, **{name: own[parent.pk]})
            else:
                parent.__dict__.setdefault("_prefetched_objects_cache", {})[name] = nothing


def along(row, name, lookup=None):
    """The rows of this name that came along with `row`; what did not is read, by `lookup` where one is said, and kept.

    Asks for nothing where they came along, not even for a manager: a page of sixty rows asks this of each for each of a panel.
    """
    if name not in row.__dict__.get("_prefetched_objects_cache", ()):
        prefetch_related_objects([row], lookup or name)
    return row._prefetched_objects_cache[name]


def brought(row, name, queryset):
    """The rows of this name that came along with `row`, or this QuerySet, which asks for them."""
    return row.__dict__.get("_prefetched_objects_cache", {}).get(name, queryset)


def count_together(*querysets, using=DEFAULT_DB_ALIAS):
    """[int]: how many rows each of these QuerySets (or Compiled) holds, as `count` of each would say. One question for all of them.

    using: the database that is asked, where it is not the one of everything that is written.
    """
    asked = [one if isinstance(one, Compiled) else Compiled(one.order_by().values("pk")) for one in querysets]
    real = [one for one in asked if one.sql]
    numbers = iter(())
    if real:
        with connections[using].cursor() as cursor:
            parts = (f"(SELECT COUNT(*) FROM ({one.sql}) AS part)" for one in real)  # noqa: S608  what Django compiled
            cursor.execute(f"SELECT {', '.join(parts)}", [value for one in real for value in one.parameters])
            numbers = iter(cursor.fetchone())
    return [next(numbers) if one.sql else 0 for one in asked]


def first_of_each(rows, columns, groups, most):
    """[key]: of `rows`, a QuerySet of keys in its order, the first `most` in each group. groups: [values of `columns`].

    One question, however many groups; where an index holds these columns and the order, it is walked that far and no further.
    """
    marks = {f"\0{column}": place for place, column in enumerate(columns)}
    asked = rows.filter(**dict(zip(columns, marks, strict=True)))[:most]
    if not groups:
        return []
    try:
        sql, parameters = asked.query.sql_with_params()
    except EmptyResultSet:
        return []
    values = [group[marks[value]] if value in marks else value for group in groups for value in parameters]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([f"SELECT * FROM ({sql}) AS part"] * len(groups)), values)  # noqa: S608  what Django compiled
        return [key for (key,) in cursor.fetchall()]


def answered(*querysets):
    """[QuerySet]: copies of these, each with its rows in it, as `together` asks for them."""
    return _answered(querysets, [queryset.all() for queryset in querysets])


def _answered(querysets, holders):
    """`holders`, each with the rows of its QuerySet or Keyed in it."""
    if len(holders) > 1:
        asked = [(holder, Compiled.of(one)) for holder, one in zip(holders, querysets, strict=True)]
        asked = [(holder, compiled) for holder, compiled in asked if not compiled.has_bytes]
        for (holder, compiled), rows in zip(asked, rows_asked([compiled for _, compiled in asked]), strict=True):
            answer(holder, compiled, rows)
    elif holders and hasattr(querysets[0], "compiled"):
        answer(holders[0], querysets[0].compiled())
    for holder in holders:
        holder._fetch_all()
    return holders


class Compiled:
    """A QuerySet as the database is asked it: its compiler, SQL and parameters, and what its columns are called there.

    `sql` is None where no row can be meant (`none()`, an empty list of keys); `is_all` where every row of its table is.
    """

    def __init__(self, queryset):
        self.compiler = queryset.query.get_compiler(using=queryset.db)
        try:
            self.sql, self.parameters = self.compiler.as_sql(with_col_aliases=True)
        except EmptyResultSet:
            self.sql, self.parameters = None, ()
        query = queryset.query
        narrows = query.where or query.combinator or query.is_sliced or set(query.alias_map) - {query.get_initial_alias()}
        self.is_all = bool(self.sql) and not narrows
        self.columns = [(alias, column.output_field) for column, _, alias in self.compiler.select or () if self.sql]

    @classmethod
    def of(cls, queryset):
        """That of a QuerySet or of a Keyed."""
        return queryset.compiled() if hasattr(queryset, "compiled") else cls(queryset)

    @cached_property
    def has_bytes(self):
        return any(field.get_internal_type() == "BinaryField" for _, field in self.columns)

    @cached_property
    def as_column(self):
        """Its rows as one value: JSON."""
        if connection.vendor == "postgresql":
            return f"(SELECT CAST(COALESCE(json_agg(part), '[]') AS text) FROM ({self.sql}) AS part)"  # noqa: S608  what Django compiled
        names = [connection.ops.quote_name(name) for name, _ in self.columns]
        parts = [f"json_array({', '.join(names[at : at + MOST_ARGUMENTS])})" for at in range(0, len(names), MOST_ARGUMENTS)]
        return f"(SELECT json_group_array(json_array({', '.join(parts)})) FROM ({self.sql}))"  # noqa: S608

    def rows(self, text):
        """The values of JSON as the driver of this engine gives them: SQLite stores days and moments as text, PostgreSQL does not."""
        read = json.loads(text)
        if connection.vendor != "postgresql":
            return [list(chain.from_iterable(row)) for row in read]
        columns = [(name, _reader(field)) for name, field in self.columns]
        return [[row[name] if row[name] is None or not read else read(row[name]) for name, read in columns] for row in read]


def _reader(field):
    kind = field.get_internal_type()
    if kind == "JSONField":
        return json.dumps
    return field.to_python if kind in ("DateField", "DateTimeField", "TimeField", "UUIDField", "DecimalField") else None


def texts_of(asked):
    """[text or None] of each (SQL of one value, its parameters), in one question; None where the SQL is empty and nothing is asked."""
    real = [one for one in asked if one[0]]
    if not real:
        return [None] * len(asked)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(sql for sql, _ in real)}", [value for _, values in real for value in values])
        texts = iter(cursor.fetchone())
    return [next(texts) if sql else None for sql, _ in asked]


def rows_asked(asked):
    """[rows as the database gives them] of each Compiled, in one question; none is asked where no row can be meant."""
    texts = texts_of([(one.as_column if one.sql else "", one.parameters) for one in asked])
    return [one.rows(text) if one.sql else [] for one, text in zip(asked, texts, strict=True)]


def answer(queryset, compiled, rows=None):
    """The QuerySet makes its objects out of `rows`, as if it had asked for them itself; without them it asks, as it was compiled."""
    if compiled.sql is None:
        queryset._result_cache = []
        return
    compiler = compiled.compiler
    if rows is None:
        compiler.as_sql = lambda *args, **kwargs: (compiled.sql, tuple(compiled.parameters))
    else:
        compiler.execute_sql = lambda *args, **kwargs: [rows]
    queryset.query.get_compiler = lambda *args, **kwargs: compiler
    queryset._fetch_all()
    del queryset.query.get_compiler
