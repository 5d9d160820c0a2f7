"""連絡窓口: whom the other side asks, and who is the deputy."""

from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.process.forms import EditForm


class WindowForm(EditForm):
    """Both are chosen among `people` (Users); cleaned, they are Users, no deputy is None."""

    buttons = [("name", "連絡窓口を決める", "")]
    field_order = ["main", "deputy"]

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in people}
        choices = [(key, str(user)) for key, user in self.people.items()]
        self.fields["main"] = ChoiceField(label="連絡窓口（正）", choices=choices)
        self.fields["deputy"] = ChoiceField(
            label="連絡窓口（副）",
            choices=[("", "決めない"), *choices],
            required=False,
            help_text="期限をすぎた仕事は、副の人にも知らせます。",
        )
        self.order_fields(self.field_order)

    def clean_main(self):
        return self.people[self.cleaned_data["main"]]

    def clean_deputy(self):
        return self.people.get(self.cleaned_data["deputy"])
