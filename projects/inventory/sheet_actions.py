"""What happens to a sheet: who handed it in is kept; acceptance writes the ledger (accept_actions)."""

from kyodo_portal.common.workflow import Hook


def _by_whom(sheet, *, by, **answers):
    sheet.handed_in_by = by
    sheet.save(update_fields=["handed_in_by"])


def _by_nobody(sheet, **answers):
    sheet.handed_in_by = None
    sheet.save(update_fields=["handed_in_by"])


HOOKS = {
    "hand_in": Hook(effect=_by_whom),
    "nothing": Hook(effect=_by_whom),
    "undo_hand_in": Hook(effect=_by_nobody),
    "undo_nothing": Hook(effect=_by_nobody),
}
