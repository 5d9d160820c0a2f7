"""The list of one's letters: which box, whether it goes on."""

from typing import NamedTuple

from django.db.models import Case, IntegerField, Max, Q, Value, When
from django_filters import ChoiceFilter

from kyodo_portal.common.lists.filters import ListFilter, Sort, WordsFilter
from kyodo_portal.common.lists.typed_text import matching_typed
from partners.directory.access import is_coordinator

from .access import is_asker, is_desk
from .message_models import Message, RequestReader
from .models import Request, bodies_of
from .presenters import face_of, other_side
from .workflow import REQUEST

GOT, WROTE, BROUGHT = "got", "wrote", "brought"
BOXES = [(GOT, "届いた"), (WROTE, "送った")]
OPEN, OVER = "open", "over"
STATES = [(OPEN, "続いている"), (OVER, "終わった")]
Side = Message.Side
WAITS = Case(When(status__in=REQUEST.turn_of("desk"), then=Value(0)), default=Value(1), output_field=IntegerField())


class RequestFilter(ListFilter):
    """q, box, state, kind over the letters of one's sides. What is looked into names nobody whom the list does not show."""

    SORTS = {"": Sort("返事を待つものから", (WAITS, "answer_by", "-pk")), "new": Sort("新しい順", ("-pk",))}
    UNIT = "通"

    q = WordsFilter(label="何について・団体の名前", method="by_words")
    box = ChoiceFilter(label="どちら", choices=BOXES, method="by_box", empty_label="すべて")
    state = ChoiceFilter(label="ようす", choices=STATES, method="by_state", empty_label="すべて")
    kind = ChoiceFilter(label="種類", choices=Request.Kind.choices, empty_label="すべて")

    def __init__(self, request, queryset):
        boxes = [*BOXES, *([(BROUGHT, "つないだ")] if is_coordinator(request.user) else [])]
        rows = queryset.select_related("to", "from_partner", "by", "introduced_by")
        super().__init__(request, queryset, choices={"box": boxes}, rows=rows)

    def by_words(self, rows, name, value):
        return matching_typed(rows, value, ("about_label", "to__name", "from_partner__name"))

    def by_box(self, rows, name, value):
        user, bodies = self.request.user, bodies_of(self.request.user)
        if value == BROUGHT:
            return rows.filter(introduced_by=user.pk)
        return rows.filter(to__in=bodies) if value == GOT else rows.filter(Q(by=user.pk) | Q(from_partner__in=bodies))

    def by_state(self, rows, name, value):
        ends = [*REQUEST.ends]
        return rows.filter(status__in=ends) if value == OVER else rows.exclude(status__in=ends)


class Line(NamedTuple):
    """One row of the list: with whom it is (and the shape and name of the face), whether the reader has not read a letter of it yet."""

    row: Request
    kind: str
    face: tuple
    other: str
    is_unread: bool


def lines_of(page, user):
    """[Line] of one page of the list. Two queries, and one of the reader's roles, however many rows."""
    rows = list(page)
    keys = [row.pk for row in rows]
    letters = Message.objects.filter(request__in=keys).exclude(by=user).order_by().values("request")
    letters = letters.annotate(every=Max("number"), said=Max("number", filter=~Q(side=Side.NOTE)))
    last = {key: {Side.DESK: every, Side.ASKER: said} for key, every, said in letters.values_list("request", "every", "said")}
    read = dict(RequestReader.objects.filter(request__in=keys, user=user).values_list("request_id", "read_number"))
    lines = []
    for row in rows:
        stands = Side.ASKER if is_asker(user, row) else Side.DESK if is_desk(user, row) else None
        kind = "つなぐ" if row.is_introduction else row.get_kind_display()
        is_unread = (last.get(row.pk, {}).get(stands) or 0) > read.get(row.pk, 0)
        lines.append(Line(row, kind, face_of(row, stands), other_side(row, stands), is_unread))
    return lines
