"""Questions that differ only with the keys of the rows they are about: put together and into SQL once a day in each process, and then
only asked. A page that shows one matter asks thirty of them, and Django takes longer over each than the database.
"""

from copy import copy
from functools import lru_cache, wraps

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.utils import timezone

from .together import Compiled, together

# They stand for the keys while a question is put together: what every column of keys could hold, and none does.
MARKS = (2_147_046_029, 2_147_046_031, 2_147_046_047)
KEPT = 500  # questions, of some ten kilobytes each


def keyed(build):
    """Decorates `build(key, …, **fixed)`, which returns a queryset that differs with these keys of rows, with `fixed`, with the day and
    with nothing else: `build(…)` is then a Keyed, for `together`, `bring_along` and the like.

    fixed: what has few values. Not for what asks what moment it is, and not for lists of keys.
    """

    @wraps(build)
    def of_keys(*keys, **fixed):
        return Keyed(build, keys, fixed)

    return of_keys


def of_each(build, keys):
    """`build(keys)`, a queryset about several rows; about a single one a Keyed."""
    return Keyed(_of_one, keys, {"build": build}) if len(keys) == 1 else build(keys)


def _of_one(key, build):
    return build([key])


def hanging(row, name, *related):
    """The Keyed of what hangs on a row by this name, in its own order: `row.talks.select_related(*related)`."""
    relation = row._meta.get_field(name)
    return Keyed(_hanging, (row.pk,), {"relation": relation, "related": related}, {relation.field: {row.pk: row}})


def _hanging(key, relation, related):
    rows = relation.related_model._default_manager.filter(**{relation.field.name: key})
    return rows.select_related(*related) if related else rows


class Keyed:
    """Stands for the QuerySet `build(*keys, **fixed)`. known: {field: {key: row}} of rows that its own rows hang on."""

    def __init__(self, build, keys, fixed, known=None):
        if not all(type(key) is int for key in keys):
            raise TypeError(f"Keys of rows are whole numbers, not {keys!r}")
        self.build, self.keys, self.fixed, self.known = build, keys, fixed, known or {}

    def all(self):
        """The QuerySet itself, of which more can be asked."""
        return self._knowing(self.build(*self.keys, **self.fixed))

    def bare(self):
        """A QuerySet that holds the rows of this one and is asked nothing further."""
        queryset, compiled = self._kept
        return self.all() if compiled.has_bytes else self._knowing(queryset.all())

    def __iter__(self):
        (rows,) = together(self)
        return iter(rows)

    def on(self, row, name):
        """This, whose rows hang on `row` by this name: they know it without asking."""
        return Keyed(self.build, self.keys, self.fixed, {row._meta.get_field(name).field: {row.pk: row}})

    def first(self):
        """The first row, None without any: for what is cut to one. One query."""
        return next(iter(self), None)

    def compiled(self):
        """The Compiled of these keys."""
        compiled, own = copy(self._kept[1]), dict(zip(MARKS[: len(self.keys)], self.keys, strict=True))
        compiled.parameters = [type(value)(own[value]) if _is_one_of(own, value) else value for value in compiled.parameters]
        compiled.compiler = copy(compiled.compiler)  # whoever makes the rows writes into it
        compiled.compiler.connection = connections[DEFAULT_DB_ALIAS]  # of this thread
        return compiled

    @property
    def _kept(self):
        fixed = tuple(self.fixed.items())
        return _put_together(self.build, len(self.keys), fixed, connection.vendor, timezone.localdate())

    def _knowing(self, queryset):
        queryset._known_related_objects = self.known
        return queryset


def _is_one_of(marks, value):
    """Whether a parameter is one of these: a whole number, on PostgreSQL one of its own kinds of them. Not every parameter has a hash."""
    return isinstance(value, int) and value in marks


@lru_cache(maxsize=KEPT)
def _put_together(build, number, fixed, vendor, day):
    queryset = build(*MARKS[:number], **dict(fixed))
    compiled = Compiled(queryset)
    if not {*MARKS[:number]}.issubset(value for value in compiled.parameters if _is_one_of(MARKS, value)):
        raise ValueError(f"{build.__name__}: not every key stands in the query")
    compiled.as_column, compiled.has_bytes  # noqa: B018  read once for all copies
    converters = compiled.compiler.get_converters([column for column, *_ in compiled.compiler.select])
    compiled.compiler.get_converters = lambda columns: converters  # so are they
    return queryset, compiled
