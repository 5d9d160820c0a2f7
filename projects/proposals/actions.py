"""The steps of a proposal: what each needs before it and brings with it."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.templatetags.kyodo import jdatetime
from kyodo_portal.common.workflow import Hook
from kyodo_portal.notices.actions import notify
from kyodo_portal.process.actions import event_of
from kyodo_portal.process.correction_actions import close_sent, correction_hooks, refuse_untouched
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.number_actions import next_number
from partners.directory.access import people_of
from partners.models import Partner
from projects.ledger.adoption_actions import call_off, call_on
from projects.proposals.drafting.completeness import problems_of
from projects.proposals.drafting.pages import NAMES_CHANGED, promises_of

from .conflicts.actions import note_exclusions
from .content_models import ProposalRevision
from .correctables import CORRECTABLES, locked_parts
from .models import Proposal
from .presenters import content_of, counted_only
from .talk_models import TalkPart


def refuse_unready(proposal):
    """ValidationError with everything that is still missing."""
    problems = problems_of(proposal, locked_parts(proposal))
    if problems:
        raise ValidationError([problem.message for problem in problems])


def _before_submit(proposal, *, promises=None, **answers):
    call = proposal.call
    _refuse_other_names(proposal, promises)
    if not call.is_open:
        ended = f"受付は{jdatetime(call.closes_at)}に終わりました。" if call.is_closed else "まだ受付が始まっていません。"
        raise ValidationError(f"{ended}下書きは残っています。", code="closed")
    refuse_unready(proposal)
    number = next_number("P", call.fiscal_year, given=Proposal.objects)  # P for 提案
    proposal.number, proposal.submitted_at = number, timezone.now()
    proposal.save(update_fields=["number", "submitted_at", "updated_at"])


def _number_given(proposal, **answers):
    return f"受付番号は{proposal.number}です。市の担当が書類を確かめます。"


def freeze(proposal, *, by, **answers):
    """Keep what was sent as the next revision; its number starts at 1."""
    content = counted_only(content_of(proposal, locked_parts(proposal)))
    number = proposal.revisions.count() + 1
    return ProposalRevision.objects.create(proposal=proposal, number=number, content=content, by=by)


def _sent(proposal, *, by, **answers):
    freeze(proposal, by=by)
    note_exclusions(proposal)


def _look_for_conflicts(proposal, **answers):
    note_exclusions(proposal)


def _refuse_other_names(proposal, promises):
    """The promise that was read names exactly the groups that have said yes: an answer may have come in between."""
    if promises and promises != [text for _, text in promises_of(proposal.partner, locked_parts(proposal).co_partners)]:
        raise ValidationError(NAMES_CHANGED)


def _before_correct(proposal, *, promises=None, replies=None, **answers):
    _refuse_other_names(proposal, promises)
    refuse_untouched(proposal, CORRECTABLES, replies or {})
    refuse_unready(proposal)


def _resolve_corrections(proposal, *, by, replies=None, **answers):
    freeze(proposal, by=by)
    close_sent(proposal, CORRECTABLES, by=by, replies=replies or {})
    note_exclusions(proposal)


def _department_now(proposal, **answers):
    return {"department": proposal.department_id}


def _said_again(proposal, *, promises=None, replies=None, **answers):
    """What was promised, and the answers as one word: the corrections keep them in full, a second press is known by it."""
    return {"promises": promises or [], "replies": etag_of(sorted((replies or {}).items()))}


def _set_department(proposal, *, department, **answers):
    # Before the step, because the step tells the department.
    proposal.department = department
    proposal.save(update_fields=["department", "updated_at"])


def _change_department(proposal, *, department, **answers):
    if department.pk == proposal.department_id:
        raise ValidationError({"department": f"いまの担当課も、{department}です。ほかの課を選んでください。"})
    _set_department(proposal, department=department)


def _who_is_in_charge(proposal, *, department, reason, **answers):
    return f"担当課：{department}\n理由：{reason}"


def _tell_former_department(proposal, *, by, department, reason, **answers):
    """Those who had it until now hear that it is no longer theirs; the step itself tells the new department and the group."""
    former = proposal.last_step.kept["department"]
    if former is not None:
        notify(
            people_of(Partner.objects.get(pk=former)),
            title=f"「{proposal}」の担当課は、{department}に替わりました",
            body=f"この提案について、することはありません。\n理由：{reason}",
            url=reverse("admin:index"),
            key=f"{event_of(proposal, proposal.version)}:former",
            by=by,
            wait=True,
        )
    note_exclusions(proposal)


def department_as_before(proposal, *, undone, **answers):
    """Before a step is taken back that put a department in charge: the one that was there is again, and is told so."""
    proposal.department_id = undone.kept["department"]
    proposal.save(update_fields=["department", "updated_at"])


def _ask_also(proposal, *, by, other_department, **answers):
    TalkPart.objects.create(proposal=proposal, department=other_department, asked_by=by)


def _tell_asked(proposal, *, by, other_department, reason, **answers):
    """The department that is asked besides the one in charge hears of it; the step itself tells the group."""
    notify(
        people_of(other_department),
        title=f"「{proposal}」の協議に加わってください",
        body=f"頼まれた課：{other_department}\n理由：{reason}",
        url=reverse("admin:projects_proposal_change", args=[proposal.pk]),
        key=f"{event_of(proposal, proposal.version)}:asked",
        by=by,
        wait=True,
    )
    note_exclusions(proposal)


def _not_asked_any_more(proposal, *, undone, **answers):
    TalkPart.objects.filter(proposal=proposal, department=undone.details["other_department"]).delete()


# What the decision brings with it stands in reviews/decision_actions.py: reviews are the higher room.
HOOKS = {
    "submit": Hook(prepare=_before_submit, notice=_number_given, effect=_sent),
    **correction_hooks(CORRECTABLES),
    "correct": Hook(prepare=_before_correct, details=_said_again, effect=_resolve_corrections),
    "start_talks": Hook(keep=_department_now, prepare=_set_department, effect=_look_for_conflicts),
    "undo_start_talks": Hook(effect=department_as_before),
    "change_department": Hook(
        keep=_department_now, prepare=_change_department, notice=_who_is_in_charge, effect=_tell_former_department
    ),
    "undo_change_department": Hook(effect=department_as_before),
    "also_ask": Hook(prepare=_ask_also, effect=_tell_asked),
    "undo_also_ask": Hook(effect=_not_asked_any_more),
    "start_review": Hook(effect=_look_for_conflicts),
    "renounce": Hook(effect=call_off),
    "undo_renounce": Hook(effect=call_on),
    "lapse": Hook(effect=call_off),
    "undo_lapse": Hook(effect=call_on),
}
