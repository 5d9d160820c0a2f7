"""The list of one's letters: which box, whether it goes on."""

from typing import NamedTuple

from django.db.models import Case, IntegerField, Max, Value, When
from django_filters import ChoiceFilter

from kyodo_portal.common.lists.filters import ListFilter, Sort

from .message_models import Message, RequestReader
from .models import Request, bodies_of
from .presenters import other_side
from .workflow import REQUEST

GOT, WROTE = "got", "wrote"
BOXES = [(GOT, "届いた"), (WROTE, "送った")]
OPEN, OVER = "open", "over"
STATES = [(OPEN, "続いている"), (OVER, "終わった")]
WAITS = Case(When(status__in=REQUEST.turn_of("desk"), then=Value(0)), default=Value(1), output_field=IntegerField())


class RequestFilter(ListFilter):
    """box, state, kind over the letters of one's sides."""

    SORTS = {"": Sort("返事を待つものから", (WAITS, "answer_by", "-pk")), "new": Sort("新しい順", ("-pk",))}
    UNIT = "通"

    box = ChoiceFilter(label="どちら", choices=BOXES, method="by_box", empty_label="すべて")
    state = ChoiceFilter(label="ようす", choices=STATES, method="by_state", empty_label="すべて")
    kind = ChoiceFilter(label="種類", choices=Request.Kind.choices, empty_label="すべて")

    def __init__(self, request, queryset):
        super().__init__(request, queryset, rows=queryset.select_related("to", "from_partner", "by"))

    def by_box(self, rows, name, value):
        got = {"to__in": bodies_of(self.request.user)}
        return rows.filter(**got) if value == GOT else rows.exclude(**got)

    def by_state(self, rows, name, value):
        ends = [*REQUEST.ends]
        return rows.filter(status__in=ends) if value == OVER else rows.exclude(status__in=ends)


class Line(NamedTuple):
    """One row of the list: whether a letter of it was not read, and with whom it is."""

    row: Request
    other: str
    is_unread: bool


def lines_of(page, user):
    """[Line] of one page of the list. Two queries, however many rows."""
    rows = list(page)
    keys = [row.pk for row in rows]
    last = dict(
        Message.objects.filter(request__in=keys)
        .order_by()
        .values("request")
        .annotate(n=Max("number"))
        .values_list("request", "n")
    )
    read = dict(RequestReader.objects.filter(request__in=keys, user=user).values_list("request_id", "read_number"))
    return [Line(row, other_side(row, user), last.get(row.pk, 0) > read.get(row.pk, 0)) for row in rows]
