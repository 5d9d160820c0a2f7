"""補正 of an application for a grant: only what was asked for is put right, or answered with a reason; then it is judged anew."""

from kyodo_portal.common.workflow import Hook
from kyodo_portal.process.correction_actions import (
    close_sent,
    correction_hooks,
    open_items,
    open_sent_again,
    refuse_untouched,
    what_came_back,
)
from kyodo_portal.process.edits import etag_of
from projects.filings.effects import all_of

from .account_models import GrantLine
from .apply_actions import sent, what_is_sent
from .correctables import CORRECTABLES, SIDES, lines_as_rows
from .models import Grant
from .undo_actions import kept, put_back, reopen_filing, use_filing, write


def replace_side(grant, side, rows):
    """One side of the accounts is these rows from now on: [[side, item, cost, source, yen, note]]. It was not decided yet."""
    grant.lines.filter(side=side).delete()
    GrantLine.objects.bulk_create(
        GrantLine(grant=grant, side=side, item=item, cost_id=cost, source=source, budget=amount, note=note, order=order)
        for order, (_, item, cost, source, amount, note) in enumerate(rows)
    )
    grant.__dict__.pop("all_lines", None)


def _row(side, row):
    is_expense = side == "expense"
    cost, source = (row["cost"].pk, "") if is_expense else (None, row["source"])
    return [side, row["item"], cost, source, row["amount"], row["note"]]


def _before_correct(grant, *, values, replies=None, despite="", **_):
    """Only what was asked for may change. values: {item: value}, of both sides of the accounts the rows of its form."""
    asked = {row.field for row in grant.corrections.open()}
    write(grant, **{name: value for name, value in values.items() if name in asked and name in Grant.WRITTEN})
    for name, side in SIDES.items():
        if name in asked and name in values:
            replace_side(grant, side, [_row(side, row) for row in values[name]])
    refuse_untouched(grant, CORRECTABLES, replies or {})
    sent(grant, despite=despite)


def _keep(grant, **more):
    was = {name: getattr(grant, name) for name in Grant.WRITTEN}
    written = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in was.items()}
    return {**kept(grant, **more), "written": written, "rows": lines_as_rows(grant), **open_items(grant)}


def _what_was_sent(grant, *, values=None, replies=None, **_):
    """A second press is known by it; the corrections keep it in full."""
    return {"sent": etag_of({name: str(value) for name, value in (values or {}).items()}, sorted((replies or {}).items()))}


def _corrected(grant, *, by, replies=None, **_):
    close_sent(grant, CORRECTABLES, by=by, replies=replies or {})


def _to_correct_again(grant, *, undone, **_):
    """As it was before it was sent again, and the items open once more; what was sent begins their form."""
    open_sent_again(grant, CORRECTABLES, undone, lambda: _as_before(grant, undone))


def _as_before(grant, undone):
    """The accounts and columns as they were before it was sent again."""
    columns = {name: Grant._meta.get_field(name) for name in Grant.WRITTEN}
    write(grant, **{name: columns[name].to_python(value) for name, value in undone.kept["written"].items()})
    stands = lines_as_rows(grant)
    for side in SIDES.values():
        before, now = ([row for row in rows if row[0] == side] for rows in (undone.kept["rows"], stands))
        if before != now:
            replace_side(grant, side, before)
    put_back(grant, undone=undone, lines=False)


HOOKS = {
    **correction_hooks(CORRECTABLES, goes_on=("go_on_unread", "go_on_read")),
    "correct": Hook(
        keep=_keep,
        prepare=_before_correct,
        notice=what_came_back(CORRECTABLES),
        details=_what_was_sent,
        effect=all_of(use_filing, _corrected),
        warns=what_is_sent,
    ),
    "undo_correct": Hook(effect=all_of(_to_correct_again, reopen_filing)),
}
