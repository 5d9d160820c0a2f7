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

    areas: names in their order; without them those of the sample city.
    """
    for row in _rows("fields"):
        Field.objects.update_or_create(number=row["number"], defaults={"name": row["name"], "short": row["short"]})
    if not Area.objects.exists():
        rows = [{"name": name, "code": ""} for name in areas] if areas else _rows("areas")
        Area.objects.bulk_create(Area(**row, order=order) for order, row in enumerate(rows, 1))
    if not Theme.objects.exists():
        for order, row in enumerate(_rows("themes"), 1):
            numbers = row.pop("fields")
            Theme.objects.create(**row, order=order).fields.set(Field.objects.filter(number__in=numbers))
