"""What the list of entries that nobody holds can be narrowed by."""

from django_filters import ChoiceFilter

from kyodo_portal.common.lists.filters import ListFilter, WordsFilter

from .ownerless import WHY, ownerless_entries, with_parts


class OwnerlessFilter(ListFilter):
    """q and why, the most pressing first."""

    PER_PAGE = 50

    q = WordsFilter(label="案件の名前")
    why = ChoiceFilter(label="わけ", choices=list(WHY.items()), method="by_why", empty_label="すべて")

    def __init__(self, request):
        rows = ownerless_entries(request.user)
        super().__init__(request, rows, rows=with_parts(rows))

    def by_why(self, rows, name, value):
        return rows.filter(why=[*WHY].index(value))
