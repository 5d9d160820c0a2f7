"""What the list of rounds can be narrowed by, and the list of what came in."""

from django.db.models import Count
from django_filters import ChoiceFilter

from kyodo_portal.common.lists.filters import BoxesFilter, ListFilter, WordsFilter
from kyodo_portal.common.lists.typed_text import matching_typed

from .opinion_models import Opinion
from .workflow import ROUND

PUBLIC = [(row.code, row.label) for row in ROUND.states if "public" in row.readers]


class RoundFilter(ListFilter):
    """By words, and by where a round stands."""

    q = WordsFilter(method="by_words")
    status = BoxesFilter(label="いまの状態", choices=PUBLIC, folded=False)

    def by_words(self, rounds, name, value):
        return matching_typed(rounds, value, ("title", "what"))


class OpinionFilter(ListFilter):
    """What came in for one round, by words and by the way it came."""

    UNIT = "人"
    q = WordsFilter(label="意見のことば・名前", method="by_words")
    channel = ChoiceFilter(label="届いた方法", choices=Opinion.Channel.choices, empty_label="すべて")
    category = ChoiceFilter(label="どんな人か", choices=Opinion.Category.choices, empty_label="すべて")

    def __init__(self, request, round):
        rows = round.opinions.annotate(count=Count("points")).order_by("number")
        super().__init__(request, rows)

    def by_words(self, opinions, name, value):
        return matching_typed(opinions, value, ("text", "name"))
