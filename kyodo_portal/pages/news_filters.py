"""What the list of news can be narrowed by."""

from kyodo_portal.common.lists.filters import BoxesFilter, ListFilter
from kyodo_portal.notices.models import News

from .followable import KINDS


class NewsFilter(ListFilter):
    """kind over what everybody reads, the newest first."""

    kind = BoxesFilter(label="種類", choices=[(kind.value, kind.label) for kind in KINDS], folded=False)

    def __init__(self, request, **more):
        super().__init__(request, News.objects.shown(), **more)

    @property
    def sorted_rows(self):
        return self.qs.newest_first()
