"""What of a row everybody may read who finds it. Declared once per model; whatever is not declared is private.

A model names its public columns in `public_columns`, an abstract base those that it brings along:

    class Partner(models.Model):
        public_columns = ("name", "kana", …)

Public means: whoever finds the row (`visible_to`, `published`) may read the column. Which rows somebody finds is another
question, and who may read a private column is access.py's answer. From the declaration follow what the history keeps
(`PublicHistory`), what search and open data can take (`public_row`), and what lists, forms, search and filters of the admin
offer (`SafeModelAdmin.private_viewers`). Two sorts of columns say nothing of anybody and need no word: keys of rows, and
the one-time keys of forms.
"""

from functools import cache

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from simple_history.models import HistoricalRecords

SAYS_NOTHING = ("form_key",)


class PrivateColumn(AttributeError):
    """Somebody asked a public row for a column that is not declared public."""


def columns(model):
    """The fields of a model that hold something of its rows, many-to-many ones last; not their keys."""
    return [field for field in (*model._meta.fields, *model._meta.many_to_many) if not field.primary_key]


@cache
def public_columns(model):
    """The names of what is public: what the model declares, and every class that it is made of."""
    declared = {name for base in model.__mro__ for name in base.__dict__.get("public_columns", ())}
    return declared | {field.name for field in columns(model) if field.name in SAYS_NOTHING}


@cache
def personal_columns(model):
    """{column: its blank} of what an append-only row may say of a person: what the model declares, and all it is made of.

    Only these can still be blanked once the row stands (audit/blanking.py). Rows that may be written need no declaration: what
    they say of a person is replaced in every text of every table (personal/erasing_actions.py).
    """
    found = {}
    for base in reversed(model.__mro__):
        found |= base.__dict__.get("personal_columns", {})
    return found


@cache
def private_columns(model):
    """The names of everything else, in the model's order."""
    public = public_columns(model)
    return tuple(field.name for field in columns(model) if field.name not in public)


def private_on_path(model, path):
    """Where a look-up such as `partner__phone__startswith` meets what is private: "partners.Partner.phone"; "" where it does not.

    What points at a row from elsewhere (`registrations`) is no column of it, and counts as private. A word that is no field
    (`__startswith`, the name of a filter or of an admin class's method) ends the path.
    """
    for name in path.split("__"):
        try:
            field = model._meta.pk if name == "pk" else model._meta.get_field(name)
        except FieldDoesNotExist:
            return ""
        if field.auto_created and not field.concrete or field.name in private_columns(model):
            return f"{model._meta.label}.{field.name}"
        if not field.is_relation:
            return ""
        model = field.related_model
    return ""


@cache
def traced_columns(model):
    """The columns whose values the audit trail keeps: the public ones, and those from which rights follow (`rights_columns`)."""
    return public_columns(model) | set(getattr(model, "rights_columns", ()))


def public_name(row):
    """What a row may be called where nobody's data belong: its name where that is made of public columns, else sort and number.

    「地域づくりの会」 for a group, 「利用者 12」 for a person.
    """
    try:
        return type(row).__str__(PublicRow(row))
    except AttributeError:
        return f"{row._meta.verbose_name} {row.pk}"


class PublicRow:
    """A row of which only the public columns can be read; the rows that it leads to are of the same kind.

    Several rows (many-to-many, or what points here) come as a list. Methods and properties of the model are not there, because
    nobody knows which columns they read: only `get_…_display` of a public column, and the row's name (`str`) if anything of
    it is public. PrivateColumn for everything else. `model`: the row's model.
    """

    def __init__(self, row):
        self._row, self.model = row, type(row)

    def __getattr__(self, name):
        if name == "pk":
            return self._row.pk
        column = name.removeprefix("get_").removesuffix("_display") if name.endswith("_display") else name
        try:
            field = self.model._meta.get_field(column)
        except FieldDoesNotExist:
            raise PrivateColumn(f"{self.model._meta.label}.{name} is no column") from None
        if field.name in private_columns(self.model):
            raise PrivateColumn(f"{self.model._meta.label}.{field.name} is private")
        value = getattr(self._row, name)
        if isinstance(value, models.Model):
            return PublicRow(value)
        return [*public_rows(value.all())] if isinstance(value, models.Manager) else value

    def __str__(self):
        if not public_columns(self.model):
            raise PrivateColumn(f"{self.model._meta.label} has nothing public, and no name either")
        return str(self._row)


def public_rows(instances):
    """Each of the rows as a PublicRow, one by one."""
    return map(PublicRow, instances)


class PublicHistory(HistoricalRecords):
    """A model's history without its private columns: who leaves must be forgotten everywhere.

    `excluded_fields` are public columns that are not worth keeping either.
    """

    def create_history_model(self, model, inherited):
        private = set(private_columns(model)) & {field.name for field in model._meta.fields}
        self.excluded_fields = [*self.excluded_fields, *sorted(private)]
        return super().create_history_model(model, inherited)
