"""What the list of rounds can be narrowed by, and the list of what came in."""

from django.db.models import Count
from django_filters import ChoiceFilter

from kyodo_portal.common.lists.filters import BoxesFilter, ListFilter

from .models import Opinion
from .workflow import ROUND

PUBLIC = [(row.code, row.label) for row in ROUND.states if "public" in row.readers]


class RoundFilter(ListFilter):
    """By where a round stands."""

    status = BoxesFilter(label="いまの状態", choices=PUBLIC, folded=False)


class OpinionFilter(ListFilter):
    """What came in for one round, by the way it came."""

    UNIT = "人"
    channel = ChoiceFilter(label="届いた方法", choices=Opinion.Channel.choices, empty_label="すべて")
    category = ChoiceFilter(label="どんな人か", choices=Opinion.Category.choices, empty_label="すべて")

    def __init__(self, request, round):
        rows = round.opinions.annotate(count=Count("points")).order_by("number")
        super().__init__(request, rows)
