"""変更の届け: what of an approved application is to read otherwise, item by item, before and after."""

import copy
import datetime

from kyodo_portal.common.text.difference import compared
from projects.specs.asking import joined

from .asked import X, columns_of, fields_at_start, lines_of
from .models import Application

EMPTY = (None, "", [])
COLUMNS = tuple(name for name in Application.WRITTEN if name != "basis")  # what a change may move

DAYS = ("starts_on", "ends_on", "use_from")


def changeable(spec):
    """The columns that a change of this form may move, in their order."""
    return [name for name in columns_of(spec) if name in COLUMNS]


def differing(application, values):
    """{point: value as JSON} of what is wanted and reads otherwise now. values: {column, or x:key of an own field: value}."""
    now = {f"{X}{key}": value for key, value in application.extra.items()}
    now |= {name: getattr(application, name) for name in COLUMNS}
    wanted = {name: _as_json(value) for name, value in values.items() if not (value in EMPTY and now.get(name) in EMPTY)}
    return {name: value for name, value in wanted.items() if value != _as_json(now.get(name))}


def _as_json(value):
    return value.isoformat() if isinstance(value, datetime.date) else value


def put_in(application, wanted):
    """Let the application say what is wanted ({point: value as JSON}); nothing is saved."""
    own = {name.removeprefix(X): value for name, value in wanted.items() if name.startswith(X)}
    for name, value in wanted.items():
        if name in COLUMNS:
            is_day = value is not None and name in DAYS
            setattr(application, name, datetime.date.fromisoformat(value) if is_day else value)
    application.extra = joined(application.extra, own)


def as_changed(application, wanted):
    """The application as it would read; the row itself stays as it is."""
    other = copy.copy(application)
    put_in(other, wanted)
    return other


def compared_change(before, wanted):
    """[Compared] of each item that a change moves. One query."""
    rows = fields_at_start(before.spec)
    old, new = lines_of(before, rows), lines_of(as_changed(before, wanted), rows)
    pairs = ((was.label, was.words, now.words) for was, now in zip(old, new, strict=True))
    return [row for row in (compared(label, was, now) for label, was, now in pairs) if row]


def change_in_words(before, wanted, what=""):
    """[str]: 「場所：見本広場 → 見本公園」, and what could not be said in items. One query."""
    rows = fields_at_start(before.spec)
    old, new = lines_of(before, rows), lines_of(as_changed(before, wanted), rows)
    words = [
        f"{was.label}：{was.words or '（なし）'} → {now.words or '（なし）'}"
        for was, now in zip(old, new, strict=True)
        if was.words != now.words
    ]
    return words + ([what] if what else [])


def as_it_stood(application, change):
    """The application as it read before the step of this StageChange, as far as a change moves it."""
    other, columns = copy.copy(application), (change.kept or {}).get("columns") or {}
    put_in(other, {name: value for name, value in columns.items() if name in COLUMNS})
    if "extra" in columns:
        other.extra = columns["extra"]
    return other


def as_told_of_it(told):
    """`told` (waiting.as_told_to) without a change that the city has allowed and its group was not told of yet."""
    change = told.last_step if getattr(told, "untold", None) else None
    columns = (change.kept or {}).get("columns") if change is not None else None
    if not columns or "change_to" not in columns:
        return told
    other = as_it_stood(told, change)
    for name in ("change_to", "change_what", "agreed_changes"):
        setattr(other, name, columns.get(name, getattr(other, name)))
    return other
