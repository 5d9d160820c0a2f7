"""What the list of possibilities can be narrowed by."""

import django_filters

from kyodo_portal.common.lists.filters import BoxesFilter, ListFilter, Sort, WordsFilter
from kyodo_portal.common.lists.typed_text import matching_typed

from .possibility_models import Possibility


class PossibilityFilter(ListFilter):
    """Words, how it stands, what the diagnosis says."""

    SORTS = {
        "": Sort("新しい順", ("-updated_at", "-pk")),
        "office": Sort("課の順", ("office__kana_key", "office__name", "-updated_at", "-pk")),
    }

    q = WordsFilter(method="by_words")
    state = BoxesFilter(label="いまのようす", choices=Possibility.State.choices, folded=False)
    diagnosis = django_filters.ChoiceFilter(label="診断", choices=Possibility.Diagnosis.choices, empty_label="すべて")

    def by_words(self, queryset, name, value):
        return matching_typed(queryset, value, ("title", "what", "wanted", "office__name", "state", "diagnosis"))
