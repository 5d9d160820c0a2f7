"""Events after their host is another one, or is called otherwise."""

from .models import Event
from .texts import search_text


def refresh_events(events):
    """Write anew what a search finds these events by (a QuerySet). One query, and one for each few hundred of them."""
    rows = list(events.select_for_update(of=("self",)).select_related("host", "theme", "area"))
    for row in rows:
        row.search_text = search_text(row)
    Event.objects.bulk_update(rows, ["search_text"], batch_size=200)
