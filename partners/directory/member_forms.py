"""Forms about who belongs to a group."""

from django import forms
from django.core.exceptions import ValidationError

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.forms.fields import TextField

from .consent import NO, YES
from .membership import Membership

DOUBTED = "この人の所属には、団体の人から「心あたりがない」と知らせがあります。先に、どうするかを決めてください。"


class MembershipForm(forms.ModelForm):
    """A membership in the admin: no second row beside one that is doubted."""

    def clean(self):
        cleaned = super().clean()
        doubted = Membership.objects.filter(
            user=cleaned.get("user"), partner=cleaned.get("partner"), disputes__isnull=False, disputes__decided_at__isnull=True
        )
        if cleaned.get("user") and cleaned.get("partner") and doubted.exists():
            raise ValidationError(DOUBTED)
        return cleaned


class DecideForm(KyodoForm):
    """What the secretariat found out."""

    buttons = [("decide", "決めて、みなに知らせる", "")]

    upheld = ChoiceField(
        label="確かめたこと",
        choices=[(YES, "団体の人ではなかった（所属を終える）"), (NO, "団体の人だった（権限をもどす）")],
        widget=forms.RadioSelect,
    )
    why = TextField(label="理由", max_length=1000, rows=3, help_text="団体の人と本人に、そのまま伝わります。")
