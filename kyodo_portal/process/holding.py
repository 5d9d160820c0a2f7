"""Hold rows of another matter while a step of one's own is under way."""

from django.core.exceptions import ValidationError
from django.db import OperationalError, transaction

BUSY = "いま、この1件で、べつの操作が進んでいます。少し待って、もう一度押してください。"


def held_without_waiting(rows):
    """The rows, locked, by their keys. ValidationError where somebody holds one: they may wait for what is held here, so nobody waits. One query."""
    try:
        with transaction.atomic():
            return list(rows.select_for_update(of=("self",), nowait=True).order_by("pk"))
    except OperationalError:
        raise ValidationError(BUSY) from None
