"""Dates as people type them."""

import datetime
import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.japanese.clock import PAST_MIDNIGHT, parse_time
from kyodo_portal.common.japanese.date_reading import NO_TIME, is_undecided, parse_date
from kyodo_portal.common.japanese.dates import EXAMPLE, DateProblem
from kyodo_portal.common.japanese.width import to_half

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
        text = validators.clean_text(value, item=self.item)
        if not text or (not self.required and is_undecided(text)):
            return None
        try:
            return parse_date(text, lenient=self.lenient, item=self.item)
        except DateProblem as problem:
            raise ValidationError(str(problem), code="date") from None

    def validate(self, value):
        super().validate(value)
        earliest, latest = (edge() if callable(edge) else edge for edge in (self.earliest, self.latest))
        if value and earliest and _beside(earliest, value) < earliest:
            raise ValidationError(f"{self.item}は、{_long(earliest)}か、それより後の日にしてください。", code="early")
        if value and latest and _beside(latest, value) > latest:
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
        text = to_half(validators.clean_text(value, item=self.item))
        if not text or (not self.required and is_undecided(text)):
            return None
        date, since_midnight = self._read(text)
        return timezone.make_aware(datetime.datetime.combine(date, datetime.time()) + since_midnight)

    def _read(self, text):
        """(date, time since midnight): the text parts where both sides can be read, and never between two digits."""
        text = text[:60]
        parts = [
            (text[:at].rstrip("T、, "), text[at:].lstrip("T、, の"))
            for at in range(1, len(text))
            if not re.fullmatch("[0-9]{2}", text[at - 1 : at + 1])
        ]
        dates = {before: self._tried(parse_date, before) for before, _ in parts}
        times = {after: self._tried(parse_time, after) for _, after in parts}
        for before, after in parts:
            if dates[before][0] and times[after][0] is not None:
                return dates[before][0], times[after][0]
        raise ValidationError(self._cause(text, parts, dates, times), code="date")

    def _tried(self, read, text):
        """(value, "") or (None, why not)."""
        try:
            return (read(text, lenient=self.lenient, item=self.item) if read is parse_date else read(text, item=self.item)), ""
        except DateProblem as problem:
            return None, str(problem)

    def _cause(self, text, parts, dates, times):
        """What is wrong with the half that cannot be read."""
        day = self._tried(parse_date, text)[0]
        if day:
            return f"{self.item}は、日付と時刻を入れてください。例：{_long(day)} 17:00"
        if self._tried(parse_time, text)[0] is not None:
            return f"{self.item}は、日付と時刻を入れてください。例：{EXAMPLE} {text}"
        wrong_time = [times[after][1] for before, after in parts if dates[before][0] and after]
        wrong_date = [dates[before][1] for before, after in parts if times[after][0] is not None and before]
        if not wrong_time and any(
            NO_TIME in wrong for wrong in wrong_date
        ):  # 10時から12時: one more time stands in the half of the day
            return f"{self.item}には、日付と時刻を1つずつ、年から入れてください。終わりの時刻は書きません。例：{EXAMPLE} 17:00"
        if wrong_time or wrong_date:
            return wrong_time[-1] if wrong_time else wrong_date[0]
        return f"{self.item}は、日付と時刻を入れてください。例：{EXAMPLE} 17:00"

    def prepare_value(self, value):
        if not hasattr(value, "year"):
            return value
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{_long(local)} {local:%H:%M}"


WITHIN_A_DAY = "は、0:00から23:59までにしてください。24:00は、次の日の0:00です。"


class ClockField(LabelledErrors, forms.Field):
    """A time of the day in any of the house's spellings, as a datetime.time: 午後1時半, 13:30, 正午."""

    widget = forms.TextInput

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, datetime.time):
            return value or None
        text = validators.clean_text(value, item=self.item)
        if not text or (not self.required and is_undecided(text)):
            return None
        try:
            since_midnight = parse_time(text, item=self.item)
        except DateProblem as problem:
            why = str(problem).replace(PAST_MIDNIGHT, WITHIN_A_DAY)  # no day stands beside this box
            raise ValidationError(why, code="time") from None
        if since_midnight.days:
            raise ValidationError(f"{self.item}{WITHIN_A_DAY}", code="time")
        return (datetime.datetime.min + since_midnight).time()

    def prepare_value(self, value):
        return f"{value.hour}:{value:%M}" if isinstance(value, datetime.time) else value

    def has_changed(self, initial, data):
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


def _beside(edge, value):
    """What of the value is compared with the edge: beside a day, of a moment its day in the city."""
    is_moment = isinstance(value, datetime.datetime) and not isinstance(edge, datetime.datetime)
    return timezone.localdate(value) if is_moment else value


def _long(date):
    return f"{date.year}年{date.month}月{date.day}日"
