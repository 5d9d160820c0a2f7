"""What of a group's contact data the public sees."""

from django import forms

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField

from .consent import CHOICES, CONSEQUENCE, NO, YES
from .models import Partner
from .schema import LABELS


class PublishForm(KyodoForm):
    """Per field: shown to everybody or not. `partner` decides what is chosen at first."""

    buttons = [("save", "公開する項目を保存する", "")]

    def __init__(self, *args, partner, **kwargs):
        super().__init__(*args, **kwargs)
        given = set(partner.consents.in_force().values_list("field", flat=True))
        for name in Partner.CONSENT_FIELDS:
            self.fields[name] = ChoiceField(
                label=f"{LABELS[name]}：{getattr(partner, name) or 'まだ入っていません'}",
                choices=CHOICES,
                widget=forms.RadioSelect,
                initial=YES if name in given else NO,
                help_text=CONSEQUENCE,
            )

    @property
    def chosen(self):
        return [name for name in Partner.CONSENT_FIELDS if self.cleaned_data.get(name) == YES]
