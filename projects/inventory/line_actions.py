"""What an office writes into its sheet, from the page, from a table that was pasted or from a file: all of it, or nothing."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.shortcuts import get_object_or_404

from kyodo_portal.audit.actions import record
from kyodo_portal.process.errors import EditConflict
from partners.models import Partner, PartnerKind
from projects.entries.models import Project

from .access import can_read_sheet, can_run_round, can_write_sheet
from .columns import Columns
from .line_reader import WRITTEN, LineReader, sheet_number
from .models import Answer, InventoryLine, InventorySheet, LineSource
from .prefill_actions import values_of
from .row_types import Refused, Taken, Typed
from .sheet_actions import begin_sheets

STORED = (*WRITTEN, "extra", "partner_id", "version")


@transaction.atomic
def write_rows(sheets, rows, *, by, source=LineSource.TYPED, complete=False, columns=None):
    """Write `rows` ([Typed]) into their sheets: all, or nothing.

    sheets: those whose rows they may be. complete: every row has to be answered with what is asked (files do so; a page is left
    half done). Raises Refused with every problem, PermissionDenied where `by` may not write, EditConflict where a sheet was handed
    in meanwhile. Equal values never conflict; other values over a version that is not the newest are refused, both shown.
    Queries: five, one for new rows, one for changed ones and one for each answer that was only ticked, ten where a sheet begins by it.
    """
    columns = columns or Columns()
    keys = [sheet.pk for sheet in sheets]
    locked = InventorySheet.objects.select_for_update(of=("self",)).select_related("round", "office").filter(pk__in=keys)
    held = {sheet_number(sheet): sheet for sheet in locked.order_by("pk")}
    if not all(can_read_sheet(by, sheet) for sheet in held.values()):
        raise PermissionDenied
    reader = LineReader(held, columns, complete)
    for row in rows:
        reader.read(row)
    if reader.problems:
        raise Refused(reader.problems)
    for sheet in reader.touched:
        _refuse_sent(sheet, by)
    taken = _save(reader, source)
    begin_sheets(reader.touched)
    if reader.touched:
        target = next(iter(reader.touched)) if len(reader.touched) == 1 else next(iter(reader.touched)).round
        act = "import" if source == LineSource.FILE else "edit"
        record(act, by=by, target=target, note=f"棚卸しの行：新しい{taken.new}、変わった{taken.changed}")
    return taken


def _refuse_sent(sheet, by):
    """EditConflict where the sheet was handed in meanwhile, on another screen or by somebody else."""
    if not can_write_sheet(by, sheet):
        raise EditConflict(f"{sheet.office}の答えは、もう出されています。直すときは、先に取りもどしてください。", sheet)


def _save(reader, source):
    """Write what was read; returns Taken."""
    _name_partners([*reader.new, *reader.changed])
    for line in reader.new:
        line.source = source
    InventoryLine.objects.bulk_create(reader.new)
    if reader.changed:
        InventoryLine.objects.bulk_create(reader.changed, update_conflicts=True, unique_fields=["id"], update_fields=STORED)
    for values, keys in reader.ticked.items():
        InventoryLine.objects.filter(pk__in=keys).update(**dict(values), version=F("version") + 1)
    return Taken(len(reader.new), len(reader.changed) + sum(map(len, reader.ticked.values())), reader.alike)


def _name_partners(lines):
    """A name that is one body's of the directory leads to it; a private person's never does. One query."""
    names = {line.partner_name for line in lines if line.partner_name and line.partner_kind != PartnerKind.CITIZEN}
    known, outside = {}, Partner.objects.choosable().exclude(kind=PartnerKind.DEPARTMENT)
    for pk, name, kind in outside.filter(name__in=names).order_by().values_list("pk", "name", "kind"):
        known.setdefault(name, []).append((pk, kind))
    for line in lines:
        if values_of(line)["partner_name"] == line.former.get("partner_name") and line.project_id:
            continue  # as it was laid out: the ledger knows whom it means
        rows = known.get(line.partner_name, []) if line.partner_kind != PartnerKind.CITIZEN else []
        rows = [pair for pair in rows if not line.partner_kind or pair[1] == line.partner_kind]
        line.partner_id = rows[0][0] if len(rows) == 1 else None
        if line.partner_id and not line.partner_kind:
            line.partner_kind = rows[0][1]


@transaction.atomic
def say_the_same(sheet, *, by):
    """Answer 「同じ」 for every line that has no answer yet and holds what is asked. Returns Taken."""
    lines = sheet.lines.filter(answer="").exclude(title="").exclude(partner_name="").exclude(form=None)
    rows = [Typed(line.title, line.mark, line.version, {"answer": Answer.SAME}) for line in lines]
    return write_rows([sheet], rows, by=by)


@transaction.atomic
def drop_line(sheet, mark, *, by):
    """Take out a line that the office had added itself; what was laid out or went into the ledger stays. Twice: nothing happens."""
    locked = InventorySheet.objects.select_for_update(of=("self",)).select_related("round", "office").get(pk=sheet.pk)
    if not can_read_sheet(by, locked):
        raise PermissionDenied
    _refuse_sent(locked, by)
    gone = locked.lines.filter(mark=mark, project=None).delete()[0]
    if gone:
        record("delete", by=by, target=locked, note="棚卸しの行：1")
    return gone


@transaction.atomic
def untie_line(round, mark, *, by):
    """Takes `tie_line` back: the line is a new matter again, as its office typed it. Returns the line; a second press changes nothing.

    ValidationError once the sheet was accepted, or of a line that was laid out with its matter; PermissionDenied for others."""
    if not can_run_round(by):
        raise PermissionDenied
    lines = InventoryLine.objects.select_for_update(of=("self",)).filter(sheet__round=round, mark=mark)
    line = get_object_or_404(lines.select_related("sheet__round"))
    if line.project_id is None:
        return line
    if line.former or not line.sheet.is_unfrozen or line.taken:
        raise ValidationError("この行は、もう台帳に書かれたか、はじめから台帳の1件の行です。")
    line.project, line.answer, line.version = None, Answer.NEW, line.version + 1
    line.save(update_fields=["project", "answer", "version"])
    record("edit", by=by, target=line.sheet, note="棚卸しの行を台帳の1件にまとめたのを取り消した")
    return line


@transaction.atomic
def tie_line(round, mark, project, *, by):
    """A line that an office typed as new is this matter of the ledger (key): the secretariat says so. Returns the line.

    ValidationError where the sheet has a line of it already, PermissionDenied for others; a second press changes nothing."""
    if not can_run_round(by):
        raise PermissionDenied
    lines = InventoryLine.objects.select_for_update(of=("self",)).filter(sheet__round=round, mark=mark)
    line = get_object_or_404(lines.select_related("sheet__round"))
    if line.project_id == project:
        return line
    if line.project_id is not None or not line.sheet.is_unfrozen:
        raise ValidationError("この行は、もう台帳の1件とつながっています。")
    if line.sheet.lines.filter(project=project).exists():
        raise ValidationError("この課の表には、その1件の行がもうあります。どちらかの行を消してもらってください。")
    line.project = get_object_or_404(Project.objects.visible_to(by).standing(), pk=project)
    line.answer, line.version = Answer.CHANGED, line.version + 1
    line.save(update_fields=["project", "answer", "version"])
    record("edit", by=by, target=line.sheet, note="棚卸しの行を台帳の1件にまとめた")
    return line
