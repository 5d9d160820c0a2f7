"""A box in which the secretariat names a body: by the address of its page, the number in it, or its name."""

import re

from django.core.exceptions import ValidationError

from kyodo_portal.common.forms.fields import LineField
from kyodo_portal.common.japanese.width import to_half

from .models import Partner
from .similar import called


class BodyField(LineField):
    """A body by the address of its page, by the number in it, or by its name; cleaned, the Partner."""

    def clean(self, value):
        text = to_half(super().clean(value)).strip()
        number = re.fullmatch(r"(?:.*/partners/)?([0-9]{1,9})/?", text)
        standing = Partner.objects.filter(merged_into=None)
        rows = list(standing.filter(pk=int(number[1]))) if number else called(standing, value) if text else []
        if len(rows) == 1:
            return rows[0]
        what = (
            "という名前の団体が2つ以上あります。番号で選んでください。"
            if rows
            else "の団体が見つかりません。番号か名前を確かめてください。"
        )
        raise ValidationError(f"「{text[:60]}」{what}", code="body")
