"""Papers of an application are handed in and withdrawn. What the city may have read stays with the matter."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.files import storage
from kyodo_portal.process.file_actions import files_first, keep_file
from kyodo_portal.process.once import create_once
from partners.directory.access import is_member

from .access import can_add_paper, can_drop_paper
from .file_models import ApplicationPaper
from .models import Application

MOST = 20
FULL = f"書類は{MOST}までです。要らなくなったものを取り下げてから、加えてください。"


def _held(application):
    rows = Application.objects.select_for_update(of=("self",)).select_related("partner", "department", "spec")
    return rows.get(pk=application.pk)


@files_first("file")
@transaction.atomic
def add_paper(application, *, by, file, form_key, kind, label=""):
    """Keep one accepted upload (common.files.Accepted) with an application. Sent twice with one key, it stands once."""

    def make():
        locked = _held(application)
        if not can_add_paper(by, locked):
            raise PermissionDenied
        _leave_room(locked)
        said = {"kind": kind, "label": label, "by_city": not is_member(by, locked.partner)}
        made = keep_file(ApplicationPaper, file, by=by, form_key=form_key, application=locked, **said)
        record("edit", by=by, target=locked, note=f"書類 {made.pk}を出した")
        return made

    return create_once(ApplicationPaper, form_key, make, theirs={"uploaded_by_id": by.pk})


def _leave_room(application):
    if application.papers.standing().count() >= MOST:
        raise ValidationError(FULL)


@transaction.atomic
def restore_paper(paper, *, by):
    """取り下げを取り消す, by the side that may withdraw it: it stands in the list again."""
    application = _held(paper.application)
    if not can_drop_paper(by, application, paper):
        raise PermissionDenied
    _leave_room(application)
    if application.papers.filter(pk=paper.pk, removed_at__isnull=False).update(removed_at=None):
        record("edit", by=by, target=application, note=f"書類 {paper.pk}の取り下げを取り消した")


@transaction.atomic
def drop_paper(paper, *, by):
    """It holds no more. Of a draft it goes, its file into the trash; of what was sent it stays, in no list. Pressed twice it stays gone."""
    application = _held(paper.application)
    row = application.papers.select_for_update().filter(pk=paper.pk, removed_at=None).first()
    if row is None:
        return
    if not can_drop_paper(by, application, row):
        raise PermissionDenied
    record("edit", by=by, target=application, note=f"書類 {row.pk}を取り下げた")
    if application.was_sent:
        row.removed_at = timezone.now()
        row.save(update_fields=["removed_at"])
        return
    row.delete()
    transaction.on_commit(lambda: storage.remove_stored(row.stored_as))
