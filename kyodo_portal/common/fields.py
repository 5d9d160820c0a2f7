"""Form fields that read what people type in Japanese and answer in Japanese, naming the item.

They work in any Django form. The message uses the field's label; without one it says この欄.
Browsers never cut pasted text (no `maxlength`): the answer says how many characters there are.
"""

import datetime
import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.db import DataError
from django.utils import timezone

from . import files, validators
from .form_messages import name_in_sentence
from .japanese import EXAMPLE, DateProblem, fiscal_label, parse_date, parse_time
from .numbers import MAX_YEN, clean_decimal_text, clean_fiscal_year, clean_whole


class Spoken:
    """Names the field in every message: 「企画の名前を入れてください。」"""

    asks = "を入れてください。"

    def __init__(self, *args, **kwargs):
        self._own_messages = frozenset(kwargs.get("error_messages") or ())
        super().__init__(*args, **kwargs)

    @property
    def item(self):
        """What messages call this field."""
        return name_in_sentence(self.label)

    def validate(self, value):
        if self.required and value in self.empty_values:
            text = self.error_messages["required"] if "required" in self._own_messages else f"{self.item}{self.asks}"
            raise ValidationError(text, code="required")
        super().validate(value)


class LineField(Spoken, forms.CharField):
    """One line of text. `max_length` counts characters."""

    multiline = False

    def __init__(self, *, max_length=None, **kwargs):
        super().__init__(**kwargs)
        self.longest = max_length

    def to_python(self, value):
        if value in self.empty_values:
            return self.empty_value
        return self.read(validators.clean_text(value, multiline=self.multiline, item=self.item)) or self.empty_value

    def read(self, text):
        """The stored form of a cleaned text; subclasses say which."""
        return validators.check_length(text, self.longest, item=self.item)


class TextField(LineField):
    """Several lines of text; line breaks are kept, as \\n."""

    widget = forms.Textarea
    multiline = True

    def __init__(self, *, rows=6, **kwargs):
        super().__init__(**kwargs)
        self.widget.attrs["rows"] = rows  # Django's own 10 would otherwise stay
        self.widget.attrs.pop("cols", None)


def _through(clean, name, doc, default_widget=forms.TextInput, **attrs):
    """A one-line field whose stored form `clean(text, item=…)` decides."""

    def read(self, text):
        if not text:
            return ""
        return validators.check_length(clean(text, item=self.item), self.longest, item=self.item)

    def widget_attrs(self, widget):
        return {**LineField.widget_attrs(self, widget), **attrs}

    return type(
        name,
        (LineField,),
        {
            "__doc__": doc,
            "__module__": __name__,
            "read": read,
            "widget": default_widget,
            "widget_attrs": widget_attrs,
        },
    )


JaEmailField = _through(
    validators.clean_email, "JaEmailField", "An e-mail address, lower case.", forms.EmailInput, autocomplete="email"
)
PhoneField = _through(
    validators.clean_phone,
    "PhoneField",
    "A telephone number; extensions stand elsewhere.",
    type("TelInput", (forms.TextInput,), {"input_type": "tel"}),
    autocomplete="tel",
)
PostalCodeField = _through(
    validators.clean_postal_code, "PostalCodeField", "Seven digits.", inputmode="numeric", autocomplete="postal-code"
)
CorporateNumberField = _through(
    validators.clean_corporate_number, "CorporateNumberField", "法人番号, thirteen digits.", inputmode="numeric"
)
MunicipalityCodeField = _through(
    validators.clean_municipality_code, "MunicipalityCodeField", "団体コード, six digits.", inputmode="numeric"
)
KanaField = _through(validators.clean_kana, "KanaField", "A reading in hiragana or katakana.")
WebField = _through(validators.clean_url, "WebField", "A public http or https address.", forms.URLInput, autocomplete="url")


class JaDateField(Spoken, forms.Field):
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


class JaDateTimeField(JaDateField):
    """A date and a time in one box: 2026年10月1日 17:00, 令和8年10月1日午後5時. An aware datetime of the city's time zone."""

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", f"例：{EXAMPLE} 17:00")
        super().__init__(**kwargs)

    def to_python(self, value):
        if value in self.empty_values or hasattr(value, "year"):
            return value or None
        text = validators.clean_text(value, item=self.item)
        found = re.fullmatch(r"(.*?[0-9０-９日)）])[ 　T]*((?:午前|午後)?[0-9０-９]{1,2}[:：時].{0,6}|正午)", text)
        if not found and text:
            raise ValidationError(f"{self.item}は、日付と時刻を入れてください。例：{EXAMPLE} 17:00", code="date")
        if not found:
            return None
        try:
            date = parse_date(found[1], lenient=self.lenient, item=self.item)
            time = parse_time(found[2], item=self.item)
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


class CountField(Spoken, forms.Field):
    """A whole number from `least` to `most` with an optional `unit` behind it (人, 回, 件)."""

    widget = forms.TextInput
    unit = ""

    def __init__(self, *, least=0, most=1_000_000_000, unit=None, example="12", **kwargs):
        super().__init__(**kwargs)
        self.least, self.most, self.unit, self.example = least, most, self.unit if unit is None else unit, example
        self.widget.suffix = self.unit

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "inputmode": "numeric"}

    def to_python(self, value):
        if value in self.empty_values:
            return None
        text = validators.clean_text(value, item=self.item)
        return (
            clean_whole(text, item=self.item, unit=self.unit, least=self.least, most=self.most, example=self.example)
            if text
            else None
        )

    def has_changed(self, initial, data):
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class YenField(CountField):
    """Money in 円: 120000, １２０，０００, 120,000円."""

    unit = "円"

    def __init__(self, *, most=MAX_YEN, example="120000", **kwargs):
        super().__init__(most=most, example=example, **kwargs)


class NumberField(CountField):
    """A number that may have a point (Decimal); for indicators."""

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "inputmode": "decimal"}

    def to_python(self, value):
        if value in self.empty_values or not str(value).strip():
            return None
        number = Decimal(clean_decimal_text(validators.clean_text(value, item=self.item), item=self.item))
        if not self.least <= number <= self.most:
            raise ValidationError(f"{self.item}は{self.least:,}から{self.most:,}までの数にしてください。", code="range")
        return number


class YearField(CountField):
    """A 年度 as an int: 2026, 令和8年度, R8."""

    def to_python(self, value):
        if value in self.empty_values or not str(value).strip():
            return None
        return clean_fiscal_year(validators.clean_text(value, item=self.item), item=self.item)

    def prepare_value(self, value):
        return fiscal_label(value) if isinstance(value, int) else value


class Chosen(Spoken):
    """Answers a value that is none of the choices with a request to choose again, whatever was sent."""

    asks = "を選んでください。"

    def clean(self, value):
        try:
            return super().clean(value)
        except ValidationError as error:
            if error.code in ("invalid_choice", "invalid_list", "invalid_pk_value"):
                error = ValidationError(f"{self.item}を、並んでいるものから選び直してください。", code="invalid_choice")
            raise error from None
        except (OverflowError, DataError, ValueError, TypeError):
            raise ValidationError(f"{self.item}を、並んでいるものから選び直してください。", code="invalid_choice") from None


class ChoiceField(Chosen, forms.ChoiceField):
    """One out of several."""


class MultipleChoiceField(Chosen, forms.MultipleChoiceField):
    """Any number out of several, as check boxes."""

    widget = forms.CheckboxSelectMultiple


class RowsMixin(Chosen):
    """Looks at the key before the database does: no text, NUL or 10^30 may reach a query."""

    def clean(self, value):
        for one in value if isinstance(value, (list, tuple)) else [value]:
            if one not in self.empty_values and not isinstance(one, self.queryset.model):
                self._check_key(one)
        return super().clean(value)

    def _check_key(self, value):
        key = self.queryset.model._meta.get_field(self.to_field_name) if self.to_field_name else self.queryset.model._meta.pk
        try:
            if "\x00" in str(value) or len(str(value)) > 200:
                raise ValueError
            key.run_validators(key.to_python(value))
        except (ValidationError, ValueError, TypeError, OverflowError):
            raise ValidationError(f"{self.item}を、並んでいるものから選び直してください。", code="invalid_choice") from None


class ModelChoiceField(RowsMixin, forms.ModelChoiceField):
    """One row of a queryset."""


class ModelMultipleChoiceField(RowsMixin, forms.ModelMultipleChoiceField):
    """Any number of rows of a queryset, as check boxes."""

    widget = forms.CheckboxSelectMultiple


class TickField(Spoken, forms.BooleanField):
    """A box to tick; when required, not ticking it is answered with a request to do so."""

    asks = "に、しるしを付けてください。"

    def validate(self, value):
        if not value and self.required:
            text = self.error_messages["required"] if "required" in self._own_messages else f"{self.item}{self.asks}"
            raise ValidationError(text, code="required")


class UploadField(Spoken, forms.FileField):
    """One file of an allowed kind. The cleaned value is a `files.Accepted`, ready for `files.store()`."""

    asks = "を選んでください。"
    widget = forms.FileInput

    def __init__(self, *, kinds=files.KINDS, **kwargs):
        kwargs.setdefault("help_text", f"PDF、ワード、エクセル、写真。{files.MAX_BYTES // 1024 // 1024}メガバイトまで")
        self.kinds = kinds  # widget_attrs is asked during __init__
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "accept": ",".join(f".{ending}" for ending in files.endings(self.kinds))}

    def to_python(self, data):
        if data in self.empty_values:
            return None
        return files.accept(data, kinds=self.kinds, item=self.item)

    def clean(self, data, initial=None):
        if not data and initial:
            return initial
        value = self.to_python(data)
        self.validate(value)
        return value
