"""Files beside the papers of a plan: added and taken off until the round is announced."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.process.file_actions import files_first, keep_file
from kyodo_portal.process.once import create_once

from .access import can_write_round
from .file_models import RoundFile
from .models import OpinionRound

MOST = 5  # files of one paper
FULL = f"1つの資料に付けられるファイルは{MOST}つまでです。要らないものを外してから、加えてください。"


def _held(paper, by):
    round = OpinionRound.objects.select_for_update(of=("self",)).select_related("department").get(pk=paper.round_id)
    if not can_write_round(by, round):
        raise PermissionDenied("案のファイルは、予告するまで、担当課と事務局が直せます。")
    return round


@files_first("file")
def add_file(paper, *, by, file, form_key):
    """Keep one accepted upload (common.files.Accepted) beside a paper. Sent twice with one key, it stands once.

    ValidationError beyond MOST.
    """

    @transaction.atomic
    def make():
        round = _held(paper, by)
        if paper.files.standing().count() >= MOST:
            raise ValidationError(FULL)
        made = keep_file(RoundFile, file, by=by, form_key=form_key, paper=paper)
        record("edit", by=by, target=round, note=f"案のファイル {made.pk}を加えた")
        return made

    return create_once(RoundFile, form_key, make, theirs={"uploaded_by_id": by.pk})


@transaction.atomic
def turn_file(file, *, by, is_off):
    """外す, or もどす. A second press finds it so; ValidationError beyond MOST."""
    round = _held(file.paper, by)
    row = RoundFile.objects.select_for_update().get(pk=file.pk)
    if (row.removed_at is not None) == is_off:
        return row
    if not is_off and file.paper.files.standing().count() >= MOST:
        raise ValidationError(FULL)
    row.removed_at, row.removed_by = (timezone.now(), by) if is_off else (None, None)
    row.save(update_fields=["removed_at", "removed_by"])
    record("edit", by=by, target=round, note=f"案のファイル {row.pk}を{'外した' if is_off else 'もどした'}")
    return row
