"""What the board can be narrowed by."""

from kyodo_portal.common.forms.choice_fields import ChoiceField, TickField
from kyodo_portal.common.forms.fields import LineField
from kyodo_portal.common.lists.filters import ListForm
from kyodo_portal.common.own_words import has_coordinator
from kyodo_portal.common.workflow import ROLES

from .presenters import STAGES, WORDS, stage_label

HOLDERS = [(who, ROLES[who]) for who in ("applicant", "secretariat", "department", "panel", "coordinator")]
if not has_coordinator():
    HOLDERS.pop()


class BoardForm(ListForm):
    q = LineField(label="ことば", required=False, help_text="名前や団体の名前、声の番号")
    kind = ChoiceField(label="種類", required=False, choices=[("", "すべて"), *WORDS.items()])
    stage = ChoiceField(
        label="段階",
        required=False,
        choices=[("", "すべての段階"), *((f"{kind}-{state}", stage_label(kind, state)) for kind, state in STAGES)],
    )
    department = ChoiceField(label="担当課", required=False)
    holder = ChoiceField(label="だれの番か", required=False, choices=[("", "すべて"), *HOLDERS])
    late = TickField(label="おくれているものだけ", required=False)
    moved = TickField(label="動きのあるものだけ", required=False)
    mine = TickField(label="自分が伴走しているものだけ", required=False)

    def __init__(self, data=None, *, departments, coordinator):
        super().__init__(data)
        self.fields["department"].choices = [("", "すべての課"), *departments]
        if not coordinator:
            del self.fields["mine"]

    @property
    def conditions(self):
        """What was asked and could be read; the rest is passed over."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
