"""去年決めたこと: what became of one of them."""

from django import forms

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.fields import LineField

from .carried_models import CarryOver

Outcome = CarryOver.Outcome


class TickForm(KyodoForm):
    """Done, or let go; why is asked for what is let go."""

    buttons = [("tick", "しるしを付ける", "")]

    outcome = ChoiceField(label="どうなりましたか", choices=Outcome.choices, widget=forms.RadioSelect, initial=Outcome.DONE)
    note = LineField(
        label="ひとこと",
        max_length=300,
        required=False,
        help_text="しないことにしたときは、わけを書いてください。双方の人が読みます。",
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("outcome") == Outcome.DROPPED and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", "しないことにしたわけを書いてください。")
        return cleaned
