"""Rows that every portal needs: the twenty fields of the law, the areas of the city, the daily themes."""

import json

from django.conf import settings
from django.db import transaction

from .reference_models import Area, Field, Theme


def _rows(name):
    return json.loads((settings.BASE_DIR / "fixtures" / "partners" / f"{name}.json").read_text(encoding="utf-8"))


@transaction.atomic
def load_reference(*, areas=None):
    """Enter or refresh fields by number; enter areas and themes only where there is none yet, because a city keeps its own lists.

    areas: names in their order; without them those of the sample city. At most seven queries.
    """
    wanted = {row["number"]: (row["name"], row["short"]) for row in _rows("fields")}
    known = {number: words for number, *words in Field.objects.values_list("number", "name", "short").order_by()}
    new = [Field(number=key, name=name, short=short) for key, (name, short) in wanted.items() if known.get(key) != [name, short]]
    if new:
        Field.objects.bulk_create(new, update_conflicts=True, unique_fields=["number"], update_fields=["name", "short"])
    if not Area.objects.exists():
        rows = [{"name": name, "code": ""} for name in areas] if areas else _rows("areas")
        Area.objects.bulk_create(Area(**row, order=order) for order, row in enumerate(rows, 1))
    if not Theme.objects.exists():
        _enter_themes()


def _enter_themes():
    rows = [(row.pop("fields"), Theme(**row, order=order)) for order, row in enumerate(_rows("themes"), 1)]
    Theme.objects.bulk_create(theme for _, theme in rows)
    fields = dict(Field.objects.values_list("number", "pk").order_by())
    pairs = Theme.fields.through
    pairs.objects.bulk_create(pairs(theme=theme, field_id=fields[number]) for numbers, theme in rows for number in numbers)
