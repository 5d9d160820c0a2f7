"""A round that was prepared and has not begun: put right, or taken away again."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from kyodo_portal.audit.actions import record
from kyodo_portal.common.forms.three_way import as_read
from kyodo_portal.process.edits import names_to_write
from kyodo_portal.process.errors import Stale
from kyodo_portal.process.task_actions import forget_tasks, sync_tasks

from .access import can_drop_round, can_prepare_round
from .models import InventoryRound

PREPARED = ("fiscal_year", "opens_on", "closes_on", "asks_plans", "asks_possibilities")
YEAR_TAKEN = "この年度の棚卸しは、もうあります。一覧から開いてください。"


def prepared_of(round):
    """What was prepared, as its form holds it."""
    return {name: getattr(round, name) for name in PREPARED}


@transaction.atomic
def edit_round(round, *, by, etag, **values):
    """Another year, other days, other questions, until it begins. values: those of PREPARED.

    etag: `fields_etag(prepared_of(round))` as the page was opened; FieldConflict where others wrote the same since. Stale once it began.
    """
    locked = _held(round)
    if not can_prepare_round(by, locked):
        raise PermissionDenied
    for name in names_to_write(
        etag, as_read(prepared_of(locked)), as_read(values), locked, together=(("opens_on", "closes_on"),)
    ):
        setattr(locked, name, values[name])
    try:
        with transaction.atomic():
            locked.save(update_fields=PREPARED)
    except IntegrityError:
        raise ValidationError({"fiscal_year": YEAR_TAKEN}) from None
    record("edit", by=by, target=locked)
    sync_tasks(locked, by=by)
    return locked


@transaction.atomic
def drop_round(round, *, by):
    """A round that nobody was told of goes. Stale once it began."""
    locked = _held(round)
    if not can_drop_round(by, locked):
        raise PermissionDenied
    record("delete", by=by, target=locked, note="用意の取りやめ")
    forget_tasks(locked)
    locked.delete()


def _held(round):
    locked = InventoryRound.objects.select_for_update().get(pk=round.pk)
    if not locked.is_prepared:
        raise Stale(locked)
    return locked
