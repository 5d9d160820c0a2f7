"""連絡窓口: whom the other side asks, and who is the deputy."""

from kyodo_portal.common.forms.choice_fields import ChoiceField, TickField
from kyodo_portal.common.forms.fields import LineField, PhoneField
from kyodo_portal.process.forms import EditForm

ONE_OF_BOTH = "窓口の人を選ぶか、ここにいない人の名前を書いてください。両方は入れられません。"
NOBODY = "ここにいない人（下に名前を書く）"


class WindowForm(EditForm):
    """Both are chosen among `people` (Users); cleaned, they are Users or None. is_city: everybody reads the desk and its telephone."""

    buttons = [("name", "連絡窓口を決める", "")]
    field_order = ["main", "main_name", "deputy", "desk", "phone", "extension", "person_public"]

    main_name = LineField(
        label="ここにいない人の名前", required=False, max_length=80, help_text="サインインしない人が窓口のときに書きます。"
    )
    desk = LineField(label="係・窓口の場所", required=False, max_length=80, help_text="例：市役所2階 地域づくり係")
    phone = PhoneField(label="電話番号", required=False, max_length=20)
    extension = LineField(label="内線", required=False, max_length=20)
    person_public = TickField(label="窓口の人の名前も、だれでも見られるようにする", required=False)

    def __init__(self, *args, people, is_city, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in people}
        choices = [(key, str(user)) for key, user in self.people.items()]
        self.fields["main"] = ChoiceField(label="連絡窓口（正）", choices=[("", NOBODY), *choices], required=False)
        self.fields["deputy"] = ChoiceField(
            label="連絡窓口（副）",
            choices=[("", "決めない"), *choices],
            required=False,
            help_text="期限をすぎた仕事は、副の人にも知らせます。",
        )
        if is_city:
            self.fields["phone"].help_text = "係・窓口の場所と電話番号は、公開のページにも出ます。"
        else:
            self.fields["phone"].help_text = "場所も電話番号も、双方の人だけが見ます。"
            del self.fields["person_public"]
        self.order_fields(self.field_order)

    def clean_main(self):
        return self.people.get(self.cleaned_data["main"])

    def clean(self):
        cleaned = super().clean()
        if not self.errors and (cleaned["main"] is None) == (cleaned["main_name"] == ""):
            self.add_error("main", ONE_OF_BOTH)
        return cleaned

    def clean_deputy(self):
        return self.people.get(self.cleaned_data["deputy"])
