"""What a year's list can be narrowed by. Every combination is an address that one can send."""

from django.db.models import F, Q
from django_filters import ChoiceFilter

from guidelines.library.models.fields import having
from kyodo_portal.common.lists.filters import BoxesFilter, ListFilter, Sort, WordsFilter
from kyodo_portal.common.lists.typed_text import matching_typed
from kyodo_portal.common.own_words import own_words

from .models import Counted, SnapshotRow

SEARCHED = ("title", "partners", "office", "number", "form_words")


class RowFilter(ListFilter):
    """q, form, kind, office, new and counted over the rows of one version; the choices are those that its summary knows."""

    SORTS = {
        "order": Sort("形態の順", ("order",)),
        "name": Sort("名前の順", ("title", "order")),
        "cost": Sort(
            own_words("市の負担の大きい順"), (F("city_cost").desc(nulls_last=True), "order")
        ),  # what is unknown stands last
    }
    PER_PAGE = 50

    q = WordsFilter(method="by_words")
    form = BoxesFilter(label="協働の形態", method="by_form")
    kind = BoxesFilter(label="相手の種類", method="by_kind")
    office = ChoiceFilter(label="担当課", field_name="office", empty_label="すべての課")
    new = ChoiceFilter(label="新規・継続", choices=[("yes", "新規"), ("no", "継続")], method="by_new", empty_label="どちらも")
    counted = ChoiceFilter(label="数え方", choices=Counted.choices, field_name="counted", empty_label="すべて")

    def __init__(self, request, snapshot):
        summary = snapshot.summary
        choices = {
            "form": list(
                {form["code"]: form["label"] for form in (*summary.get("forms", ()), *summary.get("support", ()))}.items()
            ),
            "kind": [(kind["code"], kind["label"]) for kind in summary.get("kinds", ())],
            "office": [(office["name"], office["name"]) for office in summary.get("offices", ()) if office["name"]],
        }
        rows = SnapshotRow.objects.filter(snapshot=snapshot)
        super().__init__(request, rows, choices=choices, rows=SnapshotRow.objects.select_related("project"))

    def by_words(self, rows, name, value):
        return matching_typed(rows, value, SEARCHED)

    def by_form(self, rows, name, values):
        return rows.filter(_any_of("form_codes", values))

    def by_kind(self, rows, name, values):
        return rows.filter(_any_of("partner_kinds", values))

    def by_new(self, rows, name, value):
        return rows.filter(is_new=value == "yes")


def _any_of(column, codes):
    held = Q()
    for code in codes:
        held |= having(column, code)
    return held
