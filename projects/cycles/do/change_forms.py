"""A change of the plan is asked for: the plan as it should be, and why."""

from django import forms

from kyodo_portal.common.forms.fields import TextField
from projects.cycles.forms import what_field
from projects.cycles.plan.forms import PlanForm


class ChangeForm(PlanForm):
    """The agreed plan to be written over, what is to be different in a sentence, why, and the version that was read."""

    what = what_field()
    reason = TextField(label="理由", max_length=2000, rows=3, help_text="相手にそのまま伝わります。")
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
