"""Which field asks for a column: the admin's forms and the rows of a revision read what people type as every page does."""

from django.core.validators import MaxValueValidator
from django.db import models

from .date_fields import JaDateField, JaDateTimeField, LooseDateField
from .fields import (
    CorporateNumberField,
    DashedPostalCodeField,
    JaEmailField,
    KanaField,
    LineField,
    PhoneField,
    PostalCodeField,
    TextField,
    WebField,
)
from .number_fields import CountField, YearField, YenField

# Columns of these names hold the same everywhere, also where a word stands before it (coordinator_phone).
BY_NAME = {
    "kana": KanaField,
    "phone": PhoneField,
    "fax": PhoneField,
    "corporate_number": CorporateNumberField,
    "established": LooseDateField,
}
BY_KIND = (
    (models.SlugField, None),  # its form field asks for letters and hyphens
    (models.EmailField, JaEmailField),
    (models.URLField, WebField),
    (models.CharField, LineField),
    (models.TextField, TextField),
    (models.DateTimeField, JaDateTimeField),
    (models.DateField, JaDateField),
    (models.IntegerField, CountField),
)


def field_of(column):
    """The form class for `column.formfield(form_class=…)`, or None for Django's own: choices, ticks, files."""
    if column.choices or isinstance(column, models.AutoField):
        return None
    if column.name == "postal_code":  # seven digits; where the dash is kept, the column is longer
        return PostalCodeField if column.max_length == 7 else DashedPostalCodeField
    made = (
        BY_NAME.get(column.name)
        or BY_NAME.get(column.name.rpartition("_")[2])
        or next((field for kind, field in BY_KIND if isinstance(column, kind)), None)
    )
    return _whole(column) if made is CountField else made


def _whole(column):
    """A maker of the box of a whole number: what the column holds at most, money where its name says 円."""
    name = str(column.verbose_name)
    kind = YearField if column.name == "fiscal_year" else YenField if name.endswith(("(円)", "（円）")) else CountField
    most = min((int(check.limit_value) for check in column.validators if isinstance(check, MaxValueValidator)), default=2**31 - 1)

    def made(*, min_value=0, max_value=None, **kwargs):
        return kind(least=min_value or 0, most=min(most, max_value or most), **kwargs)

    return made
