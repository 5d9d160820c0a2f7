"""Filters of the list of calls: every combination is an address that can be sent."""

import django_filters

from kyodo_portal.common.japanese.dates import fiscal_label

from .models import Call


class CallFilter(django_filters.FilterSet):
    """By track and fiscal year. A value that is none of the choices filters nothing."""

    track = django_filters.ChoiceFilter(label="型", choices=Call.Track.choices)
    year = django_filters.ChoiceFilter(label="実施する年度", field_name="fiscal_year", choices=())

    class Meta:
        model = Call
        fields = ["track", "year"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        years = self.queryset.order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()
        self.filters["year"].extra["choices"] = [(str(year), fiscal_label(year)) for year in years]
        self.chosen = {name: self.data.get(name, "") for name in ("track", "year")}

    @property
    def is_set(self):
        """Does any filter narrow the list."""
        return any(self.chosen.values())
