"""Papers for the examination: seen by the group and the secretariat, never published."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from kyodo_portal.audit.actions import record
from kyodo_portal.common.files import storage
from kyodo_portal.process.file_actions import files_first, keep_file

from .access import can_change_files
from .file_models import RegistrationFile
from .models import Registration

MOST = 10


@files_first("accepted")
@transaction.atomic
def add_file(*, registration, by, accepted, kind):
    """Keep an accepted upload with an application that its representative may still change."""
    locked = Registration.objects.select_for_update().get(pk=registration.pk)
    if not can_change_files(by, locked):
        raise PermissionDenied
    same = locked.files.filter(sha256=accepted.sha256, kind=kind).first()
    if same:  # a double click
        return same
    if locked.files.count() >= MOST:
        raise ValidationError(f"資料は{MOST}つまでにしてください。")
    return keep_file(RegistrationFile, accepted, by=by, registration=locked, kind=kind)


@transaction.atomic
def drop_file(*, registration, by, pk):
    """Take a paper away again; nothing happens where it is gone already."""
    locked = Registration.objects.select_for_update().get(pk=registration.pk)
    if not can_change_files(by, locked):
        raise PermissionDenied
    row = locked.files.filter(pk=pk).first()
    if row:
        row.delete()
        transaction.on_commit(lambda: storage.remove_stored(row.stored_as))


def record_download(*, file, by):
    """Remember who took a paper out."""
    record("export", by=by, target=file, note="登録の資料", rows=1)
