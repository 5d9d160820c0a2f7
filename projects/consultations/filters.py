"""What the list of consultations can be narrowed by: open columns alone. In sealed words nothing is looked for."""

from django import forms
from django_filters import BooleanFilter, ChoiceFilter

from kyodo_portal.common.japanese.receipts import receipt_number
from kyodo_portal.common.lists.filters import ListFilter, Sort, WordsFilter
from kyodo_portal.common.lists.typed_text import matching_typed

from .models import Consultation, Method, Topic, WhoKind


class ConsultationFilter(ListFilter):
    """q, state, method, who, topic, mine over the consultations of one's body."""

    SORTS = {
        "": Sort("新しい順", ("-on", "-pk")),
        "next": Sort("次の日の順", ("next_on", "-pk")),
    }

    q = WordsFilter(label="番号・団体の名前", method="by_words")
    state = ChoiceFilter(
        label="つづくか", choices=[("going", "つづく"), ("done", "終わった"), ("new", "まだだれも受けていない")], method="by_state",
        empty_label="すべて",
    )  # fmt: skip
    method = ChoiceFilter(label="方法", choices=Method.choices, empty_label="すべての方法")
    who = ChoiceFilter(label="相談した人", field_name="who_kind", choices=WhoKind.choices, empty_label="すべて")
    topic = ChoiceFilter(label="内容", choices=Topic.choices, method="by_topic", empty_label="すべての内容")
    mine = BooleanFilter(label="自分が聞いたものだけ", method="by_me", widget=forms.CheckboxInput)

    def __init__(self, request):
        rows = Consultation.objects.visible_to(request.user)
        super().__init__(request, rows, rows=rows.select_related("partner", "by"))

    @property
    def sorted_rows(self):
        rows = super().sorted_rows
        return rows.filter(next_on__isnull=False) if self.sort == "next" else rows

    def by_words(self, rows, name, value):
        if number := receipt_number(value, "C"):
            return rows.filter(number=number)
        return matching_typed(rows, value, ("partner__name", "partner__kana"))

    def by_state(self, rows, name, value):
        return rows.filter(by__isnull=True) if value == "new" else rows.filter(state=value, by__isnull=False)

    def by_topic(self, rows, name, value):
        return rows.filter(topics__icontains=f'"{value}"')

    def by_me(self, rows, name, value):
        return rows.filter(by=self.request.user) if value else rows


class SharedFilter(ListFilter):
    """q over the texts that coordinators wrote for the reader's office; the newest first."""

    q = WordsFilter(label="文・団体の名前", method="by_words")

    def __init__(self, request):
        rows = Consultation.objects.shared_with(request.user)
        super().__init__(request, rows, rows=rows.select_related("partner", "body"))

    @property
    def sorted_rows(self):
        return self.qs.order_by("-shared_at", "-pk")

    def by_words(self, rows, name, value):
        return matching_typed(rows, value, ("shared_text", "partner__name"))
