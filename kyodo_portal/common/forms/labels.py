"""Which box a value came from, where only its name was sent: a refused POST gives the text back under the words of its form.

A refusal often knows no form: the matter is gone, another person signed in, the body was too large. So the box is looked for
among all forms of ours: the form that shares most names with what was sent, of several alike the one nearest to the page.
"""

import re
import sys
from functools import cache
from typing import NamedTuple

from django import forms
from django.apps import apps
from django.db.models import AutoField, BooleanField

from .base import PlainForm

_ROW = re.compile(r"\w+-(\d+)-(\w+)")  # roles-0-task
_NUMBERED = re.compile(r"(.*?)(\d+)")  # comment_12, which a form names comment_#
# Functions of the names that were sent which give more `Boxes`: what a room asks and no form class of its names.
MORE = []
# {prefix of rows: words in front of their number}, where a page has several sets of rows alike.
ROW_SETS = {}


class Boxes(NamedTuple):
    """The boxes of one form. module: where it stands; fields: {name: form field}; built: what the form makes while it runs,
    {name: words}. `comment_#` stands for a box that is there once for each row of something; its words may be a function of the
    row's number."""

    module: str
    fields: dict
    built: dict = {}

    def field(self, name):
        """The form field of this name, or None."""
        if name in self.fields:
            return self.fields[name]
        numbered, number = _numbered(name)
        words = self.built.get(name, self.built.get(numbered, ""))
        return forms.CharField(label=words(number) if callable(words) else words)

    def knows(self, name):
        return name in self.fields or name in self.built or _numbered(name)[0] in self.built

    def how_many(self, wanted):
        """How many of the names are in the form. wanted: {name: the name that it has as one of many}, see `_numbered`."""
        count = len(wanted.keys() & self.fields.keys())
        if self.built:
            asked = wanted.items()
            count += sum(name not in self.fields and (name in self.built or many in self.built) for name, many in asked)
        return count


class Box(NamedTuple):
    """What is known of one name: its words and its field."""

    label: str
    field: forms.Field


def boxes_of(names, match=None):
    """{name: Box} of those names that a form of ours knows. match: the request's `resolver_match`. A query where rows are asked."""
    plain = {name: _plain(name) for name in names}
    module, model = _place(match)
    wanted = {name: _numbered(name)[0] for _, name in plain.values()}
    groups = [
        *(boxes for more in MORE for boxes in more(wanted.keys())),
        *_declared(),
        *_columns(module.partition(".")[0], model),
    ]
    known = [(boxes, count) for boxes in groups if (count := boxes.how_many(wanted))]
    best = [boxes for boxes, _ in sorted(known, key=lambda pair: (_near(pair[0].module, module), pair[1]), reverse=True)]
    found = {}
    for name, (_, inner) in plain.items():
        field = next((boxes.field(inner) for boxes in best if boxes.knows(inner)), None)
        label = str(field.label or "") if field is not None else ""
        if label:
            found[name] = Box(row_words(name, label), field)
    return found


def row_words(name, label):
    """The words of a box, behind the number of its row where it stands in one."""
    row, _ = _plain(name)
    return f"{ROW_SETS.get(name.split('-')[0], '')}{row}行目の{label}" if row else label


def _numbered(name):
    """("comment_#", 12) of comment_12; ("", 0) of a name without a number."""
    found = _NUMBERED.fullmatch(name)
    return (f"{found[1]}#", int(found[2][:9])) if found else ("", 0)


def _plain(name):
    """(number of the row from 1 or 0, name within its form): roles-0-task is the task of the first row, listing-reason a reason."""
    row = _ROW.fullmatch(name)
    if row:
        return int(row[1][:6]) + 1, row[2]
    return 0, name.rpartition("-")[2]


def _near(one, other):
    """How many parts of two dotted names agree from the left."""
    count = 0
    for here, there in zip(one.split("."), other.split("."), strict=False):
        if here != there:
            break
        count += 1
    return count


def _place(match):
    """(module, model) of a page: of the admin's pages those of the row that they are about."""
    if match is None:
        return "", None
    if "admin" in match.namespaces:
        label, _, rest = (match.url_name or "").partition("_")
        for model in apps.get_models():
            if model._meta.app_label == label and rest.split("_")[0] == model._meta.model_name:
                return model.__module__, model
    return match.func.__module__, None


@cache
def _declared():
    """The forms that stand in our modules by their own name; what they build for one page they name in `built`. By the first refusal
    all are there: the addresses are, and with them their views.
    """
    return tuple(_walked())


def _walked():
    waiting = [PlainForm]
    while waiting:
        waiting += (form := waiting.pop()).__subclasses__()
        if getattr(sys.modules.get(form.__module__), form.__name__, None) is form:
            yield Boxes(form.__module__, getattr(form, "base_fields", {}), getattr(form, "built", {}))


@cache
def _columns(app, model):
    """The columns of models, as the admin and the pages that are made of models call them: of this one, or of the page's app."""
    related = [] if model is None else [model, *(one.related_model for one in model._meta.related_objects)]
    models = related or [one for one in apps.get_models() if app and one.__module__.startswith(f"{app}.")]
    return tuple(Boxes(one.__module__, _form_fields(one)) for one in models)


@cache
def _form_fields(model):
    """{name: a field that is enough to read what was sent} of each column that people fill in; rows are chosen, not written."""
    fields = {}
    for column in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        label = str(column.verbose_name)
        if column.is_relation or isinstance(column, BooleanField | AutoField):
            fields[column.name] = forms.BooleanField(label=label)
        elif column.editable:
            choices = column.flatchoices
            fields[column.name] = forms.ChoiceField(label=label, choices=choices) if choices else forms.CharField(label=label)
    return fields
