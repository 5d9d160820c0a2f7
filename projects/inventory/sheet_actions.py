"""What happens to a sheet: who handed it in is kept; acceptance writes the ledger (accept_actions)."""

from kyodo_portal.common.workflow import Hook


def _by_whom(sheet, *, by, **answers):
    sheet.handed_in_by = by
    sheet.save(update_fields=["handed_in_by"])


def _who_before(sheet, **answers):
    return {"handed_in_by": sheet.handed_in_by_id}


def _as_before(sheet, *, undone, **answers):
    sheet.handed_in_by_id = undone.kept["handed_in_by"]
    sheet.save(update_fields=["handed_in_by"])


HOOKS = {
    "hand_in": Hook(keep=_who_before, effect=_by_whom),
    "nothing": Hook(keep=_who_before, effect=_by_whom),
    "undo_hand_in": Hook(effect=_as_before),
    "undo_nothing": Hook(effect=_as_before),
}
