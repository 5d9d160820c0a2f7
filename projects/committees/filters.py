"""What the list of committees can be narrowed by."""

from django.db.models import Q

from kyodo_portal.common.lists.filters import BoxesFilter, ListFilter, Sort, WordsFilter
from kyodo_portal.common.lists.typed_text import matching_typed

from .recruit_models import SeatCall

TEXTS = ("name", "purpose", "basis")
STATES = (
    ("standing", "いまある委員会"),
    ("recruiting", "委員を募集しています"),
    ("meeting", "会議の予定があります"),
    ("ended", "終わった委員会"),
)


class CommitteeFilter(ListFilter):
    """q, state over committees of `listed`."""

    SORTS = {
        "": Sort("名前の順", ("ended_on", "name", "pk")),
        "next": Sort("会議の近い順", ("next_on", "name", "pk")),
    }

    q = WordsFilter(method="by_words")
    state = BoxesFilter(label="いまのようす", choices=STATES, method="by_state", folded=False)

    def by_words(self, committees, name, value):
        return matching_typed(committees, value, TEXTS)

    def by_state(self, committees, name, values):
        """Any of these."""
        asked = {
            "standing": Q(ended_on__isnull=True),
            "recruiting": Q(pk__in=SeatCall.objects.running().values("committee")),
            "meeting": Q(next_on__isnull=False),
            "ended": Q(ended_on__isnull=False),
        }
        wanted = Q(pk__in=())
        for value in values:
            wanted |= asked[value]
        return committees.filter(wanted)
