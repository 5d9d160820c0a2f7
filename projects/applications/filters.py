"""Lists of applications: one's own, and the desk of the city."""

from django.db.models import Case, Value, When
from django_filters import ChoiceFilter

from kyodo_portal.common.lists.filters import BoxesFilter, ListFilter, Sort, WordsFilter
from kyodo_portal.common.own_words import own_words
from partners.directory.access import is_secretariat, offices_of, partners_of

from .models import Application
from .workflow import APPLICATION

STATES = [(row.code, row.label) for row in APPLICATION.states]
SENT = [(row.code, row.label) for row in APPLICATION.states if "city" in row.readers]
QUEUES = [(row.key, row.label) for row in APPLICATION.queues]
LATE = [("1", "期限後のものだけ")]


class OwnFilter(ListFilter):
    """What the groups of this person applied for, the newest first."""

    SORTS = {
        "": Sort("新しい順", ("-created_at", "-pk")),
        "day": Sort("始まる日の順", ("starts_on", "pk")),
    }

    q = WordsFilter(label="名前・番号")
    status = BoxesFilter(label="いまの状態", choices=STATES)

    def __init__(self, request):
        rows = Application.objects.visible_to(request.user).filter(partner__in=partners_of(request.user))
        super().__init__(request, rows, rows=rows.with_names())


class DeskFilter(ListFilter):
    """What was sent to the offices of this person, the secretariat's all; ticked and done together."""

    PER_PAGE = 60
    SORTS = {
        "": Sort(own_words("市の番が先"), ("rank", "received_on", "pk")),
        "new": Sort("新しい順", ("-received_on", "-pk")),
        "day": Sort("始まる日の順", ("starts_on", "pk")),
    }

    q = WordsFilter(label="名前・番号・団体")
    queue = ChoiceFilter(label="仕事", choices=QUEUES, method="by_queue", empty_label="すべて")
    status = ChoiceFilter(label="いまの状態", choices=SENT, empty_label="すべて")
    late = ChoiceFilter(label="期限", choices=LATE, method="by_late", empty_label="すべて")

    def __init__(self, request):
        rows = Application.objects.visible_to(request.user).filter(number__isnull=False)
        rows = rows.exclude(partner__in=partners_of(request.user))
        if not is_secretariat(request.user):
            rows = rows.filter(department__in=offices_of(request.user))
        turn = When(status__in=APPLICATION.turn_of("department", "secretariat"), then=Value(0))
        rows = rows.annotate(rank=Case(turn, default=Value(1)))
        super().__init__(request, rows, rows=rows.with_names())

    def by_queue(self, rows, name, value):
        queue = APPLICATION.queue(value)
        rows = rows.filter(status__in=queue.states)
        return rows.filter(is_late_filed=True) if queue.narrow else rows

    def by_late(self, rows, name, value):
        return rows.filter(is_late_filed=True)
