"""What an application asks: the columns that its form needs, and the form's own fields; what still lacks, and how it reads."""

import datetime
from typing import NamedTuple

from kyodo_portal.common.templatetags.kyodo import jdate, yen
from kyodo_portal.process.correction_actions import Correctables, Point
from projects.specs.asking import words_of
from projects.specs.models import Asked, FormSpec

from .models import Application

INKIND = "inkind"
COPIED = ("title", "place", "expected", "fee", "summary")  # of last year's: everything but its days
X = "x:"  # in front of the key of a form's own field
# What a form's own field asks that is a column here: it is asked once, and written into the year of the ledger as the field.
AS_COLUMN = {"fee": "fee"}
LABELS = {
    "title": "催しや利用の名前",
    "starts_on": "始まる日",
    "ends_on": "終わる日",
    "use_from": "名前を使い始める日（ちらしの印刷など）",
    "place": "場所",
    "expected": "来る人の見こみ",
    "fee": "参加費（1人あたり）",
    "summary": "どんなことをするか",
    "basis": "もとになる後援・共催",
}
OPTIONAL = ("expected", "fee", "basis")


def columns_of(spec):
    """The names of Application.WRITTEN that this form asks, in their order."""
    left = {"basis"} if spec.code != INKIND else {"fee"}
    if spec.apply_from != FormSpec.ApplyFrom.USE:
        left.add("use_from")
    return [name for name in Application.WRITTEN if name not in left]


def own_fields(spec, *asked):
    """[FormField] that this form asks then, without those that are columns. One query, none where the fields were read along."""
    return [row for row in spec.fields.all() if row.asked in asked and row.key not in AS_COLUMN]


def fields_at_start(spec):
    """Those asked with the application."""
    return own_fields(spec, Asked.ENTER, Asked.ANY)


class Line(NamedTuple):
    """One thing that was asked, as people read it; `words` is "" where nothing was written."""

    name: str
    label: str
    words: str


def lines_of(application, rows=None):
    """[Line] of the whole application in the order of the form. rows: its own fields, where they were read already."""
    rows = fields_at_start(application.spec) if rows is None else rows
    columns = [Line(name, LABELS[name], _words(application, name)) for name in columns_of(application.spec)]
    return columns + [Line(f"{X}{row.key}", row.label, words_of(row, application.extra.get(row.key))) for row in rows]


def _words(application, name):
    value = getattr(application, name)
    if value in (None, ""):
        return ""
    if name in ("starts_on", "ends_on", "use_from"):
        return jdate(value)
    if name == "expected":
        return f"{value:,}人"
    return (yen(value) if value else "取らない") if name == "fee" else str(value)


def missing(application):
    """[label] of what has to be written before it is sent. One query."""
    rows = fields_at_start(application.spec)
    needed = {f"{X}{row.key}" for row in rows if row.required} | {n for n in columns_of(application.spec) if n not in OPTIONAL}
    return [line.label for line in lines_of(application, rows) if not line.words and line.name in needed]


def _points(application):
    return [Point(line.name, line.label, line.label) for line in lines_of(application)]


def _text(application, field):
    return next((line.words for line in lines_of(application) if line.name == field), "")


def as_json(application, name):
    """A column as JSON keeps it: days as text, another row by its key."""
    value = getattr(application, Application._meta.get_field(name).attname)
    return value.isoformat() if isinstance(value, datetime.date) else value


def _stored(application, field):
    return application.extra.get(field.removeprefix(X)) if field.startswith(X) else as_json(application, field)


CORRECTABLES = Correctables(points=_points, text=_text, stored=_stored)
