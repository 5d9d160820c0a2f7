"""Filters of the list of calls: every combination is an address that can be sent."""

from django_filters import ChoiceFilter

from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.lists.filters import ListFilter, WordsFilter
from kyodo_portal.common.lists.kept_lists import rows_kept
from kyodo_portal.common.lists.typed_text import matching_typed

from .models import Call


def _years(calls):
    return calls.order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()


class CallFilter(ListFilter):
    """By words, by track, and by the fiscal years that the calls of the list have (one query)."""

    q = WordsFilter(method="by_words")
    track = ChoiceFilter(label="募集の型", choices=Call.Track.choices, empty_label="すべて")
    year = ChoiceFilter(label="実施する年度", field_name="fiscal_year", empty_label="すべて")

    def __init__(self, request, queryset):
        years = rows_kept((CallFilter, "years", queryset), lambda: _years(queryset())) if callable(queryset) else _years(queryset)
        super().__init__(request, queryset, choices={"year": [(str(year), fiscal_label(year)) for year in years]})

    def by_words(self, calls, name, value):
        return matching_typed(calls, value, ("title", "summary", "eligibility", "support"))
