"""What the list of activities can be narrowed by. Every combination is an address that one can send."""

from django_filters import ChoiceFilter

from kyodo_portal.common.lists.filters import BoxesFilter, ListFilter, WordsFilter
from kyodo_portal.common.lists.typed_text import matching_typed
from partners.models import Field
from projects.cycles.do.models import Update
from projects.cycles.years import years
from projects.entries.models import Project


def _with_entries():
    return Update.objects.select_related("cycle__project")


class ActivityFilter(ListFilter):
    """q, year and field over the public updates of published entries, the newest first. The fields are read in one query."""

    PER_PAGE = 20

    q = WordsFilter(method="by_words")
    year = ChoiceFilter(label="年度", field_name="cycle__fiscal_year", choices=years, empty_label="すべての年度")
    field = BoxesFilter(label="分野", method="by_field")

    def __init__(self, request):
        fields = Field.objects.order_by("number").values_list("pk", "short")
        choices = {"field": [(str(pk), short) for pk, short in fields]}
        super().__init__(request, Update.objects.of_published_entries, choices=choices, rows=_with_entries)

    @property
    def sorted_rows(self):
        return self.qs.order_by("-happened_on", "-pk")

    def by_words(self, updates, name, value):
        return matching_typed(updates, value, ("title", "body", "cycle__project__title"))

    def by_field(self, updates, name, values):
        # A subquery and not a join: an entry with two of the chosen fields stands once.
        chosen = Project.fields.through.objects.filter(field_id__in=values)
        return updates.filter(cycle__project__in=chosen.values("project"))
