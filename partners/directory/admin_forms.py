"""What the city corrects of a partner by hand."""

from django import forms

from kyodo_portal.common.forms.doubts import DoubtingForm

from .kind import MembersUnit
from .similar import doubts_about_new

SAME = "同じ団体なら、新しく入れずに、そちらを直してください。"


class PartnerForm(DoubtingForm, forms.ModelForm):
    """A unit typed behind the number of members (96世帯) goes into its own box; a name that stands already is asked about."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "members_count" in self.fields:
            self.fields["members_count"].units = MembersUnit.labels
            self.fields["members_unit"].required = False

    def clean(self):
        data = super().clean()
        unit = getattr(data.get("members_count"), "unit", "")
        data["members_unit"] = MembersUnit.of_word(unit) if unit else data.get("members_unit") or MembersUnit.PEOPLE
        if {"name", "corporate_number"} & set(self.changed_data) and not self.errors:
            number = data.get("corporate_number", "")
            self.asks_about(doubts_about_new(data["name"], but=self.instance, number=number, way_out=SAME))
        return data
