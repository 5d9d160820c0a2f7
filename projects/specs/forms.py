"""What is asked before a new version of 形態の決めごと is made or put in use."""

from guidelines.models import CollaborationForm
from kyodo_portal.common.forms.choice_fields import ModelChoiceField
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.forms import EditForm


class VersionForm(EditForm):
    """For which form of the city; without one for all of its common kind."""

    buttons = [("make", "新しい版をつくる", "")]

    form = ModelChoiceField(
        label="どの形態の決めごとか",
        queryset=CollaborationForm.objects.none(),
        required=False,
        empty_label="同じ種類のすべての形態",
    )

    def __init__(self, data=None, *, spec, etag):
        super().__init__(data, initial={ETAG: etag, "form": spec.form_id})
        self.fields["form"].queryset = CollaborationForm.objects.offered().filter(code=spec.code)


class UseForm(EditForm):
    buttons = [("use", "この版を使い始める", "")]
