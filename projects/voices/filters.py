"""What the list of topics can be narrowed by, and one's own list of voices."""

from django.db.models import F
from django_filters import ChoiceFilter

from kyodo_portal.common.lists.filters import BoxesFilter, ListFilter, Sort, WordsFilter
from kyodo_portal.common.lists.typed_text import matching_typed
from partners.offers.filters import theme_and_area

from .presenters import with_counts
from .workflow import TOPIC

STATES = [(row.code, row.label) for row in TOPIC.states if "public" in row.readers]


class TopicFilter(ListFilter):
    """q, state, theme, area. Themes and areas are read in one query."""

    SORTS = {
        "new": Sort("新しい順", (F("opened_at").desc(nulls_last=True), "-pk")),
        "many": Sort("声の多い順", ("-heard", "-pk")),
    }

    q = WordsFilter(method="by_words")
    state = BoxesFilter(label="いまのようす", field_name="status", choices=STATES, folded=False)
    theme = ChoiceFilter(label="テーマ", field_name="theme_id", empty_label="すべてのテーマ")
    area = ChoiceFilter(label="地域", field_name="area_id", empty_label="すべての地域")

    def by_words(self, topics, name, value):
        """Its own words, and those of theme and area, which stand in its row."""
        return matching_typed(topics, value, ("search_text", "theme__name", "area__name"))

    @property
    def sorted_rows(self):
        """How many say it is counted for the order that asks for it; beside the rows of a page it stands in any."""
        if self.sort != "many":
            return super().sorted_rows
        return with_counts(self.qs).order_by(*self.SORTS["many"].order_by)

    def __init__(self, request, queryset, *, rows=None, choices=None):
        super().__init__(request, queryset, choices=choices if choices is not None else theme_and_area(), rows=rows)
