"""What 形態えらび asks. Every combination is an address that one can send."""

from django import forms

from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.search import SearchForm

from .choosing import QUESTIONS


class ChooseForm(SearchForm):
    """形態えらび: one question under another, each of which may stay open."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[question.name] = ChoiceField(
                label=question.text, choices=question.choices, required=False, widget=forms.RadioSelect
            )

    @property
    def answers(self):
        """{question's name: code} of what was answered; a value that is no answer counts as none."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}
