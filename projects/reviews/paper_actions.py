"""審査票 that came on paper: typed in by the secretariat for a member, with its 収受日 and a copy of the paper."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.process.edits import OVERTAKEN, etag_of
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.file_actions import files_first, keep_file
from kyodo_portal.process.task_actions import sync_tasks
from partners.models import Membership
from projects.proposals.access import proposal_roles
from projects.proposals.conflicts.access import is_excluded
from projects.proposals.models import Proposal

from .actions import newest_revision, refuse_overtaken, sheet_gaps, sheet_values, write_marks
from .models import Review
from .plan_models import Absence, SheetScan, phase_of

OVER = "審査は終わりました。審査票は、もう入れられません。"
BY_ONESELF = "この委員は、審査票を自分で出しました。直すときは、先に委員へ戻してください。"
EXCLUDED = "この委員は、この提案の審査に加われません（除斥）。"
ABSENT = "この委員は、欠席と記録されています。先に、欠席の記録を取り消してください。"


@files_first("scan")
@transaction.atomic
def enter_sheet(proposal, seat, *, by, revision, received_on, marks, opinion="", advice="", conflict=False, scan=None, etag=None):
    """Keep a member's paper sheet as sent. Returns the Review. What was typed in from paper before is written over.

    marks: {criterion id: (points or None, reason)}; conflict: the paper says that the member does not judge (除斥); scan: an accepted
    upload. ValidationError for gaps and for a sheet that nobody may type in; EditConflict where another page wrote since `etag`.
    """
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if "secretariat" not in proposal_roles(by, locked):
        raise PermissionDenied
    sheet = _sheet_of(locked, seat, newest_revision(locked, revision))
    refuse_overtaken(etag, sheet, typed_values(received_on, marks, opinion, advice, conflict))
    sheet.channel, sheet.received_on, sheet.entered_by = Review.Channel.PAPER, received_on, by
    sheet.has_conflict, sheet.conflict_note = conflict, ""
    sheet.opinion, sheet.advice = ("", "") if conflict else (opinion, advice)
    sheet.submitted_at = None if conflict else timezone.now()
    sheet.save()
    if conflict:
        sheet.scores.all().delete()
    else:
        write_marks(sheet, marks)
        if gaps := sheet_gaps(sheet):
            raise ValidationError(gaps)
    if scan is not None:
        keep_file(SheetScan, scan, by=by, review=sheet)
    record("review", by=by, target=locked, person=seat.user, note="紙の審査票を入力した")
    sync_tasks(locked, by=by)
    return sheet


@transaction.atomic
def drop_sheet(proposal, seat, *, by, etag):
    """Take out a sheet that was typed in from the paper of somebody else, or about another proposal, with its copies; the member's own
    is asked for again. Returns whether it was there. EditConflict where it is another one than the page (`etag`) showed; ValidationError
    once the judging is over. The trail keeps that it was there.
    """
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if "secretariat" not in proposal_roles(by, locked):
        raise PermissionDenied
    if not locked.may("mark"):
        raise ValidationError(OVER)
    typed_in = {"proposal": locked, "reviewer": seat.user_id, "phase": phase_of(locked), "channel": Review.Channel.PAPER}
    sheet = Review.objects.select_for_update().filter(**typed_in).first()
    if sheet is None:
        return False
    if etag != etag_of(sheet_values(sheet, sheet.phase)):
        raise EditConflict(OVERTAKEN, locked)
    sheet.delete()
    record("review", by=by, target=locked, person=seat.user, note="紙の審査票の入力を取り消した")
    sync_tasks(locked, by=by)
    return True


def typed_values(received_on, marks, opinion, advice, conflict):
    """What is typed in, as `sheet_values`: of who does not judge nothing else."""
    written = {"received_on": received_on, "conflict": conflict or None}
    if conflict:
        return written
    written |= {f"points_{pk}": points for pk, (points, _) in marks.items()}
    written |= {f"reason_{pk}": reason for pk, (_, reason) in marks.items()}
    return written | {"opinion": opinion, "advice": advice}


def _sheet_of(proposal, seat, newest):
    """The Review to write into; ValidationError where the member's sheet is not to be typed in."""
    phase = phase_of(proposal)
    groups = set(Membership.objects.valid().filter(user=seat.user_id).values_list("partner", flat=True))
    if not proposal.may("mark"):
        raise ValidationError(OVER)
    if is_excluded(proposal, seat.user_id, groups):
        raise ValidationError(EXCLUDED)
    if Absence.objects.filter(seat=seat, phase=phase).exists():
        raise ValidationError(ABSENT)
    kept = {"proposal": proposal, "reviewer": seat.user, "phase": phase}
    sheet = Review.objects.select_for_update().filter(**kept).first() or Review(**kept)
    is_in = sheet.submitted_at or sheet.has_conflict
    if is_in and sheet.channel == Review.Channel.WEB and sheet.revision_id == newest.pk:
        raise ValidationError(BY_ONESELF)
    sheet.revision = newest
    sheet.begun_anew()
    return sheet
