"""What the secretariat says of a 除斥, and whom an administrator names for a 代決."""

from django import forms
from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField, ModelChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField
from kyodo_portal.process.forms import EditForm

from .access import desks_without_people, possible_substitutes
from .models import Substitute

STAYS_AWAY, TAKES_PART = "confirmed", "rejected"


class ExclusionForm(EditForm):
    """Does this person stay away, or take part all the same."""

    buttons = [("judge", "この扱いにする", "")]
    verdict = ChoiceField(
        label="この人の扱い",
        choices=[
            (STAYS_AWAY, "加わらない。団体の人なので、この提案の審査と手続きから外れます。"),
            (TAKES_PART, "加わってよい。団体の人であることは、この提案では数えません（例：外すために名前が出された）。"),
        ],
        widget=forms.RadioSelect,
    )
    reason = LineField(
        label="理由",
        required=False,
        max_length=200,
        help_text="「加わってよい」とするときは、必ず書いてください。本人のお知らせに、そのまま届きます。",
    )


class SubstituteForm(KyodoForm):
    """Who acts for a desk at which nobody is left."""

    with_key = True
    buttons = [("name", "この人を代決する人にする", "")]
    reason = LineField(label="わけ", max_length=200, help_text="例：事務局の全員が、提案した団体の人であるため。")
    until = JaDateField(label="いつまで", required=False, help_text="空のときは、終えるまで続きます。")

    def __init__(self, *args, proposal, **kwargs):
        super().__init__(*args, **kwargs)
        desks = [(desk, Substitute.Desk(desk).label) for desk in desks_without_people(proposal)]
        own = {
            "desk": ChoiceField(label="だれの代わりか", choices=desks, widget=forms.RadioSelect),
            "user": ModelChoiceField(possible_substitutes(proposal), label="代決する人", empty_label="選んでください"),
        }
        self.fields = {**own, **self.fields}

    def clean_until(self):
        day = self.cleaned_data["until"]
        if day and day < timezone.localdate():
            raise forms.ValidationError("今日からあとの日を入れてください。")
        return day
