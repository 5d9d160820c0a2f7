"""The form by which somebody is invited to an office of the city."""

from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField, ModelChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import JaEmailField

from .membership import Membership
from .staff_invitations import offices_today

PARTS = [choice for choice in Membership.Part.choices if choice[0] != Membership.Part.VIEWER]


class InvitationForm(KyodoForm):
    with_key = True
    buttons = [("invite", "招待のメールを送る", "")]

    email = JaEmailField(label="メールアドレス", help_text="このアドレスでサインインした人だけが、受けられます。")
    office = ModelChoiceField(queryset=offices_today(), label="課", empty_label="選んでください")
    part = ChoiceField(label="役", choices=PARTS, initial=Membership.Part.MEMBER)
    since = JaDateField(label="いつから", initial=timezone.localdate, earliest=timezone.localdate)
    until = JaDateField(label="いつまで", required=False, earliest=timezone.localdate)

    def clean(self):
        data = super().clean()
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", "「いつから」と同じ日か、それより後の日にしてください。")
        return data
