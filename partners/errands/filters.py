"""What the list of errands can be narrowed by."""

from django_filters import ChoiceFilter

from kyodo_portal.common.lists.filters import ListFilter, Sort, WordsFilter
from kyodo_portal.common.lists.typed_text import matching_typed

from .models import Errand

STATES = [("done", "済んだもの"), ("all", "すべて")]


class ErrandFilter(ListFilter):
    """q, state and way over the errands; without a word, what is still to be done."""

    PER_PAGE = 50
    UNIT = "件"
    SORTS = {
        "": Sort("期限の早い順", ("due", "made_at", "pk")),
        "new": Sort("新しい順", ("-made_at", "-pk")),
        "name": Sort("相手の名前順", ("partner__kana_key", "pk")),
    }

    q = WordsFilter(label="相手・すること", method="by_words")
    state = ChoiceFilter(label="ようす", choices=STATES, method="by_state", empty_label="まだのもの")
    way = ChoiceFilter(label="伝え方", choices=Errand.Way.choices, empty_label="すべて")

    def __init__(self, request):
        super().__init__(request, Errand.objects.visible_to(request.user).standing().select_related("partner", "done_by"))

    def by_words(self, rows, name, value):
        return matching_typed(rows, value, ("partner__name", "what"))

    @property
    def qs(self):
        rows = super().qs
        return rows if self.data.get("state") in dict(STATES) else rows.open()

    def by_state(self, rows, name, value):
        return rows.done() if value == "done" else rows
