"""What the steps of a year ask besides the questions that every process knows."""

from django import forms

from guidelines.models import CollaborationForm
from kyodo_portal.common.forms.choice_fields import ChoiceField, ModelChoiceField
from kyodo_portal.common.forms.fields import TextField
from projects.cycles.act.models import Improvement
from projects.cycles.frozen import frozen_lists_of
from projects.entries.amends import amends_question


def ticked_by(words):
    """A box to tick with these words beside it, so that label and hint can stand above."""
    widget = forms.CheckboxInput()
    widget.check_label = words
    return widget


def what_field():
    """What somebody wants to be different, in a sentence above the plan."""
    return TextField(label="変えたいこと", max_length=2000, rows=3, help_text="目標、役割、予算、日程のどこを、どう変えたいか。")


QUESTIONS = {
    "amends": lambda cycle: amends_question(frozen_lists_of(cycle)),
    "what": lambda cycle: what_field(),
    "outcome": lambda cycle: ChoiceField(label="これからの扱い", choices=Improvement.Outcome.choices, widget=forms.RadioSelect),
    "new_form": lambda cycle: ModelChoiceField(
        label="新しい形態",
        queryset=CollaborationForm.objects.offered(),
        required=False,
        empty_label="選んでください",
        help_text="「形態を変えて続ける」のときだけ選びます。",
    ),
    "why": lambda cycle: TextField(label="理由", max_length=2000, rows=4, help_text="公開されます。"),
    "next_plan": lambda cycle: TextField(
        label="次に変えること",
        max_length=2000,
        rows=4,
        required=False,
        help_text="改善して続けるとき、形態を変えて続けるときに要ります。公開されます。",
    ),
}
