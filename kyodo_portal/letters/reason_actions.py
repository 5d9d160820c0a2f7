"""The first 理由の文例 of steps that have none."""

from .kinds import kinds
from .models import ReasonExample


def lay_examples():
    """Give every step of a LetterKind's `reasons` that never had an example its first ones; how many were laid. One query where all
    stand."""
    there = set(ReasonExample.objects.order_by().values_list("process", "step").distinct())
    new = [
        ReasonExample(process=key, step=row.step, name=row.name, text=row.text, order=order)
        for key, kind in kinds().items()
        for order, row in enumerate(kind.reasons)
        if (key, row.step) not in there
    ]
    ReasonExample.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)
