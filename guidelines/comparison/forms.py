"""What is compared: one kind, two to five documents. A GET form, so that its address can be sent to others."""

from django import forms
from django.core.exceptions import ValidationError

from guidelines.library.naming import city_of
from kyodo_portal.common.forms.choice_fields import ChoiceField, MultipleChoiceField
from kyodo_portal.common.forms.search import SearchForm

from .column_presenters import KINDS
from .presenters import FEWEST, MOST


class CompareForm(SearchForm):
    """Kind and documents; whatever was sent, `kind_shown` and `slugs_shown` are something sensible."""

    kind = ChoiceField(
        label="くらべること", choices=[(code, kind.label) for code, kind in KINDS.items()], widget=forms.RadioSelect
    )
    city = MultipleChoiceField(label="くらべる自治体", required=False, help_text=f"{FEWEST}つから{MOST}つまで選べます。")

    def __init__(self, data, guidelines):
        self.guidelines = guidelines
        super().__init__(data if {"kind", "city"} & set(data) else None)
        self.fields["city"].choices = [(guideline.slug, _city_and_title(guideline)) for guideline in guidelines]

    def clean_kind(self):
        if len(self.data.getlist("kind")) > 1:
            raise ValidationError("くらべることは、1つだけ選んでください。")
        return self.cleaned_data["kind"]

    def clean_city(self):
        sent = self.cleaned_data["city"]
        if len(sent) != len(set(sent)):
            raise ValidationError("同じ自治体が2回選ばれています。くらべる自治体を選び直してください。")
        if len(sent) < FEWEST:
            raise ValidationError(f"くらべる自治体を{FEWEST}つ以上選んでください。")
        if len(sent) > MOST:
            raise ValidationError(f"くらべる自治体は{MOST}つまでにしてください。いまは{len(sent)}つです。")
        return sent

    @property
    def kind_shown(self):
        sent = self.data.get("kind") if self.is_bound else None
        return KINDS.get(sent, KINDS["principles"])

    @property
    def slugs_shown(self):
        """Those of the sent ones that there are; more than the table holds are cut by it."""
        sent = self.data.getlist("city") if self.is_bound else []
        return [guideline.slug for guideline in self.guidelines if guideline.slug in sent]

    def preselect(self, comparison):
        """Mark what is shown when nothing was sent."""
        if not self.is_bound:
            code = next(code for code, kind in KINDS.items() if kind is comparison.kind)
            self.initial = {"kind": code, "city": [column.guideline.slug for column in comparison.columns]}


def _city_and_title(guideline):
    """City and title; the title alone where it begins with the city's name."""
    begins = guideline.title.startswith(str(guideline.municipality)) and not guideline.city_note
    return guideline.title if begins else f"{city_of(guideline)} {guideline.title}"
