"""The record of a year is written and put right: where, how many, what its form asks; dates and money where nothing was agreed."""

import datetime

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.workflow import Hook
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.untold import untold_presses
from projects.cycles.models import Cycle
from projects.entries.search import refresh_search
from projects.specs.asking import words_of

EMPTY = "なし"
AS_BEFORE = "直したところは、もとの内容にもどされました。"


def put_right(cycle, *, by, version, facts):
    """Write these facts ({column: value}, `extra` whole) by the step `put_right`; the history says what changed. Nothing changed: nothing is done.

    What was put right twice before anybody was told is told once, from what people know to what stands now.
    Raises what `take_step` raises.
    """
    changed = differences(cycle, _stored(cycle, facts), facts)
    if not changed:
        return cycle
    known = _known(cycle)
    stands = {name: facts.get(name, getattr(cycle, name)) for name in {*known, *facts}}
    net = differences(cycle, _stored(cycle, facts) | known, stands) or [AS_BEFORE]
    return take_step(cycle, "put_right", by=by, version=version, reason="\n".join(changed), facts=facts, net="\n".join(net))


def _stored(cycle, facts):
    return {name: getattr(cycle, name) for name in facts}


def _known(cycle):
    """{column: value} that people know, of what was put right since and not told yet. One query, none where nothing waits."""
    known = {}
    for change in untold_presses(cycle, "put_right"):
        known = _as_columns(change.kept["facts"]) | known
    return known


def _as_columns(facts):
    """What `_as_json` made of facts, as values of their columns."""
    columns = {column.name: column for column in Cycle._meta.concrete_fields}
    return {name: value if name == "extra" else columns[name].to_python(value) for name, value in facts.items()}


def differences(cycle, before, after):
    """[sentence] of what differs between these facts ({column: value}, of the same columns). One query."""
    lines = []
    for name, value in after.items():
        if name != "extra" and before[name] != value:
            lines.append(
                _line(Cycle._meta.get_field(name).verbose_name, _said(cycle, name, before[name]), _said(cycle, name, value))
            )
    for row in cycle.spec.fields.all():
        was, now = (words_of(row, facts.get("extra", {}).get(row.key)) for facts in (before, after))
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
    _write(cycle, facts=_as_columns(undone.kept["facts"]))


def _net(cycle, *, net="", **_):
    return net


def _search(cycle, **_):
    refresh_search(cycle.project)


HOOKS = {
    "put_right": Hook(
        keep=_keep,
        prepare=_write,
        notice=_net,
        details=lambda cycle, **_: {},
        effect=_search,
        overwrites="facts",  # also what is emptied
    ),
    "undo_put_right": Hook(prepare=_write_back, effect=_search),
}
