"""What a 改組 writes, in its order, so that it can be taken back exactly, and only while it stands as it was left."""

from django.apps import apps
from django.db import connection
from django.db.models import Case, Value, When
from django.db.models.functions import Cast

from .written import as_json


class Written:
    """Writes rows in few queries and remembers them in `log`, which is JSON: ["set", model, column, [[key, before]], value],
    ["make", model, [[key, last day]]], ["remove", model, [{column: value}]]."""

    def __init__(self):
        self.log = []

    def set(self, rows, column, value):
        """One column (by its attname) of rows of one model gets this value. One query, none without rows."""
        rows = list(rows)
        if rows:
            kept = [[row.pk, as_json(getattr(row, column))] for row in rows]
            self.log.append(["set", rows[0]._meta.label, column, kept, as_json(value)])
            type(rows[0])._base_manager.filter(pk__in=[row.pk for row in rows]).update(**{column: value})

    def set_by_key(self, model, column, before, value, keys):
        """The same for rows of which only the keys are at hand, and which all hold `before`; one that somebody has just given another
        value keeps that. One query."""
        self.log.append(["set", model._meta.label, column, [[key, before] for key in keys], value])
        model._base_manager.filter(pk__in=keys, **{column: before}).update(**{column: value})

    def make(self, rows):
        """These rows of one model are new. One query, none without rows."""
        rows = list(rows)
        if rows:
            type(rows[0])._base_manager.bulk_create(rows)
            self.log.append(["make", rows[0]._meta.label, [[row.pk, as_json(getattr(row, "until", None))] for row in rows]])

    def note(self, row, column, before):
        """This column of this row was written by somebody else's door; it held `before`."""
        self.log.append(["set", row._meta.label, column, [[row.pk, as_json(before)]], as_json(getattr(row, column))])

    def note_made(self, row):
        """This row was made by somebody else's door."""
        self.log.append(["make", row._meta.label, [[row.pk, as_json(getattr(row, "until", None))]]])

    def remove(self, rows):
        """These rows of one model go: they would have begun only later. One query, none without rows."""
        rows = list(rows)
        if rows:
            columns = [column.attname for column in rows[0]._meta.concrete_fields]
            values = [{name: as_json(getattr(row, name)) for name in columns} for row in rows]
            self.log.append(["remove", rows[0]._meta.label, values])
            type(rows[0])._base_manager.filter(pk__in=[row.pk for row in rows]).delete()


def of_each(values, field):
    """The expression for another value in each row. values: {key: value}, at least one; field: of which kind they are."""
    by_value = {}
    for pk, value in values.items():
        by_value.setdefault(value, []).append(pk)
    values = [(Value(value, field), keys) for value, keys in by_value.items()]
    if len(values) == 1:
        return values[0][0]
    each = Case(*(When(pk__in=keys, then=value) for value, keys in values), output_field=field)
    return Cast(each, field) if connection.features.requires_casted_case_in_updates else each


def take_back(log):
    """Put back what `Written` wrote, the last first. Queries: as many as it took."""
    for what, label, *rest in reversed(log):
        rows = apps.get_model(label)._base_manager
        if what == "make":
            rows.filter(pk__in=[pk for pk, _ in rest[0]]).delete()
        elif what == "remove":
            rows.bulk_create(rows.model(**_as_python(rows.model, values)) for values in rest[0])
        else:
            column, kept, _ = rest
            column = rows.model._meta.get_field(column)
            before = {pk: column.to_python(value) for pk, value in kept}
            kind = column.target_field if column.is_relation else column
            rows.filter(pk__in=before).update(**{column.attname: of_each(before, kind)})


def _as_python(model, values):
    columns = {column.attname: column for column in model._meta.concrete_fields}
    return {name: columns[name].to_python(value) for name, value in values.items()}
