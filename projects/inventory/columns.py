"""The columns of a line, as they are typed on the page and in a table: one way of reading both.

A cell is read by the fields of the house, so 「三万円」 and 2027/4/1 are understood or refused as everywhere.
"""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError

from guidelines.models import CollaborationForm, FormCode
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.forms.number_fields import CountField, YenField
from kyodo_portal.common.own_words import own_words
from partners.models import PartnerKind
from projects.specs.asking import BOXES, EMPTY
from projects.specs.lookup import asked_of_offices
from projects.specs.models import Kind

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

    @property
    def offered(self):
        """[word] to choose from, as a page and a table list them; codes are understood and not shown."""
        return [word for word in self.words or () if not word.isascii()]

    @property
    def is_number(self):
        return isinstance(self.field, CountField)

    @property
    def is_long(self):
        return isinstance(self.field, TextField)

    def stored_in(self, line):
        """What a line holds in this column."""
        return getattr(line, self.name)

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
            near = LISTED.join(dict.fromkeys(self.offered))
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


@dataclass(frozen=True)
class AskedColumn(Column):
    """One of those that a form asks: what is read is JSON, and every word may be chosen, also 「A」."""

    @property
    def offered(self):
        return list(self.words or ())

    def read(self, value):
        found = super().read(value)
        return found.isoformat() if isinstance(found, datetime.date) else found

    def written(self, value):
        if isinstance(self.field, JaDateField) and value:
            return datetime.date.fromisoformat(value)
        return super().written(value)


def _asked_column(row, label):
    """The AskedColumn of a FormField; its own label stands in what is said of a bad cell."""
    if row.kind == Kind.YESNO:
        return AskedColumn(row.key, label, None, {"はい": True, "いいえ": False})
    if row.kind in (Kind.CHOICE, Kind.CHOICES):
        several = row.kind == Kind.CHOICES
        return AskedColumn(row.key, label, "", {word: word for word in row.choices}, several)
    return AskedColumn(row.key, label, BOXES[row.kind](row, label=row.label, required=False))


@dataclass(frozen=True)
class ExtraColumn:
    """What a form asks besides the columns that every line has, as one column of a table: 「後援：参加費」.

    asked: {key of the form: its AskedColumn}, one for each form that is called so."""

    name: str
    label: str
    asked: dict

    def column_of(self, form):
        """The AskedColumn for a line of this form (key); None where the form does not ask it."""
        return self.asked.get(form)

    def stored_in(self, line):
        """The JSON value that a line holds; None where its form does not ask it."""
        column = self.asked.get(line.form_id)
        return None if column is None else line.extra.get(column.name)

    def written_of(self, line):
        """The cell as it leaves the house."""
        column = self.asked.get(line.form_id)
        return None if column is None else column.written(_filled(column, line.extra.get(column.name)))

    def says(self, value, line):
        """Whether a cell says what the line holds already."""
        written = self.written_of(line)
        if isinstance(value, datetime.datetime):
            value = value.date()
        return value == written if value not in EMPTY else written in EMPTY


def _filled(column, value):
    return [] if column.several and value is None else value


def asked_keys(columns):
    """{key of a form: [key of a field]} of what the sheet asks of each form."""
    keys = {}
    for extra in columns.extras:
        for form, column in extra.asked.items():
            keys.setdefault(form, []).append(column.name)
    return keys


def _line(name):
    column = InventoryLine._meta.get_field(name)
    return LineField(label=column.verbose_name, max_length=column.max_length, required=False)


def _choices(pairs):
    """{word or code: code}, the words first."""
    return {**{label: code for code, label in pairs}, **{code: code for code, _ in pairs}}


class Columns:
    """The columns of a line with the city's forms of today and those that lines hold, and what each form asks besides. Three queries."""

    def __init__(self):
        self.forms = {}
        forms = list(CollaborationForm.objects.own().select_related("guideline").order_by("-is_active", "order", "pk"))
        for form in forms:
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
            Column("city_cost", label("city_cost"), YenField(label=own_words("市の負担"), required=False)),
            Column("people", label("people"), CountField(label="参加した人", unit="人", most=99_999_999, required=False)),
            Column("place", label("place"), _line("place")),
            Column("summary", label("summary"), _line("summary")),
            Column("next_year", label("next_year"), "", _choices(NextYear.choices)),
        )
        self.extras = _extras(forms)
        self.by_name = {column.name: column for column in (*self.all, *self.extras)}

    def extras_of(self, forms):
        """[ExtraColumn] that any of these forms (keys) asks."""
        return [extra for extra in self.extras if not extra.asked.keys().isdisjoint(forms)]

    def for_cell(self, name, form):
        """The column by which a cell of a line of this form is read; None for an extra one that the form does not ask."""
        column = self.by_name[name]
        return column.column_of(form) if isinstance(column, ExtraColumn) else column


def _extras(forms):
    """[ExtraColumn] in the order of the forms and of what each asks."""
    asked, found = asked_of_offices(forms), {}
    for form in forms:
        for row in asked.get(form.pk, ()):
            heading = f"{form.public_title}：{row.label}"
            found.setdefault(heading, {})[form.pk] = _asked_column(row, heading)
    return [
        ExtraColumn(f"x{next(iter(by_form))}-{next(iter(by_form.values())).name}", heading, by_form)
        for heading, by_form in found.items()
    ]
