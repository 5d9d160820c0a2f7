"""Filters of the list of calls: every combination is an address that can be sent."""

from django_filters import ChoiceFilter

from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.lists.filters import ListFilter

from .models import Call


class CallFilter(ListFilter):
    """By track, and by the fiscal years that the calls of the list have (one query)."""

    track = ChoiceFilter(label="募集の型", choices=Call.Track.choices, empty_label="すべて")
    year = ChoiceFilter(label="実施する年度", field_name="fiscal_year", empty_label="すべて")

    def __init__(self, request, queryset):
        years = queryset.order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()
        super().__init__(request, queryset, choices={"year": [(str(year), fiscal_label(year)) for year in years]})
