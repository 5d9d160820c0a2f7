"""The form by which somebody is invited to a place: a group, a panel, a committee."""

from django import forms
from django.utils import timezone

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import JaEmailField
from kyodo_portal.common.templatetags.kyodo import jdate


class InviteForm(KyodoForm):
    """Whom, as what, and where the place has days, from when until when. page: the InvitingPage."""

    with_key = True
    buttons = [("invite", "招待のメールを送る", "")]

    email = JaEmailField(label="招く人のメールアドレス", help_text="このアドレスでサインインした人だけが、受けられます。")
    part = ChoiceField(label="役", choices=[], widget=forms.RadioSelect)
    since = JaDateField(label="いつから", initial=timezone.localdate, earliest=timezone.localdate)
    until = JaDateField(label="いつまで", required=False, earliest=timezone.localdate)
    proof = ChoiceField(
        label="確かめた方法", choices=[], help_text="団体の人だと、どうやって確かめたかを選んでください。記録に残ります。"
    )
    checked_on = JaDateField(label="確かめた日", latest=timezone.localdate, initial=timezone.localdate)

    def __init__(self, *args, page, **kwargs):
        super().__init__(*args, **kwargs)
        self.page = page
        if len(page.parts) > 1:
            self.fields["part"].choices = page.parts
            self.fields["part"].initial = page.parts[0][0]
        else:
            del self.fields["part"]
        if not page.asks_days:
            del self.fields["since"], self.fields["until"]
        if page.proofs:
            self.fields["proof"].choices = [("", "選んでください"), *page.proofs]
        else:
            del self.fields["proof"], self.fields["checked_on"]

    def clean(self):
        data = super().clean()
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", "「いつから」と同じ日か、それより後の日にしてください。")
        return data

    @property
    def place(self):
        """What `invite` takes besides whom and where."""
        said = self.cleaned_data
        part = said.get("part") or self.page.parts[0][0]
        return {
            "part": part,
            "since": said.get("since") or timezone.localdate(),
            "until": said.get("until"),
            "made_sure": self._made_sure(),
        }

    def _made_sure(self):
        said = self.cleaned_data
        if not said.get("proof"):
            return ""
        return f"団体の人だと確かめた：{dict(self.page.proofs)[said['proof']]}（{jdate(said['checked_on'])}）"
