"""What the list of news can be narrowed by."""

from kyodo_portal.common.lists.filters import BoxesFilter, ListFilter, WordsFilter
from kyodo_portal.common.lists.typed_text import matching_typed
from kyodo_portal.notices.models import News

from .followable import KINDS


class NewsFilter(ListFilter):
    """q and kind over what everybody reads, the newest first."""

    q = WordsFilter(method="by_words")
    kind = BoxesFilter(label="種類", choices=[(kind.value, kind.label) for kind in KINDS], folded=False)

    def __init__(self, request, **more):
        super().__init__(request, News.objects.shown, **more)

    def by_words(self, news, name, value):
        return matching_typed(news, value, ("title", "summary"))

    @property
    def sorted_rows(self):
        return self.qs.newest_first()
