"""Rows that every portal needs: the twenty fields of the law, and the areas of the city."""

import json

from django.conf import settings
from django.db import transaction

from .reference_models import Area, Field


def _rows(name):
    return json.loads((settings.BASE_DIR / "fixtures" / "partners" / f"{name}.json").read_text(encoding="utf-8"))


@transaction.atomic
def load_reference(*, areas=None):
    """Enter or refresh fields by number; enter areas only where there is none yet, because a city keeps its own list.

    areas: names in their order; without them those of the sample city.
    """
    for row in _rows("fields"):
        Field.objects.update_or_create(number=row["number"], defaults={"name": row["name"], "short": row["short"]})
    if not Area.objects.exists():
        rows = [{"name": name, "code": ""} for name in areas] if areas else _rows("areas")
        Area.objects.bulk_create(Area(**row, order=order) for order, row in enumerate(rows, 1))
