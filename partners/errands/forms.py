"""What an errand says that somebody of the secretariat enters."""

from django import forms

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, TextField
from partners.directory.body_fields import BodyField

from .models import Errand


class ErrandForm(KyodoForm):
    """Whom to tell, what, how, by when."""

    with_key = True
    buttons = [("enter", "用足しに入れる", "")]

    partner = BodyField(label="相手", max_length=200, help_text="団体のページの番号（/partners/12/ なら12）か、団体名")
    what = LineField(label="用件", max_length=200, help_text="例：総会の日を聞く")
    body = TextField(label="伝えること", required=False, max_length=2000, rows=4)
    way = ChoiceField(label="伝え方", choices=Errand.Way.choices, initial=Errand.Way.PHONE, widget=forms.RadioSelect)
    due = JaDateField(label="期限", required=False)

    @property
    def said(self):
        """What `enter_errand` asks for."""
        return {name: self.cleaned_data[name] for name in ("partner", "what", "body", "way", "due", "form_key")}
