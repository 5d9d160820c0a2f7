"""What the ledger's list can be narrowed by. Every combination is an address that one can send."""

import django_filters as filters
from django import forms

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.lists.search import matching
from partners.models import PartnerKind
from projects.cycles.workflow import CYCLE
from projects.cycles.years import years
from projects.entries.models import Project

PHASES = [*({**CYCLE.stages, "ended": "終わったもの"}.items())]
SORTS = {"new": ("動きの新しい順", ("-updated_at", "-pk")), "name": ("50音順", ("kana", "title", "pk"))}


class FilterForm(KyodoForm):
    buttons = []
    is_search = True  # nothing here is 必須 or 任意


def _many(label, **kwargs):
    return filters.MultipleChoiceFilter(label=label, widget=forms.CheckboxSelectMultiple, distinct=True, **kwargs)


class ProjectFilter(filters.FilterSet):
    """`choices` come from presenters.choices(); values that are none of them are passed over."""

    q = filters.CharFilter(label="ことば", method="by_words")
    phase = filters.ChoiceFilter(label="いまの段階", choices=PHASES, method="by_phase", empty_label="すべての段階")
    year = filters.ChoiceFilter(
        label="年度", choices=years, field_name="cycles__fiscal_year", distinct=True, empty_label="すべての年度"
    )
    form = _many("協働の形態", field_name="form_id")
    field = _many("分野", method="by_rows")
    area = _many("地域", method="by_rows")
    kind = _many("相手の種類", choices=PartnerKind.of_groups(), method="by_kind")
    department = filters.ChoiceFilter(label="担当課", method="by_department", empty_label="すべての課")

    class Meta:
        model = Project
        form = FilterForm
        fields = []

    def __init__(self, data, queryset, *, choices):
        super().__init__(data, queryset)
        for name, rows in choices.items():
            self.filters[name].extra["choices"] = rows

    def by_words(self, rows, name, value):
        return matching(rows, value)

    def by_phase(self, rows, name, value):
        return rows.filter(current_status__in=CYCLE.at(value))

    def by_rows(self, rows, name, value):
        # A subquery and not a join: a project with two chosen areas stands once, and the count stays cheap.
        through = getattr(Project, f"{name}s").through
        return rows.filter(pk__in=through.objects.filter(**{f"{name}_id__in": value}).values("project_id"))

    def by_kind(self, rows, name, value):
        return rows.filter(
            pk__in=Project.objects.filter(participations__partner__kind__in=value, participations__side="group").values("pk")
        )

    def by_department(self, rows, name, value):
        return rows.filter(
            pk__in=Project.objects.filter(participations__partner_id=value, participations__side="city").values("pk")
        )

    @property
    def chosen(self):
        """[(parameter, value, words)] of everything that narrows the list now."""
        found = []
        for name, value in getattr(self.form, "cleaned_data", {}).items():
            labels = dict(getattr(self.form.fields[name], "choices", []))
            for one in value if isinstance(value, list) else [value] if value else []:
                words = f"ことば：{one}" if name == "q" else str(labels.get(one, one))
                found.append((name, str(one), words))
        return found
