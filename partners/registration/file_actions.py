"""Papers for the examination: seen by the group and the secretariat, never published."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.files import storage
from kyodo_portal.process.file_actions import files_first, keep_file

from .access import can_add_files, can_change_files
from .file_models import RegistrationFile
from .models import Registration

MOST = 10


@files_first("accepted")
@transaction.atomic
def add_file(*, registration, by, accepted, kind):
    """Keep an accepted upload with an application that its representative may still change, or with a claim that is judged."""
    locked = Registration.objects.select_for_update().get(pk=registration.pk)
    if not can_add_files(by, locked):
        raise PermissionDenied
    same = locked.files.filter(sha256=accepted.sha256, kind=kind).order_by(F("removed_at").asc(nulls_first=True)).first()
    if same and same.removed_at is None:  # a double click
        return same
    if locked.files.standing().count() >= MOST:
        raise ValidationError(f"資料は{MOST}つまでにしてください。")
    if same:  # taken away, and handed in anew
        locked.files.filter(pk=same.pk).update(removed_at=None)
        same.removed_at = None
        return same
    return keep_file(RegistrationFile, accepted, by=by, registration=locked, kind=kind)


@transaction.atomic
def drop_file(*, registration, by, pk):
    """Take a paper away again; nothing happens where it is gone already. What was sent once stays kept: the correction may be let off."""
    locked = Registration.objects.select_for_update().get(pk=registration.pk)
    if not can_change_files(by, locked):
        raise PermissionDenied
    row = locked.files.standing().filter(pk=pk).first()
    if row and locked.may("correct"):
        locked.files.filter(pk=row.pk).update(removed_at=timezone.now())
    elif row:
        row.delete()
        transaction.on_commit(lambda: storage.remove_stored(row.stored_as))


def only_files(registration, keys):
    """Of an application whose row is held these papers lie there again, and no other."""
    registration.files.standing().exclude(pk__in=keys).update(removed_at=timezone.now())
    registration.files.filter(pk__in=keys).update(removed_at=None)


def record_download(*, file, by):
    """Remember who took a paper out."""
    record("export", by=by, target=file, note="登録の資料", rows=1)
