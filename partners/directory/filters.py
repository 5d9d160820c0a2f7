"""What the directory can be narrowed by. Values that are no choice are left out, never an error."""

import django_filters
from django.db.models import F

from kyodo_portal.common.lists.search import matching

from .models import Area, Field, Partner, PartnerKind

SORTS = [("kana", "50音順"), ("new", "新しい順")]
HAS = [("offers", "できることがある"), ("needs", "求めることがある")]
KINDS = PartnerKind.of_groups()


class PartnerFilter(django_filters.FilterSet):
    """q, kind, field, area, has, sort over published partners."""

    q = django_filters.CharFilter(label="ことば", method="by_words")
    kind = django_filters.MultipleChoiceFilter(label="団体の種類", choices=KINDS)
    field = django_filters.MultipleChoiceFilter(label="活動の分野", method="by_field")
    area = django_filters.ChoiceFilter(label="活動する地域", method="by_area")
    has = django_filters.MultipleChoiceFilter(label="できること・求めること", choices=HAS, method="by_has")
    sort = django_filters.ChoiceFilter(label="並べかえ", choices=SORTS, method="in_order")

    class Meta:
        model = Partner
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Read once for boxes, check and labels together.
        self.filters["field"].extra["choices"] = [
            (str(number), short) for number, short in Field.objects.values_list("number", "short")
        ]
        self.filters["area"].extra["choices"] = [(str(pk), name) for pk, name in Area.objects.values_list("pk", "name")]

    def by_words(self, rows, name, value):
        return matching(rows, value)

    def by_field(self, rows, name, values):
        # A subquery instead of a join: a partner with two of the chosen fields still counts once.
        chosen = Partner.fields.through.objects.filter(field__number__in=values)
        return rows.filter(pk__in=chosen.values("partner")) if values else rows

    def by_area(self, rows, name, value):
        chosen = Partner.areas.through.objects.filter(area=value)
        return rows.filter(pk__in=chosen.values("partner"))

    def by_has(self, rows, name, values):
        for one in values:
            rows = rows.exclude(**{one: ""})
        return rows

    def in_order(self, rows, name, value):
        return rows.order_by(F("confirmed_on").desc(nulls_last=True), "-pk") if value == "new" else rows

    @property
    def chosen(self):
        """{filter: the accepted values as a list}."""
        self.form.is_valid()
        found = {}
        for name in ("q", "kind", "field", "area", "has"):
            value = self.form.cleaned_data.get(name)
            if value:
                found[name] = value if isinstance(value, list) else [value]
        return found

    @property
    def conditions(self):
        """[(filter, value, words)] of what is chosen, for links that take one away."""
        choices = {name: dict(self.filters[name].extra["choices"]) for name in ("kind", "field", "area", "has")}
        return [
            (name, value, f"ことば：{value[:40]}" if name == "q" else choices[name].get(value, value))
            for name, values in self.chosen.items()
            for value in values
        ]

    def boxes(self, name):
        """[(value, label, chosen)] for a group of boxes or a list to choose from."""
        chosen = self.chosen.get(name, [])
        return [(value, label, value in chosen) for value, label in self.filters[name].extra["choices"]]
