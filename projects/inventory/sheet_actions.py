"""What happens to a sheet: one office gets more time, who handed it in is kept; acceptance writes the ledger (accept_actions)."""

import datetime

from django.core.exceptions import ValidationError
from django.db.models import Count, F
from django.utils import timezone

from kyodo_portal.audit.actions import record_each
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.workflow import Hook
from kyodo_portal.process.task_actions import sync_tasks

from .models import Answer, InventorySheet, InventorySheetChange
from .workflow import SHEET


def begin_sheets(sheets):
    """These sheets, whose rows are held, are being written from now on: the step `begin` of all of them in a few queries, for it asks
    nobody and tells nobody. One that was begun before stays as it is."""
    row, now = SHEET.step("begin"), timezone.now()
    begun = [sheet for sheet in sheets if sheet.status in row.source]
    if not begun:
        return
    changes = []
    for sheet in begun:
        kept = {"since": sheet.status_since.isoformat()}
        before, sheet.status, sheet.version, sheet.status_since = sheet.status, row.target, sheet.version + 1, now
        changes.append(
            InventorySheetChange(
                subject=sheet, version=sheet.version, step=row.name, from_state=before, to_state=row.target, kept=kept
            )
        )
        sheet.__dict__.pop("last_step", None)
    stored = InventorySheet.objects.filter(pk__in=[sheet.pk for sheet in begun])
    stored.update(status=row.target, version=F("version") + 1, status_since=now)
    InventorySheetChange.objects.bulk_create(changes)
    record_each("step", by=None, targets=[(sheet, f"{SHEET.label}: {row.label}") for sheet in begun])
    sync_tasks(*begun)


LATER = ("later_until", "later_why")


def _give_longer(sheet, *, by, reason, later_until, **answers):
    """The round's own day, also a past one, takes the office's back to that of the others; an earlier one is refused, and a past one."""
    closes_on = sheet.round.closes_on
    if later_until < closes_on:
        raise ValidationError({"later_until": f"みんなの期限（{jdate(closes_on)}）か、それより後の日にしてください。"})
    is_longer = later_until > closes_on
    if is_longer and later_until < timezone.localdate():
        raise ValidationError({"later_until": "今日か、それより後の日にしてください。"})
    sheet.later_until, sheet.later_why = (later_until, reason) if is_longer else (None, "")
    sheet.save(update_fields=LATER)


def _new_day(sheet, *, later_until=None, reason="", **answers):
    return f"新しい期限：{jdate(later_until or sheet.last_day)}\n{reason}".strip()


def _day_before(sheet, **answers):
    return {"later_until": sheet.later_until and sheet.later_until.isoformat(), "later_why": sheet.later_why}


def _day_as_it_was(sheet, *, undone, **answers):
    day = undone.kept["later_until"]
    sheet.later_until, sheet.later_why = day and datetime.date.fromisoformat(day), undone.kept["later_why"]
    sheet.save(update_fields=LATER)


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
    "extend": Hook(overwrites="later_until", prepare=_give_longer, notice=_new_day, keep=_day_before),
    "undo_extend": Hook(prepare=_day_as_it_was),
    "hand_in": Hook(keep=_who_before, effect=_by_whom, warns=_what_goes_in),
    "nothing": Hook(keep=_who_before, effect=_by_whom),
    "undo_hand_in": Hook(effect=_as_before),
    "undo_nothing": Hook(effect=_as_before),
}
