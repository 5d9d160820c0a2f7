"""Dates as people type them."""

import datetime
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.japanese.dates import EXAMPLE, DateProblem, parse_date, parse_time

from . import validators
from .fields import LineField
from .spoken import LabelledErrors


class JaDateField(LabelledErrors, forms.Field):
    """One text box for a date in any of the house's spellings. `earliest`/`latest` are dates or functions of no argument."""

    widget = forms.TextInput

    def __init__(self, *, earliest=None, latest=None, lenient=False, **kwargs):
        kwargs.setdefault("help_text", f"例：{EXAMPLE}、令和8年10月1日、2026/10/1")
        super().__init__(**kwargs)
        self.earliest, self.latest, self.lenient = earliest, latest, lenient

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if hasattr(value, "year"):
            return value
        try:
            return parse_date(validators.clean_text(value, item=self.item), lenient=self.lenient, item=self.item)
        except DateProblem as problem:
            raise ValidationError(str(problem), code="date") from None

    def validate(self, value):
        super().validate(value)
        earliest, latest = (edge() if callable(edge) else edge for edge in (self.earliest, self.latest))
        if value and earliest and value < earliest:
            raise ValidationError(f"{self.item}は、{_long(earliest)}か、それより後の日にしてください。", code="early")
        if value and latest and value > latest:
            raise ValidationError(f"{self.item}は、{_long(latest)}か、それより前の日にしてください。", code="late")

    def prepare_value(self, value):
        return _long(value) if hasattr(value, "year") else value

    def has_changed(self, initial, data):
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class LooseDateField(LineField):
    """When something began, as far as one knows: a year, a month or a day, kept as typed. Refuses what has two readings."""

    def read(self, text):
        return validators.clean_loose_date(super().read(text), item=self.item)


class JaDateTimeField(JaDateField):
    """A date and a time in one box: 2026年10月1日 17:00, 令和8年10月1日午後5時. An aware datetime of the city's time zone."""

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", f"例：{EXAMPLE} 17:00")
        super().__init__(**kwargs)

    def to_python(self, value):
        if value in self.empty_values or hasattr(value, "year"):
            return value or None
        text = validators.clean_text(value, item=self.item)
        match = re.fullmatch(r"(.*?[0-9０-９日)）])[ 　T]*((?:午前|午後)?[0-9０-９]{1,2}[:：時].{0,6}|正午)", text)
        if not match and text:
            raise ValidationError(f"{self.item}は、日付と時刻を入れてください。例：{EXAMPLE} 17:00", code="date")
        if not match:
            return None
        try:
            date = parse_date(match[1], lenient=self.lenient, item=self.item)
            time = parse_time(match[2], item=self.item)
        except DateProblem as problem:
            raise ValidationError(str(problem), code="date") from None
        return timezone.make_aware(datetime.datetime.combine(date, time))

    def prepare_value(self, value):
        if not hasattr(value, "year"):
            return value
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{_long(local)} {local:%H:%M}"


def _long(date):
    return f"{date.year}年{date.month}月{date.day}日"
