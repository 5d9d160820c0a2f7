"""Sheets of the yearly inventory whose numbers are not fixed: whoever has the matters answers for them."""

from django.utils import timezone

from kyodo_portal.process.task_actions import sync_tasks
from projects.inventory.models import InventoryLine, InventorySheet
from projects.inventory.workflow import SHEET

# {(model, column) of what is written here: what it is called}
MOVED = {(InventorySheet._meta.label, "office_id"): "棚卸しの表", (InventoryLine._meta.label, "sheet_id"): "棚卸しの表の行"}


def move_sheets(written, targets, seen):
    """An old office's sheet is the new one's where that has none; otherwise the lines of what moves go into the new one's, as long as
    both are still written. What was handed in stays with its lines. seen: found.Before.

    One query for each sheet that changes its office, one for each that gets lines; those of `sync_tasks` where one is new.
    """
    known = {(row.round_id, row.office_id): row for row in seen.sheets}
    merging = []
    for sheet in seen.sheets:
        line = targets.whole.get(sheet.office_id)
        if line is not None and not _is_split(targets, sheet) and (sheet.round_id, line.successor_id) not in known:
            written.set([sheet], "office_id", line.successor_id)
            known[sheet.round_id, line.successor_id] = sheet
        elif sheet.office_id in targets.formers and sheet.may("answer"):
            merging.append(sheet)
    if merging:
        _move_lines(written, targets, merging, known, seen)


def sheets_that_go(targets, sheets):
    """[InventorySheet] of these (`found.sheets_of`) of which something would move: itself, or lines of it. No query."""
    known = {(row.round_id, row.office_id): row for row in sheets}
    return [sheet for sheet in sheets if sheet.office_id in targets.formers and _goes(targets, sheet, known)]


def _goes(targets, sheet, known):
    line = targets.whole.get(sheet.office_id)
    there = known.get((sheet.round_id, line.successor_id)) if line is not None else None
    if line is not None and there is None and not _is_split(targets, sheet):
        return True
    return sheet.has_lines and sheet.may("answer") and (there is None or there.may("answer"))


def _is_split(targets, sheet):
    return any(office == sheet.office_id for office, _ in targets.single)


def _move_lines(written, targets, sheets, known, seen):
    """Lines without an entry go where the whole office goes. A line whose entry stands there already stays where it is."""
    by_sheet, targets_of, fresh = {sheet.pk: sheet for sheet in sheets}, {}, []
    projects, there = {*seen.keys}, {(row.sheet_id, row.project_id) for row in seen.lines if row.project_id}
    for row in seen.lines:
        sheet = by_sheet.get(row.sheet_id)
        line = targets.line_of(sheet.office_id, row.project_id) if sheet is not None else None
        if line is None or (row.project_id is not None and row.project_id not in projects):
            continue
        to = known.get((sheet.round_id, line.successor_id))
        if to is None:
            to = InventorySheet(round=sheet.round, office=line.successor, status=SHEET.start, status_since=timezone.now())
            known[sheet.round_id, line.successor_id] = to
            written.make([to])
            fresh.append(to)
        if to.may("answer") and (to.pk, row.project_id) not in there:
            targets_of.setdefault(to.pk, []).append(row)
    for pk, lines in targets_of.items():
        written.set(lines, "sheet_id", pk)
    if fresh:
        sync_tasks(*fresh)
