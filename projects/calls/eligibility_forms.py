"""Forms of the admin about who may propose to a call."""

from django import forms

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField, ModelChoiceField, MultipleChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import TextField
from partners.directory.standing import Standing
from partners.models import Partner

from .eligibility_models import Condition, Preparation


def groups_outside():
    """The groups that may propose or wait for their registration: not the city's own offices."""
    outside = (Partner.Office.NONE, Partner.Office.COORDINATOR)
    groups = Partner.objects.filter(office__in=outside, standing__in=(Standing.REGISTERED, Standing.APPLYING))
    return groups.order_by("kana_key", "pk")


class PreparationForm(KyodoForm):
    """A group came to the briefing or to talk before it wrote."""

    with_key = True
    buttons = [("note", "記録する", "")]
    partner = ModelChoiceField(Partner.objects.none(), label="団体", empty_label="選んでください")
    kind = ChoiceField(label="何をしたか", choices=Preparation.Kind.choices, widget=forms.RadioSelect)
    on = JaDateField(label="いつ")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = groups_outside()


class WaiverForm(KyodoForm):
    """Lets one group off conditions of the call."""

    with_key = True
    buttons = [("waive", "この団体に、条件を免じる", "")]
    partner = ModelChoiceField(Partner.objects.none(), label="団体", empty_label="選んでください")
    conditions = MultipleChoiceField(label="免じる条件", choices=Condition.choices, widget=forms.CheckboxSelectMultiple)
    reason = TextField(
        label="理由", max_length=1000, rows=4, help_text="この団体と市の中の人が読みます。公開のページには出ません。"
    )

    def __init__(self, *args, asked, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = groups_outside()
        self.fields["conditions"].choices = [pair for pair in Condition.choices if pair[0] in asked]
