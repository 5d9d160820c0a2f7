"""What the admin writes leaves an event in the audit trail: one place for every model and every way to save, add and take away.

The event says which columns changed: of public ones, and of those from which rights follow, the old and the new value; of private
ones the name only (個人情報保護法: what is kept for ever holds nobody's data). A box that stands for columns of codes is named by its form in
`traced_choices`.
"""

import datetime
from dataclasses import dataclass, field

from django import forms
from django.contrib import admin
from django.db import models
from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.text.difference import GONE, NEW, SAME, differences, shortened

from . import upwards
from .privacy import public_name, traced_columns
from .templatetags.kyodo import jtime

LONGEST = 300  # characters of one value; of longer ones the trail keeps what differs, with what stands around it
NOTHING = "なし"


@dataclass
class Written:
    """What one press of 「保存」 wrote: the lines of the row's event, and the rows of other models whose event is their own."""

    lines: list = field(default_factory=list)
    rights: bool = False  # whether rights follow from what changed
    former: object = None  # the key of whom the row spoke before
    below: list = field(default_factory=list)  # [(row, note)] of rows from which rights follow: seats of a panel


class TracedAdmin(admin.ModelAdmin):
    """Django's three `log_…` are the doors that every writing page of the admin goes through: one save, one event.

    trail_act: the act under which this model's rows are written, where it has a name of its own; `trail_lead(row)`: what the
    event then says first.
    """

    trail_act = ""

    def trail_lead(self, row):
        return ""

    def construct_change_message(self, request, form, formsets, add=False):
        """Django's message for its own log; ours is made here, where the forms still know what stood before."""
        request.kyodo_written = what_was_written(form, formsets or (), add)
        return super().construct_change_message(request, form, formsets, add)

    def log_addition(self, request, obj, message):
        self._trace(request, obj, "add")
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        """A save that changed nothing is one too: who pressed the button stands in the trail."""
        self._trace(request, obj, "change")
        return super().log_change(request, obj, message)

    def log_deletions(self, request, queryset):
        for row in queryset:
            upwards.record("delete", by=request.user, target=row)
        return super().log_deletions(request, queryset)

    def _trace(self, request, row, act):
        """The events of one save. Each row of a list that is saved as a whole has made its own message before."""
        written = request.__dict__.pop("kyodo_written", None) or Written()
        act = self.trail_act or ("rights" if written.rights else act)
        lines = [line for line in (self.trail_lead(row), *written.lines) if line]
        upwards.record(act, by=request.user, target=row, note="\n".join(lines))
        if written.former is not None:
            upwards.record(act, by=request.user, target=row, note="ほかの人に変えた", person=written.former)
        for one, note in written.below:
            upwards.record("rights", by=request.user, target=one, note=note)


def what_was_written(form, formsets, add):
    """The Written of one save: what changed in the row, then what was added, changed or taken away below it."""
    written = Written(lines_of(form), rights=_gives_rights(form))
    if not add and "user" in form.changed_data:
        written.former = form.initial.get("user")
    for formset in formsets:
        forms = {id(one.instance): one for one in formset.forms}
        rows = [(row, "消した") for row in formset.deleted_objects] + [(row, "足した") for row in formset.new_objects]
        for row, verb in [*rows, *((row, "変えた") for row, _ in formset.changed_objects)]:
            changed = forms.get(id(row))
            note = "、".join([verb, *(lines_of(changed) if changed is not None and verb != "消した" else [])])
            if _rights_columns(formset.model):
                written.below.append((row, note))
            written.lines.append(f"{formset.model._meta.verbose_name}「{public_name(row)}」を{note}")
    return written


def _rights_columns(model):
    return getattr(model, "rights_columns", ())


def _gives_rights(form):
    return bool(set(form.changed_data) & set(_rights_columns(form._meta.model)))


def lines_of(form):
    """["題名: 旧 → 新", "電話（値は残さない）" …] of one form's changed fields."""
    model, lines = form._meta.model, []
    known = {field.name: field for field in (*model._meta.fields, *model._meta.many_to_many)}
    for name in form.changed_data:
        if name == "id" or name.startswith("DELETE"):
            continue
        column = known.get(name)
        label = column.verbose_name if column is not None else form.fields[name].label or name
        traced = name in traced_columns(model) if column is not None else name in getattr(form, "traced_choices", ())
        if not traced:
            lines.append(f"{label}（値は残さない）")
            continue
        old, new = (_chosen(form.fields[name], column, value) for value in (form.initial.get(name), form.cleaned_data.get(name)))
        if max(len(old), len(new)) > LONGEST:
            old, new = what_differs(old, new)
        lines.append(f"{label}: {new}" if old == NOTHING else f"{label}: {old} → {new}")
    return lines


def _chosen(field, column, value):
    """A value in the words of the box in which it was chosen, where the column has none of its own."""
    if isinstance(field, forms.ChoiceField) and not (column is not None and (column.choices or column.is_relation)):
        pairs = field.choices if not isinstance(value, list | tuple) else ()
        words = {str(code): str(word) for code, word in _flat(pairs)}
        if str(value) in words and value not in (None, ""):
            return words[str(value)]
    return _words(column, value)


def _flat(choices):
    """[(code, word)] of the choices of a box, those in groups too."""
    for code, word in choices:
        yield from word if isinstance(word, list | tuple) else ((code, word),)


def lines_of_rows(columns, values):
    """[(label, old, new)] of the columns whose value changed. values: {name: (old, new)} as stored, foreign keys by their key."""
    lines = []
    for column in columns:
        old, new = values[column.name]
        if old != new and not (old in (None, "") and new in (None, "")):
            lines.append((str(column.verbose_name), _words(column, old), _words(column, new)))
    return lines


def what_differs(old, new):
    """(old, new) of long texts as the trail keeps them: whole sentences of what went and came, 「…」 for what stayed."""
    if NOTHING in (old, new):
        return old, new
    pieces = shortened(differences(old, new))
    return tuple("".join(text for kind, text in pieces if kind in (SAME, own)) for own in (GONE, NEW))


def _words(column, value):
    """A value as the trail keeps it; rows that have no public name by their sort and number."""
    if value is None or value == "" or value == []:
        return NOTHING
    if column is None:
        return str(value)
    if said := getattr(column.model, "read_as", {}).get(column.name):  # a column of codes whose words stand elsewhere
        words = said(value)
        return f"記号「{value}」" if words == value and isinstance(column, models.SlugField) else words
    if column.many_to_many:
        return "、".join(public_name(one) for one in value) or NOTHING
    if column.is_relation:
        if not isinstance(value, models.Model):
            row = column.related_model._base_manager.filter(pk=value).first()
            return public_name(row) if row is not None else f"{column.related_model._meta.verbose_name} {value}"
        return public_name(value)
    if column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if isinstance(value, list | tuple) and any(isinstance(one, dict | list) for one in value):
        return f"{len(value)}件"
    if isinstance(value, list | tuple):  # several codes in one column
        known = {str(code): str(word) for code, word in getattr(getattr(column, "codes", None), "choices", ())}
        return "、".join(known.get(str(one), str(one)) for one in value) or NOTHING
    if isinstance(column, models.SlugField):  # a code that people chose
        return f"記号「{value}」"
    if isinstance(value, dict):
        return f"{len(value)}項目"
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, int):  # a year by its era, sums in thousands
        return fiscal_label(value) if column.name == "fiscal_year" else f"{value:,}"
    if isinstance(value, datetime.time):
        return jtime(value)
    if hasattr(value, "tzinfo"):
        return f"{timezone.localtime(value) if timezone.is_aware(value) else value:%Y-%m-%d %H:%M}"
    return str(value)
