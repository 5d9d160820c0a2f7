"""The record of a year is written and put right: where, how many, what its form asks; dates and money where nothing was agreed."""

import datetime

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.workflow import Hook
from kyodo_portal.process.actions import take_step
from projects.cycles.models import Cycle
from projects.entries.search import refresh_search
from projects.specs.asking import words_of

EMPTY = "なし"


def put_right(cycle, *, by, version, facts):
    """Write these facts ({column: value}, `extra` whole) by the step `put_right`; the history says what changed. Nothing changed: nothing is done.

    Raises what `take_step` raises.
    """
    changed = differences(cycle, facts)
    if not changed:
        return cycle
    return take_step(cycle, "put_right", by=by, version=version, reason="\n".join(changed), facts=facts)


def differences(cycle, facts):
    """[sentence] of what these facts would change. One query."""
    lines = []
    for name, value in facts.items():
        if name != "extra" and getattr(cycle, name) != value:
            lines.append(
                _line(
                    Cycle._meta.get_field(name).verbose_name, _said(cycle, name, getattr(cycle, name)), _said(cycle, name, value)
                )
            )
    for row in cycle.spec.fields.all():
        was, now = (words_of(row, extra.get(row.key)) for extra in (cycle.extra, facts.get("extra", cycle.extra)))
        if was != now:
            lines.append(_line(row.label, was, now))
    return lines


def _line(label, was, now):
    return f"{label}：{was or EMPTY}→{now or EMPTY}"


def _said(cycle, name, value):
    if isinstance(value, datetime.date):
        return jdate(value)
    if isinstance(value, list):
        words = dict(cycle.form_codes)
        return "・".join(words[code] for code in value)
    return f"{value:,}" if isinstance(value, int) else value or ""


def _write(cycle, *, facts, **_):
    for name, value in facts.items():
        setattr(cycle, name, value)
    cycle.save(update_fields=[*facts, "updated_at"])


def _keep(cycle, *, facts, **_):
    return {"facts": {name: _as_json(getattr(cycle, name)) for name in facts}}


def _as_json(value):
    return value.isoformat() if isinstance(value, datetime.date) else value


def _write_back(cycle, *, undone, **_):
    columns = {column.name: column for column in Cycle._meta.concrete_fields}
    facts = undone.kept["facts"]
    _write(cycle, facts={name: value if name == "extra" else columns[name].to_python(value) for name, value in facts.items()})


def _search(cycle, **_):
    refresh_search(cycle.project)


HOOKS = {
    "put_right": Hook(keep=_keep, prepare=_write, details=lambda cycle, **_: {}, effect=_search),  # also what is emptied
    "undo_put_right": Hook(prepare=_write_back, effect=_search),
}
