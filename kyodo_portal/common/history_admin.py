"""「履歴」 of a row in the admin: who changed what, before and after, in words.

Three sources say it, each what the others do not know: the steps of a matter, the kept history of a model (whoever wrote it,
public columns only), and the trail of what the admin wrote.
"""

import datetime
import re
from typing import NamedTuple

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe
from simple_history.utils import get_history_manager_for_model

from . import upwards
from .templatetags.kyodo import jdate, jdatetime
from .traced_admin import NOTHING, lines_of_rows

MOST = 200  # entries of one page
ARROW = " → "
SOMEBODY = "（担当の部署だけが見られます）"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d)?")  # as the trail keeps days and moments
_PERSON = re.compile(r"利用者 (\d+)\b")  # as it keeps people


class Line(NamedTuple):
    """One column: how it was and how it is since; of what is no column only the sentence `label`."""

    label: str
    former: str = ""
    new: str = ""


class Entry(NamedTuple):
    """What happened at one moment: who (a User, SOMEBODY, None: the system), what in words, line by line."""

    at: object
    by: object
    said: str
    lines: list


class HistoryAdmin(admin.ModelAdmin):
    """Whoever may open a row's page may read its history; who did it is said to those alone who may read names (`names_people`)."""

    def names_people(self, user, row):
        """Whether this reader is told by name who did what to the row."""
        return True

    @method_decorator(require_safe)
    def history_view(self, request, object_id, extra_context=None):
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        entries = self.history_of(request, row)[:MOST]
        if self.names_people(request.user, row):
            entries = with_names(entries)
        else:
            entries = [entry._replace(by=entry.by and SOMEBODY) for entry in entries]
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": f"「{row}」の履歴", "original": row,
            "entries": entries, **(extra_context or {}),
        }  # fmt: skip
        return render(request, "admin/object_history.html", context)

    def history_of(self, request, row):
        """[Entry] of the row, the newest first; a subclass adds what else happened to it."""
        kept, labels = kept_history(row)
        entries = [*kept, *traced(row, labels, self._rows_below(request, row))]
        return sorted(entries, key=lambda entry: entry.at, reverse=True)

    def _rows_below(self, request, row):
        """{what rows below this one are called: whether this reader finds them on its page} (not everybody reads who judges)."""
        below = (inline(self.model, self.admin_site) for inline in self.inlines)
        return {str(each.opts.verbose_name): each.has_view_permission(request, row) for each in below}


def kept_history(row):
    """([Entry], labels of the columns that these speak of) of a model that keeps its history; ([], ()) of any other."""
    if not hasattr(type(row), "history"):
        return [], ()
    records = list(
        get_history_manager_for_model(type(row)).filter(**{row._meta.pk.name: row.pk}).select_related("history_user")[: MOST + 1]
    )
    columns = [field for field in type(row).history.model.tracked_fields if _says_something(field)]
    entries = []
    for number, record in enumerate(records):
        before = records[number + 1] if number + 1 < len(records) else None
        if before is None and record.history_type != "+":
            continue  # what stood before is not known
        values = {one.name: (getattr(before, one.attname, None), getattr(record, one.attname)) for one in columns}
        lines = [Line(label, _read(former), _read(new)) for label, former, new in lines_of_rows(columns, values)]
        if lines:
            said = "足した" if before is None else "消した" if record.history_type == "-" else "変えた"
            entries.append(Entry(record.history_date, record.history_user, said, lines))
    return entries, [str(one.verbose_name) for one in columns]


def _says_something(column):
    """Keys and the moments that are written by themselves say nothing that the entry does not say."""
    by_itself = getattr(column, "auto_now", False) or getattr(column, "auto_now_add", False)
    return not column.primary_key and not by_itself and not isinstance(column, models.UUIDField)


def _read(value):
    """A day or a moment as people read it; anything else as it stands."""
    match = _MOMENT.fullmatch(value)
    return _said(match) if match else value


def _said(match):
    value = match[0]
    try:
        said = datetime.datetime.fromisoformat(value)
    except ValueError:
        return value
    return jdatetime(said) if match[1] else jdate(said)


def with_names(entries):
    """The entries with people by their names, whom the trail keeps by sort and number (利用者 12). One query where it names anybody."""
    numbers = {int(number) for entry in entries for line in entry.lines for text in line for number in _PERSON.findall(text)}
    if not numbers:
        return entries
    names = {person.pk: str(person) for person in get_user_model().objects.filter(pk__in=numbers)}

    def named(text):
        return _PERSON.sub(lambda match: names.get(int(match[1]), match[0]), text)

    return [entry._replace(lines=[Line(*map(named, line)) for line in entry.lines]) for entry in entries]


def traced(row, labels, below):
    """[Entry] of what the trail knows of the row: not the columns called `labels`, of which another source says more.

    below: {what rows below it are called: whether they are shown}.
    """
    hidden = tuple(f"{name}「" for name, shown in below.items() if not shown) or "\n"
    entries = []
    for event in upwards.written_on(row, MOST):
        lines = lines_in(row, event.note, below)
        shown = [line for line in lines if line.label not in labels and not line.label.startswith(hidden)]
        if shown or not lines:
            entries.append(Entry(event.at, event.by, event.said, shown))
    return entries


def lines_in(row, note, below=()):
    """[Line] of a note of the trail: 「題名: 旧 → 新」 line by line, where a value may have lines of its own."""
    names = {str(field.verbose_name) for field in (*row._meta.fields, *row._meta.many_to_many)}
    begins = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    lines = []
    rows = "".join(f"|{re.escape(name)}「" for name in below)
    for text in re.split(rf"\n(?=(?:{begins})(?:: |（値は残さない）)|[^\n:]+（値は残さない）(?:\n|$){rows})", note):
        label, colon, body = text.partition(": ")
        if not text.strip():
            continue
        if not colon or label not in names:
            lines.append(
                Line(label.removesuffix("（値は残さない）"), new="（値は残していません）")
                if text.endswith("（値は残さない）")
                else Line(_MOMENT.sub(_said, text))  # a row below, or a sentence: its days stand inside it
            )
            continue
        former, arrow, new = body.partition(ARROW)
        lines.append(Line(label, _read(former), _read(new)) if arrow else Line(label, NOTHING, _read(body)))
    return lines
