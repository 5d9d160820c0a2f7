"""Counts, 円 and years as people type them."""

import re

from django import forms
from django.core.exceptions import ValidationError

from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.japanese.numbers import MAX_YEN, clean_fiscal_year, clean_whole
from kyodo_portal.common.japanese.width import KANJI_DIGITS, to_half

from . import validators
from .spoken import LabelledErrors


class CountField(LabelledErrors, forms.Field):
    """A whole number from `least` to `most` with an optional `unit` behind it (人, 回, 件); a `Counted`.

    units: other units that the caller keeps beside the number. Without any unit every counter may be typed: 96世帯.
    """

    widget = forms.TextInput
    unit = ""

    def __init__(self, *, least=0, most=1_000_000_000, unit=None, units=(), example="12", **kwargs):
        self.units = units  # widget_attrs is asked during __init__
        super().__init__(**kwargs)
        self.least, self.most, self.unit, self.example = least, most, self.unit if unit is None else unit, example
        self.widget.suffix = self.unit

    def widget_attrs(self, widget):
        keys = {} if self.units else {"inputmode": "numeric"}  # a pad of digits has no 世帯
        return {**super().widget_attrs(widget), **keys}

    def to_python(self, value):
        if value in self.empty_values:
            return None
        text = validators.clean_text(value, item=self.item)
        limits = {"least": self.least, "most": self.most, "example": self.example}
        return clean_whole(text, item=self.item, unit=self.unit, units=self.units, **limits) if text else None

    def has_changed(self, initial, data):
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


HOURS = re.compile(
    r"約?(?:([0-9]{1,2}(?:\.5)?)(?:時間|h)(?:(半)|([0-9]{1,2})分)?|([0-9]):([0-5][0-9]))(?:程度|くらい|ぐらい|位|ほど)?$",
    re.IGNORECASE,
)


class MinutesField(CountField):
    """A while in minutes: 90, 90分, 1時間半, 1.5時間, 二時間, 1時間30分, 1:30."""

    unit = "分"

    def to_python(self, value):
        hours = HOURS.match(to_half(str(value or "")).strip().translate(KANJI_DIGITS))
        if hours:
            value = int(float(hours[1] or hours[4]) * 60) + (30 if hours[2] else int(hours[3] or hours[5] or 0))
        return super().to_python(value if value is None else str(value))


class YenField(CountField):
    """Money in 円: 120000, １２０，０００, 120,000円, 50万円, 1,200千円."""

    unit = "円"

    def __init__(self, *, most=MAX_YEN, example="120000", **kwargs):
        super().__init__(most=most, example=example, **kwargs)


class YearField(CountField):
    """A 年度 as an int: 2026, 令和8年度, R8."""

    def to_python(self, value):
        if value in self.empty_values or not str(value).strip():
            return None
        return clean_fiscal_year(validators.clean_text(value, item=self.item), item=self.item)

    def prepare_value(self, value):
        return fiscal_label(value) if isinstance(value, int) else value
