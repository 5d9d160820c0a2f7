"""相談したい: the form of the public page."""

from django import forms

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.fields import LineField, TextField

from .models import WhoKind
from .quiet import keep_quiet


class ArrivingForm(KyodoForm):
    """相談したい: the text and how one can be reached, both sealed as they arrive."""

    with_key = True
    buttons = [("send", "封をして送る", "")]

    to = ChoiceField(label="どこに相談しますか")
    text = TextField(label="相談したいこと", max_length=3000, rows=7, help_text="うまくまとまっていなくてかまいません。")
    who_kind = ChoiceField(label="あなたの立場", choices=[("", "えらんでください"), *WhoKind.choices], initial="")
    name = LineField(label="お名前", max_length=60, required=False, help_text="言いたくないときは、空けておきます。")
    contact = LineField(
        label="電話番号かメール",
        max_length=120,
        required=False,
        help_text="返事はここにします。空けると、返事ができません。話しかけてよい時間があれば、いっしょに書いてください。",
    )

    def __init__(self, *args, zones, **kwargs):
        super().__init__(*args, **kwargs)
        keep_quiet(self.fields, ("text", "name", "contact"))
        self.zones = {str(zone.pk): zone for zone in zones}
        self.fields["to"].choices = [(key, zone.body.name) for key, zone in self.zones.items()]
        self.fields["to"].initial = next(iter(self.zones))
        if len(self.zones) == 1:
            self.fields["to"].widget, self.fields["to"].required = forms.HiddenInput(), False

    @property
    def zone(self):
        return self.zones[self.cleaned_data["to"] or next(iter(self.zones))]
