"""Which box a value came from, where only its name was sent and no page of ours (box_words.py): a program, a page of before an upgrade.

It has no words of its own: the box is looked for among all forms and columns of ours, the form that shares most names with what was
sent, of several alike the one nearest to the page.
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
# Functions of the names that were sent which give more `Boxes`: what a room asks and no form class of its names.
MORE = []
# {prefix of rows: words in front of their number}, where a page has several sets of rows alike.
ROW_SETS = {}


class Boxes(NamedTuple):
    """The boxes of one form. module: where it stands; fields: {name: form field}."""

    module: str
    fields: dict


class Box(NamedTuple):
    """What is known of one name: its words and its field."""

    label: str
    field: forms.Field


def boxes_of(names, match=None):
    """{name: Box} of those names that a form of ours knows. match: the request's `resolver_match`. A query where rows are asked."""
    plain = {name: _plain(name) for name in names}
    module, model = _place(match)
    wanted = {name for _, name in plain.values()}
    groups = [*(boxes for more in MORE for boxes in more(wanted)), *_declared(), *_columns(module.partition(".")[0], model)]
    known = [(boxes, count) for boxes in groups if (count := len(wanted & boxes.fields.keys()))]
    best = [boxes for boxes, _ in sorted(known, key=lambda pair: (_near(pair[0].module, module), pair[1]), reverse=True)]
    found = {}
    for name, (_, inner) in plain.items():
        field = next((boxes.fields[inner] for boxes in best if inner in boxes.fields), None)
        label = str(field.label or "") if field is not None else ""
        if label:
            found[name] = Box(row_words(name, label), field)
    return found


def row_words(name, label):
    """The words of a box, behind the number of its row where it stands in one."""
    row, _ = _plain(name)
    return f"{ROW_SETS.get(name.split('-')[0], '')}{row}行目の{label}" if row else label


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
    """The forms that stand in our modules by their own name. By the first refusal all are there: the addresses are, and with them
    their views.
    """
    return tuple(_walked())


def _walked():
    waiting = [PlainForm]
    while waiting:
        waiting += (form := waiting.pop()).__subclasses__()
        if getattr(sys.modules.get(form.__module__), form.__name__, None) is form:
            yield Boxes(form.__module__, getattr(form, "base_fields", {}))


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
