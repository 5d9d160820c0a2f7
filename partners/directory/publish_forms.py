"""What of a group's contact data the public sees."""

from django import forms

from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.forms import EditForm

from .actions import asked_consents, etag_of_consents
from .consent import CHOICES, NAME_CHOICES, NO, YES
from .consent_models import NAME, wording_in_force


class PublishForm(EditForm):
    """Per field: shown to everybody or not. `partner` decides what is chosen at first."""

    buttons = [("save", "公開する項目を保存する", "")]

    def __init__(self, *args, partner, **kwargs):
        super().__init__(*args, initial={ETAG: etag_of_consents(partner)}, **kwargs)
        words = wording_in_force()
        self.names = [row.field for row in asked_consents(partner)]
        given = set(partner.consents.in_force().values_list("field", flat=True))
        for name, label, value in asked_consents(partner):
            self.fields[name] = ChoiceField(
                label=f"{label}：{value or 'まだ入っていません'}",
                choices=NAME_CHOICES if name == NAME else CHOICES,
                widget=forms.RadioSelect,
                initial=YES if name in given else NO,
                help_text=words.name_consequence if name == NAME else words.consequence,
            )

    @property
    def now_and_chosen(self):
        """[(label, what stands now, what this page chose)] in words, for whoever was overtaken."""
        pairs = []
        for name in self.names:
            field = self.fields[name]
            words = dict(field.choices)
            pairs.append((field.label, words[field.initial], words.get(self.cleaned_data.get(name), "―")))
        return pairs

    @property
    def chosen(self):
        return [name for name in self.names if self.cleaned_data.get(name) == YES]
