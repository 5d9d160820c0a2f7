"""What the directory can be narrowed by. Every combination is an address that one can send."""

from django.db.models import F, Value
from django_filters import ChoiceFilter

from kyodo_portal.common.lists.filters import BoxesFilter, ListFilter, Sort, WordsFilter

from .kind import PartnerKind
from .models import Partner
from .reference_models import Area, Field

HAS = [("offers", "できることがある"), ("needs", "求めることがある")]


OFFERED = (
    Field.objects.order_by()
    .values_list(Value("field"), "number", "number", "short")
    .union(Area.objects.order_by().values_list(Value("area"), "order", "pk", "name"), all=True)
)


def _choices():
    choices = {"field": [], "area": []}
    for name, _, key, label in sorted(OFFERED.all()):
        choices[name].append((str(key), label))
    return choices


class PartnerFilter(ListFilter):
    """q, field, kind, area, has over published partners. Fields and areas are read in one query."""

    SORTS = {
        "kana": Sort("50音順"),
        "new": Sort("新しい順", (F("confirmed_on").desc(nulls_last=True), "-pk")),
    }
    UNIT = "団体"

    q = WordsFilter(help_text="団体の名前や活動の内容")
    field = BoxesFilter(label="活動の分野", method="by_field")
    kind = BoxesFilter(label="団体の種類", choices=PartnerKind.of_groups())
    area = ChoiceFilter(label="活動している地域", method="by_area", empty_label="すべての地域")
    has = BoxesFilter(label="相手さがし", choices=HAS, method="by_has", folded=False)

    def __init__(self, request, queryset, *, rows=None):
        super().__init__(request, queryset, choices=_choices(), rows=rows)

    def by_field(self, partners, name, values):
        # A subquery instead of a join: a partner with two of the chosen fields still counts once.
        chosen = Partner.fields.through.objects.filter(field__number__in=values)
        return partners.filter(pk__in=chosen.values("partner"))

    def by_area(self, partners, name, value):
        chosen = Partner.areas.through.objects.filter(area=value)
        return partners.filter(pk__in=chosen.values("partner"))

    def by_has(self, partners, name, values):
        for column in values:
            partners = partners.exclude(**{column: ""})
        return partners
