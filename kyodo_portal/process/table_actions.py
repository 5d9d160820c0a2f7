"""A table that was looked at goes in some rows at a time, and comes out again likewise.

Each part is a transaction of its own, of the row of the import held: how far it is stands in that row, so that whoever looks sees it,
an interruption costs nothing, and two presses at once do no row twice. What one press does not finish, the clock does.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kyodo_portal.audit.actions import record

AT_A_TIME = 200  # rows of one transaction: where they are written one by one, some seconds
OF_A_PRESS = 2  # seconds after which a press answers with how far it is
OF_THE_CLOCK = 10  # seconds of one round of the clock
NOT_TAKEN = "この表は、まだ入れていません。"
UNDONE = "この取込は、もうもどされています。"


@dataclass(frozen=True)
class TableWork:
    """How the rows of one sort of table are written.

    may(user): who takes in and back. model: the TableImport; row: the model of its rows. take(run, some): write what was decided of these entries of `run.chosen` and
    return their rows, not stored yet. rows_of(run): the QuerySet of rows that taking back looks at, the last one first, always the
    same ones. put_back(run, rows, by): take back what they wrote and say so in them. taken, undone: notes of the trail.
    """

    may: Callable
    model: type
    row: type
    take: Callable
    rows_of: Callable
    put_back: Callable
    taken: str
    undone: str


def begin_taking(work, run, chosen, *, by):
    """What was decided of each line (JSON lists) is kept, and the first rows go in. `run`: held, nothing of it is in. Returns it."""
    run.chosen, run.all_rows, run.done_rows = chosen, len(chosen), 0
    run.begun_by, run.begun_at = by, timezone.now()
    run.version += 1
    run.save()
    _take_some(work, run)
    return run


@transaction.atomic
def begin_undoing(work, run, *, by):
    """What is in comes out again, its last rows at once; what is not in yet stays out. Returns the run.

    PermissionDenied for others; ValidationError where nothing was taken in, and where it was taken back before."""
    if not work.may(by):
        raise PermissionDenied
    locked = work.model.objects.select_for_update().get(pk=run.pk)
    if not locked.is_begun:
        raise ValidationError(NOT_TAKEN)
    if locked.undo_begun_at or locked.undone_at:
        raise ValidationError(UNDONE)
    if locked.taken_at is None:
        _end_taking(work, locked)
    locked.all_rows, locked.done_rows = work.rows_of(locked).count(), 0
    locked.undo_begun_by, locked.undo_begun_at = by, timezone.now()
    _undo_some(work, locked)
    return locked


def go_on(work, run, seconds=None):
    """Part after part of what is under way, for so many seconds at most (None: all of it). Returns the run as it stands then."""
    started = time.monotonic()
    while run.is_under_way and (seconds is None or time.monotonic() - started < seconds):
        run = _go_on_once(work, run)
    return run


def go_on_with_all(work):
    """What somebody began and no press finished. A round of the clock; returns how many runs it worked on."""
    under_way = work.model.objects.filter(
        Q(begun_at__isnull=False, taken_at=None) | Q(undo_begun_at__isnull=False, undone_at=None)
    )
    runs = list(under_way.order_by("begun_at", "pk"))
    for run in runs:
        go_on(work, run, OF_THE_CLOCK)
    return len(runs)


@transaction.atomic
def _go_on_once(work, run):
    locked = work.model.objects.select_for_update().get(pk=run.pk)
    if locked.is_taking:
        _take_some(work, locked)
    elif locked.is_undoing:
        _undo_some(work, locked)
    return locked


def _take_some(work, run):
    some = run.chosen[run.done_rows : run.done_rows + AT_A_TIME]
    rows = work.take(run, some)
    for row in rows:
        row.run = run
    work.row.objects.bulk_create(rows)
    run.done_rows += len(some)
    run.save(update_fields=["done_rows"])  # not the cells, each time
    if run.done_rows >= run.all_rows:
        _end_taking(work, run)


def _end_taking(work, run):
    """The cells are forgotten; nobody is told."""
    run.sheets, run.chosen = [], []
    run.taken_by, run.taken_at = run.begun_by, timezone.now()
    run.save(update_fields=["sheets", "chosen", "taken_by", "taken_at"])
    record("import", by=run.begun_by, target=run, note=work.taken, rows=run.done_rows)


def _undo_some(work, run):
    rows = list(work.rows_of(run)[run.done_rows : run.done_rows + AT_A_TIME])
    work.put_back(run, rows, run.undo_begun_by)
    run.done_rows += len(rows)
    if run.done_rows >= run.all_rows or not rows:
        run.undone_by, run.undone_at = run.undo_begun_by, timezone.now()
        record("import", by=run.undone_by, target=run, note=work.undone, rows=run.done_rows)
    run.save()
