"""What happens to a sheet: who handed it in is kept; acceptance writes the ledger (accept_actions)."""

from django.db.models import Count

from kyodo_portal.common.workflow import Hook

from .models import Answer


def _by_whom(sheet, *, by, **answers):
    sheet.handed_in_by = by
    sheet.save(update_fields=["handed_in_by"])


def _who_before(sheet, **answers):
    return {"handed_in_by": sheet.handed_in_by_id}


def _as_before(sheet, *, undone, **answers):
    sheet.handed_in_by_id = undone.kept["handed_in_by"]
    sheet.save(update_fields=["handed_in_by"])


def _what_goes_in(sheet):
    """What is about to be handed in, in numbers. One query."""
    counts = dict(sheet.lines.order_by().values_list("answer").annotate(Count("pk")))
    said = "、".join(f"{label} {counts[code]}行" for code, label in Answer.choices if counts.get(code))
    return [f"出す答え：{said}。"] if said else []


HOOKS = {
    "hand_in": Hook(keep=_who_before, effect=_by_whom, warns=_what_goes_in),
    "nothing": Hook(keep=_who_before, effect=_by_whom),
    "undo_hand_in": Hook(effect=_as_before),
    "undo_nothing": Hook(effect=_as_before),
}
