"""What the list of cases is narrowed by. Every combination is an address that one can send."""

import django_filters as filters
from django import forms
from django.db.models import Q

from guidelines.library.forms import AskForm
from guidelines.library.models import ActorKind, CaseStudy, FormCode, Topic, having
from kyodo_portal.common.lists.search import words


class CaseFilter(filters.FilterSet):
    """q, city, topic, form, actor. `offers` is {filter: choices} out of the cases there are; other values are passed over."""

    q = filters.CharFilter(label="ことば", method="by_words")
    city = filters.ChoiceFilter(label="市町村", field_name="guideline__municipality__code", empty_label="すべての市町村")
    topic = filters.MultipleChoiceFilter(label="分野", method="by_codes", widget=forms.CheckboxSelectMultiple)
    form = filters.MultipleChoiceFilter(label="協働の形態", method="by_codes", widget=forms.CheckboxSelectMultiple)
    actor = filters.MultipleChoiceFilter(label="かかわった人たち", method="by_codes", widget=forms.CheckboxSelectMultiple)

    COLUMNS = {"topic": ("topics", Topic), "form": ("form_codes", FormCode), "actor": ("actors", ActorKind)}

    class Meta:
        model = CaseStudy
        form = AskForm
        fields = []

    def __init__(self, data, queryset, *, offers):
        super().__init__(data, queryset)
        for name, rows in offers.items():
            self.filters[name].extra["choices"] = rows

    def by_words(self, rows, name, value):
        # A city's name is no text of its cases, and people type it all the same.
        for word in words(value):
            rows = rows.filter(Q(search_text__contains=word) | Q(guideline__municipality__name__contains=word))
        return rows

    def by_codes(self, rows, name, values):
        chosen = Q()
        for code in values:
            chosen |= having(self.COLUMNS[name][0], code)
        return rows.filter(chosen)

    @property
    def chosen(self):
        """[(parameter, value, words)] of everything that narrows the list now."""
        found = []
        for name, value in getattr(self.form, "cleaned_data", {}).items():
            labels = dict(getattr(self.form.fields[name], "choices", []))
            for one in value if isinstance(value, list) else [value] if value else []:
                found.append((name, str(one), f"ことば：{one[:40]}" if name == "q" else str(labels.get(one, one))))
        return found
