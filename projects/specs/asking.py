"""What the fields of a form ask, as boxes of a page, and what was answered, as words."""

import datetime

from django import forms

from kyodo_portal.common.forms.base import add_css_class
from kyodo_portal.common.forms.choice_fields import ChoiceField, MultipleChoiceField
from kyodo_portal.common.forms.date_fields import JaDateField
from kyodo_portal.common.forms.fields import LineField, TextField
from kyodo_portal.common.forms.messages import set_error_messages
from kyodo_portal.common.forms.number_fields import CountField, YenField
from kyodo_portal.common.templatetags.kyodo import jdate, yen

from .models import Kind

YES, NO = "yes", "no"
EMPTY = (None, "", [])


def _chosen(row, field, **more):
    return field(choices=[(word, word) for word in row.choices], **more)


def _yes_or_no(row, **more):
    return ChoiceField(choices=[("", "決めていない"), (YES, "はい"), (NO, "いいえ")], widget=forms.RadioSelect, **more)


def _one_of(row, **more):
    return ChoiceField(choices=[("", "選んでください"), *((word, word) for word in row.choices)], **more)


BOXES = {
    Kind.LINE: lambda row, **more: LineField(max_length=200, **more),
    Kind.TEXT: lambda row, **more: TextField(max_length=2000, rows=3, **more),
    Kind.YEN: lambda row, **more: YenField(**more),
    Kind.COUNT: lambda row, **more: CountField(**more),
    Kind.DATE: lambda row, **more: JaDateField(**more),
    Kind.YESNO: _yes_or_no,
    Kind.CHOICE: _one_of,
    Kind.CHOICES: lambda row, **more: _chosen(row, MultipleChoiceField, **more),
}


def name_of(row):
    """The name of this FormField's box."""
    return f"x_{row.pk}"


def boxes_for(rows, extra=None, *, required=True):
    """{name: form field} for these FormFields. extra: what is answered already. required: False asks nobody for anything."""
    given = extra or {}
    return {
        name_of(row): BOXES[row.kind](
            row,
            label=row.label,
            help_text=row.help,
            required=row.required and required,
            initial=_as_typed(row, given.get(row.key)),
        )
        for row in rows
    }


def add_boxes(form, rows, extra=None, *, required=True):
    """The boxes for these FormFields at the end of a form."""
    for name, field in boxes_for(rows, extra, required=required).items():
        set_error_messages(field)
        add_css_class(field.widget)
        form.fields[name] = field


def _as_typed(row, value):
    if row.kind == Kind.YESNO and value is not None:
        return YES if value else NO
    if row.kind == Kind.DATE and value:
        return datetime.date.fromisoformat(value)
    return value


def answers_in(cleaned, rows):
    """{key: JSON value} of what a page answered; None for what was left empty."""
    return {row.key: _as_stored(row, cleaned[name_of(row)]) for row in rows if name_of(row) in cleaned}


def _as_stored(row, value):
    if value in EMPTY:
        return None
    if row.kind == Kind.YESNO:
        return value == YES
    if row.kind == Kind.DATE:
        return value.isoformat()
    return value


def joined(extra, answers):
    """`extra` with these answers: an empty one takes away what stood there, what the page did not ask stays."""
    both = {**(extra or {}), **answers}
    return {key: value for key, value in both.items() if value not in EMPTY}


def words_of(row, value):
    """One answer as people read it; "" where there is none."""
    if value in EMPTY:
        return ""
    if row.kind == Kind.YEN:
        return yen(value)
    if row.kind == Kind.COUNT:
        return f"{value:,}"
    if row.kind == Kind.DATE:
        return jdate(datetime.date.fromisoformat(value))
    if row.kind == Kind.YESNO:
        return "はい" if value else "いいえ"
    return "・".join(value) if isinstance(value, list) else str(value)


def lines_of(spec, extra, *, public=False):
    """[(label, words)] of what was answered, in the form's order. public: only what everybody reads. One query, none without answers."""
    if not extra:
        return []
    rows = spec.fields.filter(public=True) if public else spec.fields.all()
    return [(row.label, words) for row in rows if (words := words_of(row, extra.get(row.key)))]
