"""Words to SQLite's planner, which knows nothing of how many rows meet a condition. PostgreSQL keeps numbers of its own."""

from django.db.models import BooleanField, Func


class Likely(Func):
    """A condition that nearly every row meets: `filter(Likely(LessThan(F("day"), today)))`. SQLite would rather read all of those and
    put them in order than walk an index that stands in that order already.
    """

    function, output_field = "likely", BooleanField()

    def as_postgresql(self, compiler, connection, **more):
        return compiler.compile(self.source_expressions[0])


class AsItIs(Func):
    """The same value, by which SQLite walks no index: where it has no statistics it takes the first one that limits anything."""

    template, arity = "%(expressions)s", 1

    def as_sqlite(self, compiler, connection, **more):
        return self.as_sql(compiler, connection, template="+%(expressions)s", **more)
