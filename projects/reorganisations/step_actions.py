"""What the steps of a 改組 bring with them."""

import datetime

from django.utils import timezone

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.workflow import Hook

from .carry_actions import carry_out, put_back, was_told
from .presenters import preview_of

NOBODY_GOES = "前の課の人は、だれも移りません。いっしょに移る人は、「移る人」で選びます。"
LEFT_BEHIND = "{count}件は、窓口の人が前の課に残ります。切り替わったあと、新しい課が窓口を決め直します。"
LATE = (
    "切り替わる日（{on}）は、もうすぎています。その日にさかのぼって切り替わり、その日からは新しい課が受けもっていたことになります。"
    "人の所属と窓口が替わるのは、きょうからです。もう確定した年度の数は、変わりません。"
)
CLOSED = "（{former}は、なくなります）"
EARLY = "切り替わる日は{on}です。押すと、その日を待たずに、きょうから新しい課のものになります。"


def _day(reorganisation, **_):
    return {"on": reorganisation.on.isoformat()}


def _at_once(reorganisation, **_):
    """Before its day: that day is today. The new offices have from today on what the old ones had until yesterday."""
    reorganisation.on = min(reorganisation.on, timezone.localdate())


def _carried_out(reorganisation, *, by, **_):
    carry_out(reorganisation, by=by or _decided_by(reorganisation))


def _decided_by(reorganisation):
    """Who announced it: what the clock does on its day was decided then."""
    change = reorganisation.changes.filter(step="announce").order_by("-version").select_related("by").first()
    return change and change.by


def _before_it_was(reorganisation, *, undone, **_):
    reorganisation.on = datetime.date.fromisoformat(undone.kept["on"])


def _put_back(reorganisation, *, by, undone, **_):
    put_back(reorganisation, by=by, told=was_told(undone))


def _said(reorganisation, **_):
    """The lines, and from which day on; an office of which only single matters go says how many."""
    whole, single = {}, {}
    for line in reorganisation.laid_out:
        counted = whole if line.project_id is None else single
        counted[line.former, line.successor] = counted.get((line.former, line.successor), 0) + 1
    closing = {line.former for line in reorganisation.laid_out if line.closes}
    closed = {former: CLOSED.format(former=former) for former in closing}
    lines = [f"・{former}→{successor}{closed.get(former, '')}" for former, successor in whole]
    lines += [f"・{former}→{successor}（{count}件）" for (former, successor), count in single.items()]
    lines += [f"・{row.office}は、「{row.name}」という名前になります" for row in reorganisation.renamed]
    return "\n".join([f"{jdate(reorganisation.on)}から、次のとおりです。", *lines])


def _what_stays(reorganisation):
    """Of people and windows, what stays behind where the lines are as they stand. The queries of the preview."""
    preview = preview_of(reorganisation)
    behind = sum(view.left_behind for view in preview.lines)
    said = [LATE.format(on=jdate(reorganisation.on))] if reorganisation.on < timezone.localdate() else []
    said += [NOBODY_GOES] if preview.people and not preview.goes else []
    return said + ([LEFT_BEHIND.format(count=behind)] if behind else [])


def _what_is_early(reorganisation):
    """The same, and that its day is not waited for."""
    is_early = reorganisation.on > timezone.localdate()
    return [*([EARLY.format(on=jdate(reorganisation.on))] if is_early else []), *_what_stays(reorganisation)]


HOOKS = {
    "announce": Hook(notice=_said, warns=_what_stays),
    "carry_out": Hook(keep=_day, prepare=_at_once, notice=_said, effect=_carried_out, warns=_what_is_early),
    "turn": Hook(keep=_day, notice=_said, effect=_carried_out),
    "undo_carry_out": Hook(prepare=_before_it_was, effect=_put_back),
    "undo_turn": Hook(prepare=_before_it_was, effect=_put_back),
}
