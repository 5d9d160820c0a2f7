"""Events that stand already, as the lines of a list name them."""

from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.lists.search import fold
from partners.events.models import Event

from .models import EventImportRow
from .words import ORIGIN, OWN

AT_A_TIME = 500


class KnownEvents:
    """By the portal's number, by the ID of the list they came from, and by host, name and beginning. Six queries, more for many rows."""

    def __init__(self, rows):
        """rows: [Row] of the list."""
        events = Event.objects.select_related("host", "theme", "area").prefetch_related("co_hosts")
        came = {}
        for some in _some({row.first(ORIGIN)[:60] for row in rows} - {""}):
            of_these = EventImportRow.objects.filter(origin__in=some, event__isnull=False).order_by("pk")
            came.update(of_these.values_list("origin", "event"))
        self.by_key = {}
        for some in _some({small_int(row.first(OWN), 0) for row in rows} | {*came.values()}):
            self.by_key |= events.in_bulk(some)
        self.by_origin = {origin: self.by_key[key] for origin, key in came.items() if key in self.by_key}
        self.alike = {}
        for some in _some({row.values["starts_at"] for row in rows if "starts_at" in row.values}):
            for event in events.filter(starts_at__in=some):
                self.alike.setdefault((event.host_id, fold(event.title), event.starts_at), event)

    def of(self, row, line):
        """(the event, whether a number says so) of a line; (None, False) where there is none.

        An ID says so only where name or beginning are still the same: the next year's list begins with 1 again.
        """
        if own := row.first(OWN):
            found = self.by_key.get(small_int(own, 0))
            return found, found is not None
        found = self.by_origin.get(row.first(ORIGIN)[:60])
        if found and (fold(found.title) == fold(line.title) or found.starts_at == line.values["starts_at"]):
            return found, True
        return self.alike.get((line.host.pk, fold(line.title), line.values["starts_at"])), False


def _some(keys):
    keys = sorted(keys)
    return (keys[at : at + AT_A_TIME] for at in range(0, len(keys), AT_A_TIME))
