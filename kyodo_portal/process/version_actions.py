"""The rows below a version of something that a city settles: copied into its next draft, held together by one token.

A model of such rows points at its version by a foreign key of the name `owner` ("rule", "spec").
"""

from django.core.exceptions import ValidationError

UNWRITTEN = "選ぶものが書かれていない項目があります。"


def copy_rows(models, owner, *, of, to):
    """The draft `to` asks what the version `of` asks. Two queries for each of these models."""
    for model in models:
        columns = [column.attname for column in model._meta.concrete_fields if column.name not in ("id", owner)]
        rows = model.objects.filter(**{owner: of})
        model.objects.bulk_create(model(**{owner: to}, **{name: getattr(row, name) for name in columns}) for row in rows)


def rows_below(models, owner, version):
    """Every value of a version's rows, for the token of its page. One query for each of these models."""
    names = [[column.attname for column in model._meta.concrete_fields] for model in models]
    rows = [model.objects.filter(**{owner: version}).order_by("pk") for model in models]
    return [list(found.values_list(*columns)) for found, columns in zip(rows, names, strict=True)]


def refuse_unwritten(fields):
    """ValidationError where one of a version's AskedRows lets choose and says nothing to choose from. One query."""
    if fields.filter(kind__in=fields.model.CHOOSING, options="").exists():
        raise ValidationError(UNWRITTEN)
