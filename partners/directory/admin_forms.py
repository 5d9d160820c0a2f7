"""What the city corrects of a partner by hand."""

from django import forms

from .kind import MembersUnit


class PartnerForm(forms.ModelForm):
    """A unit typed behind the number of members (96世帯) goes into its own box."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "members_count" in self.fields:
            self.fields["members_count"].units = MembersUnit.labels
            self.fields["members_unit"].required = False

    def clean(self):
        data = super().clean()
        unit = getattr(data.get("members_count"), "unit", "")
        data["members_unit"] = MembersUnit.of_word(unit) if unit else data.get("members_unit") or MembersUnit.PEOPLE
        return data
