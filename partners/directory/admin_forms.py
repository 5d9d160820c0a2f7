"""What the city enters and corrects of a partner by hand."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.doubts import DoubtingForm

from .kind import MembersUnit
from .similar import doubts_about_new

SAME = "同じ団体なら、新しく入れずに、そちらを直してください。"


class PartnerForm(DoubtingForm, forms.ModelForm):
    """A unit typed behind the number of members (96世帯) goes into its own box; a name that stands already is asked about."""

    renamed_on = JaDateField(
        label="名前が変わった日",
        required=False,
        latest=timezone.localdate,
        help_text="名前が変わったときに入れます。前の名前が、前の年度のページと検索に残ります。書きまちがいを直すだけなら、空けておきます。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "members_count" in self.fields:
            self.fields["members_count"].units = MembersUnit.labels
            self.fields["members_unit"].required = False
            self._take_unit()

    def _take_unit(self):
        try:
            typed = self.fields["members_count"].to_python(self["members_count"].data) if self.is_bound else None
        except ValidationError:
            return
        if typed is not None and typed.unit:
            self.data = self.data.copy()
            self.data[self.add_prefix("members_unit")] = MembersUnit.of_word(typed.unit)

    def clean(self):
        data = super().clean()
        data["members_unit"] = data.get("members_unit") or MembersUnit.PEOPLE
        if {"name", "corporate_number", "phone"} & set(self.changed_data) and not self.errors:
            said = {"number": data.get("corporate_number", ""), "phone": data.get("phone", "")}
            self.asks_about(doubts_about_new(data["name"], but=self.instance, way_out=SAME, **said))
        return data
