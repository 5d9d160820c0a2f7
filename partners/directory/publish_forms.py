"""What of a group's contact data the public sees."""

from django import forms

from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.forms import EditForm

from .actions import consent_fields, etag_of_consents
from .consent import CHOICES, CONSEQUENCE, NAME_CHOICES, NAME_CONSEQUENCE, NO, YES
from .consent_models import NAME
from .schema import LABELS


class PublishForm(EditForm):
    """Per field: shown to everybody or not. `partner` decides what is chosen at first."""

    buttons = [("save", "公開する項目を保存する", "")]

    def __init__(self, *args, partner, **kwargs):
        super().__init__(*args, initial={ETAG: etag_of_consents(partner)}, **kwargs)
        self.names = consent_fields(partner)
        given = set(partner.consents.in_force().values_list("field", flat=True))
        for name in self.names:
            value = getattr(partner, name) or "まだ入っていません"
            self.fields[name] = ChoiceField(
                label=f"{'名前' if name == NAME else LABELS[name]}：{value}",
                choices=NAME_CHOICES if name == NAME else CHOICES,
                widget=forms.RadioSelect,
                initial=YES if name in given else NO,
                help_text=NAME_CONSEQUENCE if name == NAME else CONSEQUENCE,
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
