"""取込をなかったことにする: what a list made goes while nothing has come of it, and what it changed says again what it said."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from partners.directory.actions import write_values
from partners.directory.models import Partner
from partners.directory.payload import as_json
from partners.directory.standing import Standing

from .access import can_import
from .merge_rows import STAYS, movable
from .models import PartnerImport, PartnerImportRow

NOT_TAKEN = "この名簿は、まだ入れていません。"
UNDONE = "この取込は、もうもどされています。"
TAGS = ("fields", "areas")
Outcome = PartnerImportRow.Outcome


def kept_values(body, names):
    """{column: its value as JSON} of a body, for a row of an import: keys of fields and areas, numbers as they are."""
    kept = {}
    for name in names:
        value = getattr(body, name)
        kept[name] = as_json(value.all()) if name in TAGS else int(value) if isinstance(value, int) else value
    return kept


@transaction.atomic
def undo_import(run, *, by):
    """Take a list back. A group that it made is deleted while nothing else names it and nobody has changed it; a value that it wrote
    goes back while it still stands. What has been worked with since stays, and its row says so. Returns how many rows stay.
    """
    if not can_import(by):
        raise PermissionDenied
    locked = PartnerImport.objects.select_for_update().get(pk=run.pk)
    if locked.taken_at is None:
        raise ValidationError(NOT_TAKEN)
    if locked.undone_at is not None:
        raise ValidationError(UNDONE)
    rows = list(locked.rows.exclude(outcome=Outcome.LEFT_OUT).select_related("partner"))
    untouched = _untouched(locked, [row.partner for row in rows if row.outcome == Outcome.MADE and row.partner])
    back = [row for row in rows if row.partner_id in untouched or (row.outcome == Outcome.JOINED and _put_back(row))]
    PartnerImportRow.objects.filter(pk__in=[row.pk for row in back]).update(outcome=Outcome.TAKEN_BACK)
    Partner.objects.filter(pk__in=untouched).delete()
    locked.undone_by, locked.undone_at = by, timezone.now()
    locked.save()
    record("import", by=by, target=locked, note="名簿の取込をもどした", rows=len(back))
    return len(rows) - len(back)


def _untouched(run, made):
    """{key} of the groups that nothing names but the import itself, and that nobody has changed since. One query a table."""
    keys = {body.pk for body in made if body.updated_at <= run.taken_at and body.standing in (Standing.LISTED, Standing.UNLISTED)}
    names = [(column.model, column.name) for _, column in movable()]
    names += [(model, field.name) for model in STAYS for field in model._meta.fields if field.related_model is Partner]
    for model, name in names:
        if model is not PartnerImportRow:
            keys -= set(model._base_manager.filter(**{f"{name}__in": list(keys)}).values_list(name, flat=True))
    return keys


def _put_back(row):
    """Write what the group said before, where it still says what the list wrote; whether nothing else stays of the row."""
    body, back = row.partner, {}
    if body is None:
        return False
    now = kept_values(body, row.changed)
    for name, (before, after) in row.changed.items():
        if now[name] == after:
            back[name] = before
    if back:
        write_values(body, back)
    return len(back) == len(row.changed)
