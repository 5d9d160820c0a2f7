"""Days between two dates, as both databases count them by themselves: for a constraint, which no function of ours may stand in."""

from django.db.models import FloatField, Func


class DayNumber(Func):
    """The number of a day, counted from any other: the difference of two is the days between them."""

    output_field = FloatField()
    arity = 1

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="julianday", **context)

    def as_postgresql(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="(%(expressions)s - DATE '2000-01-01')", **context)
