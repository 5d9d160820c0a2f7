"""Papers of a grant are handed in and withdrawn; what a line of the report rests on cannot go."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.process.file_actions import files_first, keep_file
from kyodo_portal.process.once import create_once

from .access import can_add_paper
from .account_models import GrantPaper
from .apply_actions import held

MOST = 60


@files_first("file")
@transaction.atomic
def add_paper(grant, *, by, file, form_key, kind, label="", dated_on=None):
    """Keep one accepted upload (common.files.Accepted) with a grant. Sent twice with one key, it stands once."""

    def make():
        locked = held(grant)
        if not can_add_paper(by, locked):
            raise PermissionDenied
        _leave_room(locked)
        made = keep_file(GrantPaper, file, by=by, form_key=form_key, grant=locked, kind=kind, label=label, dated_on=dated_on)
        record("edit", by=by, target=locked, note=f"書類 {made.pk}を出した")
        return made

    return create_once(GrantPaper, form_key, make, theirs={"uploaded_by_id": by.pk})


def _leave_room(grant):
    if grant.papers.filter(removed_at=None).count() >= MOST:
        raise ValidationError(f"書類は{MOST}までです。要らなくなったものを取り下げてから、加えてください。")


@transaction.atomic
def restore_paper(paper, *, by):
    """取り下げを取り消す: it stands in the list again. What went with the note of a paper that came in (FILED) does not come back alone."""
    grant = held(paper.grant)
    if not can_add_paper(by, grant) or paper.kind == GrantPaper.Kind.FILED:
        raise PermissionDenied
    _leave_room(grant)
    if GrantPaper.objects.filter(pk=paper.pk, removed_at__isnull=False).update(removed_at=None):
        record("edit", by=by, target=grant, note=f"書類 {paper.pk}の取り下げを取り消した")


@transaction.atomic
def remove_paper(paper, *, by):
    """It holds no more: it stays with the grant and stands in no list. A second press finds it so."""
    grant = held(paper.grant)
    paper = GrantPaper.objects.select_for_update().get(pk=paper.pk)
    if not can_add_paper(by, grant):
        raise PermissionDenied
    if paper.removed_at:
        return
    if paper.lines.exists():
        raise ValidationError("この書類は、実績の行に付いています。先に、実績のページで別の書類に替えてください。")
    paper.removed_at = timezone.now()
    paper.save(update_fields=["removed_at"])
    record("edit", by=by, target=grant, note=f"書類 {paper.pk}を取り下げた")


def only_papers(grant, keys):
    """Of a grant whose row is held these papers lie there again, and no other but what the city scanned of what came on paper."""
    added = grant.papers.exclude(pk__in=keys).exclude(kind=GrantPaper.Kind.FILED)
    added.filter(removed_at=None).update(removed_at=timezone.now())
    grant.papers.filter(pk__in=keys).update(removed_at=None)
