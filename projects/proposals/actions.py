"""The steps of a proposal: what each needs before it and brings with it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.workflow import Hook
from kyodo_portal.notices.actions import notify
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.correction_actions import close_sent, correction_hooks, refuse_untouched
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.number_actions import next_number
from kyodo_portal.process.once import create_once
from kyodo_portal.process.task_actions import sync_tasks
from partners.directory.standing import Standing
from projects.cycles.workflow import CYCLE
from projects.proposals.drafting.completeness import problems_of
from projects.proposals.drafting.pages import NAMES_CHANGED, promises_of

from .access import can_record_department_talk, proposal_audience, waiting_registration
from .conflicts.actions import note_exclusions
from .content_models import ProposalRevision
from .correctables import CORRECTABLES, locked_parts
from .models import Proposal, Talk
from .presenters import content_of, counted_only


def refuse_unready(proposal):
    """ValidationError with everything that is still missing."""
    problems = problems_of(proposal, locked_parts(proposal))
    if problems:
        raise ValidationError([problem.message for problem in problems])


def refuse_unregistered(proposal):
    """ValidationError while the group waits for its registration: it may write, and sends once it is registered."""
    waiting = waiting_registration(proposal.partner)
    if waiting is not None:
        raise ValidationError(
            f"団体の登録を申請中です（受付番号 {waiting.number}）。登録されると送れます。書いたものは残っています。",
            code="unregistered",
        )
    if proposal.partner.standing in (Standing.APPLYING, Standing.DECLINED, Standing.WITHDRAWN):
        raise ValidationError(
            "団体が登録されていないので、まだ送れません。登録を申請してください。書いたものは残っています。", code="unregistered"
        )


def _before_submit(proposal, *, promises=None, **answers):
    call = proposal.call
    _refuse_other_names(proposal, promises)
    if not proposal.is_taken:
        raise ValidationError(f"{call.shut_because}下書きは残っています。", code="closed")
    refuse_unregistered(proposal)
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


def _said_again(proposal, *, promises=None, replies=None, **answers):
    """What was promised, and the answers as one word: the corrections keep them in full, a second press is known by it."""
    return {"promises": promises or [], "replies": etag_of(sorted((replies or {}).items()))}


def _set_department(proposal, *, department, **answers):
    # Before the step, because the step tells the department.
    proposal.department = department
    proposal.save(update_fields=["department", "updated_at"])


def refuse_ahead(proposal, ahead_reason):
    """ValidationError where somebody may still send, and nobody has said why this one goes on before."""
    if proposal.call.awaits_more and not (ahead_reason or "").strip():
        raise ValidationError({"ahead_reason": "まだ受付が終わっていません。締切の前に進める理由を書いてください。"})


def _before_review(proposal, *, ahead_reason="", **answers):
    refuse_ahead(proposal, ahead_reason)
    proposal.ahead_reason = ahead_reason if proposal.call.awaits_more else ""
    proposal.save(update_fields=["ahead_reason", "updated_at"])


def _review_begins(proposal, **answers):
    """The panel is told once a call, not once a proposal: its members find all of them, also later ones, on one page.

    随時相談型 is judged through the whole year: there once a day.
    """
    note_exclusions(proposal)
    call = proposal.call
    until = f"審査票は{jdate(call.sheets_due_on)}までに出してください。\n" if call.sheets_due_on else ""
    day = f":{timezone.localdate():%Y%m%d}" if call.track == call.Track.ANYTIME else ""
    notify(
        proposal_audience(proposal, "panel"),
        title=f"「{call}」の審査が始まりました",
        body=f"{until}審査する提案と審査票は、次の画面に並んでいます。このあと審査に進む提案も、同じ画面に加わります。",
        url=reverse("reviews"),
        key=f"review-begins:{call.pk}{day}",
    )


@transaction.atomic
def record_talk(proposal, *, by, form_key, held_on, attendees, summary, opinion):
    """Keep the record of one 担当課協議. The same `form_key` twice gives the same record (double click)."""
    written = {"held_on": held_on, "attendees": attendees, "summary": summary, "opinion": opinion}

    def make():
        locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if not can_record_department_talk(by, locked):
            raise PermissionDenied
        talk = Talk.objects.create(proposal=locked, by=by, form_key=form_key, **written)
        record("talk", by=by, target=locked, note=f"担当課協議 {held_on}")
        sync_tasks(locked, by=by)
        return talk

    theirs = {"proposal_id": proposal.pk, "by_id": by.pk}
    return create_once(Talk, form_key, make, theirs=theirs, said=written, alike=written)


RENOUNCED = "団体から、採択を辞退する申し出があったためです。"


def call_off(proposal, *, reason, public_reason=RENOUNCED, **answers):
    """辞退 and 失効 end the ledger entry too: its first year, which had not begun, is cancelled with the same reason."""
    project = getattr(proposal, "project", None)
    for cycle in project.cycles.filter(status=CYCLE.start) if project else ():
        take_step(cycle, "call_off", by=None, version=cycle.version, reason=reason, public_reason=public_reason)


# What the decision brings with it stands in reviews/decision_actions.py: reviews are the higher room.
HOOKS = {
    "submit": Hook(prepare=_before_submit, notice=_number_given, effect=_sent),
    **correction_hooks(CORRECTABLES),
    "correct": Hook(prepare=_before_correct, details=_said_again, effect=_resolve_corrections),
    "start_talks": Hook(prepare=_set_department, effect=_look_for_conflicts),
    "start_review": Hook(prepare=_before_review, effect=_review_begins),
    "renounce": Hook(effect=call_off),
    "lapse": Hook(effect=call_off),
}
