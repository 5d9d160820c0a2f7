"""What other pages say of calls. Nothing here writes."""

from typing import NamedTuple

from .models import Call

SHOWN = 5


class Costs(NamedTuple):
    """The kinds of costs of a call: [CallCost] that count for what the city bears, and those that do not."""

    counting: list
    others: list

    def __bool__(self):
        return bool(self.counting or self.others)


def costs_of(rows):
    """The Costs of a call; rows: its [CallCost]."""
    return Costs([row for row in rows if row.counts], [row for row in rows if not row.counts])


def calls_of(office):
    """The announced Call of a city office, open ones first, as many as its page shows; none that was taken back. One query."""
    return list(Call.objects.published().filter(department=office, withdrawn_at__isnull=True).in_order()[:SHOWN])
