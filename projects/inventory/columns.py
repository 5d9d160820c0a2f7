"""The columns of a line, as they are typed on the page and in a table: one way of reading both.

A cell is read by the fields of the house, so 「三万円」 and 2027/4/1 are understood or refused as everywhere.
"""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError

from guidelines.models import CollaborationForm, FormCode
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField
from kyodo_portal.common.forms.number_fields import CountField, YenField
from partners.models import PartnerKind

from .models import Answer, InventoryLine, NextYear

LISTED = "、"  # between several words in one cell


@dataclass(frozen=True)
class Column:
    """One column: the line's attribute, its heading, how a cell is read (a field, or {word: value}), and what it may be."""

    name: str
    label: str
    field: object
    words: dict | None = None
    several: bool = False

    def read(self, value):
        """The stored value of a cell; ValidationError says what to write instead."""
        if self.words is None:
            return self._plain(value)
        texts = [text.strip() for text in str(value or "").split(LISTED)] if self.several else [str(value or "").strip()]
        found = [self._word(text) for text in texts if text]
        return found if self.several else found[0] if found else self.field

    def _plain(self, value):
        if isinstance(value, datetime.datetime):
            value = value.date()
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        is_date = isinstance(value, datetime.date) and isinstance(self.field, JaDateField)
        return self.field.clean(value if is_date or value is None else str(value))

    def _word(self, text):
        try:
            return self.words[text]
        except KeyError:
            near = LISTED.join(dict.fromkeys(word for word in self.words if not word.isascii()))
            raise ValidationError(f"{self.label}は、次から選んでください：{near}", code="choice") from None

    def written(self, value):
        """The cell as it leaves the house: what `read` understands."""
        if self.words is None:
            return value
        if self.several:
            return LISTED.join(self._names.get(one, one) for one in value)
        return self._names.get(value, "")

    def says(self, value, stored):
        """Whether a cell says what is stored already, as `written` wrote it: most cells of a table do, and are not read."""
        if isinstance(value, datetime.datetime):
            value = value.date()
        written = self.written(stored)
        return value == written if value not in (None, "") else written in (None, "")

    @cached_property
    def _names(self):
        return {stored: word for word, stored in reversed(self.words.items())}


def _line(name):
    column = InventoryLine._meta.get_field(name)
    return LineField(label=column.verbose_name, max_length=column.max_length, required=False)


def _choices(pairs):
    """{word or code: code}, the words first."""
    return {**{label: code for code, label in pairs}, **{code: code for code, _ in pairs}}


class Columns:
    """The columns of a line with the city's forms of today and those that lines hold. One query."""

    def __init__(self):
        self.forms = {}
        for form in CollaborationForm.objects.own().select_related("guideline").order_by("-is_active", "order", "pk"):
            self.forms.setdefault(form.public_title, form.pk)  # of forms that are called alike the active one
        keys = {str(pk): pk for pk in self.forms.values()}
        label = lambda name: str(InventoryLine._meta.get_field(name).verbose_name)  # noqa: E731
        self.all = (
            Column("answer", label("answer"), "", _choices(Answer.choices)),
            Column("title", label("title"), _line("title")),
            Column("partner_name", label("partner_name"), _line("partner_name")),
            Column("partner_kind", label("partner_kind"), "", _choices(PartnerKind.of_groups())),
            Column("form_id", label("form"), None, {**self.forms, **keys}),
            Column("also", label("also"), None, _choices(FormCode.choices), several=True),
            Column("starts_on", label("starts_on"), JaDateField(label=label("starts_on"), required=False)),
            Column("ends_on", label("ends_on"), JaDateField(label=label("ends_on"), required=False)),
            Column("city_cost", label("city_cost"), YenField(label="市の負担", required=False)),
            Column("people", label("people"), CountField(label="参加した人", unit="人", most=99_999_999, required=False)),
            Column("place", label("place"), _line("place")),
            Column("summary", label("summary"), _line("summary")),
            Column("next_year", label("next_year"), "", _choices(NextYear.choices)),
        )
        self.by_name = {column.name: column for column in self.all}
