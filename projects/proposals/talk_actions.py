"""The records of 担当課協議: written for one department, corrected by a record of their own."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from kyodo_portal.audit.actions import record
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import sync_tasks

from .models import Proposal
from .talk_access import can_correct_talk, departments_to_record_for
from .talk_models import Talk, TalkPart

CORRECTED = "この記録は、先に訂正されています。新しい記録を見て、もう一度確かめてください。"


@transaction.atomic
def record_talk(proposal, *, by, form_key, held_on, attendees, summary, opinion, department=None):
    """Keep the record of one 担当課協議. The same `form_key` twice gives the same record (double click).

    department: the Partner whose talk it was; None where the person may record for one only. PermissionDenied for another one's.
    """
    written = {"held_on": held_on, "attendees": attendees, "summary": summary, "opinion": opinion}

    def make():
        locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
        possible = departments_to_record_for(by, locked)
        whose = department or next(iter(possible), None)
        if not possible or whose not in possible:
            raise PermissionDenied
        talk = Talk.objects.create(proposal=locked, department=whose, by=by, form_key=form_key, **written)
        TalkPart.objects.filter(proposal=locked, department=whose).update(talked=True)
        record("talk", by=by, target=locked, note=f"担当課協議 {held_on} {whose}")
        sync_tasks(locked, by=by)
        return talk

    theirs = {"proposal_id": proposal.pk, "by_id": by.pk}
    alike = {**written, **({"department": department} if department else {})}
    return create_once(Talk, form_key, make, theirs=theirs, said=written, alike=alike)


@transaction.atomic
def correct_talk(talk, *, by, form_key, correction_note, **written):
    """Keep a corrected record beside the one that was wrong, which stays readable behind it. written: what `record_talk` takes.

    EditConflict where somebody has corrected it already; PermissionDenied where the result is decided or for another department's.
    """

    def make():
        locked = Proposal.objects.select_for_update().get(pk=talk.proposal_id)
        row = Talk.objects.select_related("department").get(pk=talk.pk)
        row.proposal = locked
        if Talk.objects.filter(replaces=row).exists():
            raise EditConflict(CORRECTED, locked)
        if not can_correct_talk(by, row):
            raise PermissionDenied
        new = Talk.objects.create(
            proposal=locked,
            department=row.department,
            by=by,
            form_key=form_key,
            replaces=row,
            correction_note=correction_note,
            **written,
        )
        record("talk", by=by, target=locked, note=f"担当課協議の記録を訂正した {row.held_on}")
        return new

    theirs = {"proposal_id": talk.proposal_id, "by_id": by.pk, "replaces_id": talk.pk}
    return create_once(Talk, form_key, make, theirs=theirs, said={**written, "correction_note": correction_note})
