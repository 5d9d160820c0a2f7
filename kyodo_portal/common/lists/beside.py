"""What belongs to each row of a list, read together with it: a page of twenty rows asks once, however much stands in each."""

from django.db.models import JSONField, Subquery
from django.db.models.functions import JSONArray


class Beside(Subquery):
    """Rows of another table as a column of a list: [[value, …], …] in their own order, [] or None where there are none.

    Beside(Photo.objects.filter(subject_id=OuterRef("pk")), "pk", "alt"). The values are those of JSON: a day or a moment is text,
    and a truth is 0 or 1 on SQLite. For the rows of one page: each is asked apart, in the same question.
    """

    def __init__(self, queryset, *columns):
        super().__init__(queryset.annotate(beside=JSONArray(*columns)).values("beside"), output_field=JSONField())

    def as_sqlite(self, compiler, connection, **extra):
        template = "(SELECT json_group_array(json(beside)) FROM (%(subquery)s))"
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_postgresql(self, compiler, connection, **extra):
        template = "(SELECT jsonb_agg(beside) FROM (%(subquery)s) AS rows_beside)"
        return self.as_sql(compiler, connection, template=template, **extra)
