"""What other pages say of calls. Nothing here writes."""

from .models import Call

SHOWN = 5


def calls_of(office):
    """The announced Call of a city office, open ones first, as many as its page shows; none that was taken back. One query."""
    return list(Call.objects.published().filter(department=office, withdrawn_at__isnull=True).in_order()[:SHOWN])
