"""The steps of a proposal: what each needs before it and brings with it."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.workflow import Hook
from kyodo_portal.notices.actions import notify, take_back, tell_anew
from kyodo_portal.process.actions import event_of
from kyodo_portal.process.correction_actions import (
    close_sent,
    correction_hooks,
    open_items,
    open_sent_again,
    refuse_untouched,
    what_came_back,
)
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.number_actions import next_number
from partners.directory.access import people_of
from partners.directory.standing import Standing
from partners.models import Partner
from projects.ledger.adoption_actions import call_off, call_on
from projects.proposals.drafting.completeness import problems_of
from projects.proposals.drafting.pages import NAMES_CHANGED, promises_of

from .access import proposal_audience, waiting_registration
from .conflicts.actions import forget_exclusions, note_exclusions
from .content_models import ProposalRevision
from .correctables import CORRECTABLES, locked_parts
from .models import Proposal
from .presenters import content_of, counted_only
from .talk_models import TalkPart
from .version_presenters import content_read
from .workflow import PROPOSAL


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
    if not proposal.was_sent:
        proposal.number = next_number("P", call.fiscal_year, given=Proposal.objects)  # P for 提案
    proposal.submitted_at = timezone.now()
    proposal.save(update_fields=["number", "submitted_at", "updated_at"])


def _read(proposal):
    return content_read(counted_only(content_of(proposal)))


def _number_given(proposal, **answers):
    return f"受付番号は{proposal.number}です。"  # whose turn it is now, every notice says


def freeze(proposal, *, by, **answers):
    """Keep what was sent as the next revision; its number starts at 1."""
    content = counted_only(content_of(proposal, locked_parts(proposal)))
    number = proposal.revisions.count() + 1
    return ProposalRevision.objects.create(proposal=proposal, number=number, content=content, by=by)


def _sent(proposal, *, by, **answers):
    freeze(proposal, by=by)
    note_exclusions(proposal, wait=True)


def _unsent(proposal, *, by, undone, **answers):
    """A draft again, with its number, which was told and is nobody else's. What was frozen stays: it was sent once."""
    forget_exclusions(proposal, undone.at, by=by)


def _to_correct_again(proposal, *, by, undone, **answers):
    """The city reads again what it read before; the group goes on from what it wrote."""
    number = proposal.revisions.count()
    before = proposal.revisions.get(number=number - 1)
    ProposalRevision.objects.create(proposal=proposal, number=number + 1, content=before.content, by=by)
    open_sent_again(proposal, undone)
    forget_exclusions(proposal, undone.at, by=by)


def _items_before(proposal, **answers):
    return open_items(proposal)


def _look_for_conflicts(proposal, **answers):
    note_exclusions(proposal, wait=True)


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
    note_exclusions(proposal, wait=True)


def _department_now(proposal, **answers):
    return {"department": proposal.department_id}


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


def _before_the_review(proposal, **_):
    return {"ahead_reason": proposal.ahead_reason, "event": _review_event(proposal.call)}


def _before_review(proposal, *, ahead_reason="", **answers):
    refuse_ahead(proposal, ahead_reason)
    proposal.ahead_reason = ahead_reason if proposal.call.awaits_more else ""
    proposal.save(update_fields=["ahead_reason", "updated_at"])


def _review_begins(proposal, *, by, **answers):
    """The panel is told once a call, not once a proposal: its members find all of them, also later ones, on one page.

    随時相談型 is judged through the whole year: there once a day.
    """
    note_exclusions(proposal, wait=True)
    call = proposal.call
    until = f"審査票は{jdate(call.sheets_due_on)}までに出してください。\n" if call.sheets_due_on else ""
    notify(
        proposal_audience(proposal, "panel"),
        title=f"「{call}」の審査が始まりました",
        body=f"{until}審査する提案と審査票は、次の画面に並んでいます。このあと審査に進む提案も、同じ画面に加わります。",
        url=reverse("reviews"),
        key=_review_event(call),
        by=by,
        wait=True,
    )


def _review_event(call):
    day = f":{timezone.localdate():%Y%m%d}" if call.track == call.Track.ANYTIME else ""
    return f"review-begins:{call.pk}{day}"


def _review_has_not_begun(proposal, *, by, undone, **answers):
    """Once no proposal of the call is judged any more, the panel does not hear that it began, or hears that it has not."""
    call, proposal.ahead_reason = proposal.call, undone.kept["ahead_reason"]
    proposal.save(update_fields=["ahead_reason", "updated_at"])
    if call.proposals.filter(status__in=PROPOSAL.opening("mark")).exists():
        return
    event = undone.kept.get("event") or _review_event(call)  # 随時相談型 is told anew each day: that of the day it began
    told = take_back(event).told
    tell_anew(event)
    notify(
        told.values(),
        title=f"訂正：「{call}」の審査は、まだ始まっていません",
        body="先にお知らせした「審査が始まりました」は、まちがいでした。取り消します。始まったときに、もう一度お知らせします。",
        url=reverse("reviews"),
        key=f"{event_of(proposal, proposal.version)}:panel",
        by=by,
    )


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
    note_exclusions(proposal, wait=True)


def department_as_before(proposal, *, by, undone, **answers):
    """A step is taken back that put a department in charge: the one that was there is again, whoever else was to stay away may act."""
    proposal.department_id = undone.kept["department"]
    proposal.save(update_fields=["department", "updated_at"])
    forget_exclusions(proposal, undone.at, by=by)


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
    note_exclusions(proposal, wait=True)


def _not_asked_any_more(proposal, *, by, undone, **answers):
    TalkPart.objects.filter(proposal=proposal, department=undone.details["other_department"]).delete()
    forget_exclusions(proposal, undone.at, by=by)


# What the decision brings with it stands in reviews/decision_actions.py and release_actions.py: reviews are the higher room.
HOOKS = {
    "submit": Hook(prepare=_before_submit, notice=_number_given, effect=_sent, reads=_read),
    **correction_hooks(CORRECTABLES, goes_on=("go_on_unread", "go_on_read", "go_on_talks")),
    "undo_submit": Hook(effect=_unsent),
    "undo_correct": Hook(effect=_to_correct_again),
    "correct": Hook(
        keep=_items_before,
        prepare=_before_correct,
        notice=what_came_back(CORRECTABLES),
        details=_said_again,
        effect=_resolve_corrections,
        reads=_read,
    ),
    "start_talks": Hook(keep=_department_now, prepare=_set_department, effect=_look_for_conflicts),
    "undo_start_talks": Hook(effect=department_as_before),
    "change_department": Hook(
        keep=_department_now, prepare=_change_department, notice=_who_is_in_charge, effect=_tell_former_department
    ),
    "undo_change_department": Hook(effect=department_as_before),
    "also_ask": Hook(prepare=_ask_also, effect=_tell_asked),
    "undo_also_ask": Hook(effect=_not_asked_any_more),
    "start_review": Hook(keep=_before_the_review, prepare=_before_review, effect=_review_begins),
    "undo_start_review": Hook(effect=_review_has_not_begun),
    "renounce": Hook(effect=call_off),
    "undo_renounce": Hook(effect=call_on),
    "lapse": Hook(effect=call_off),
    "undo_lapse": Hook(effect=call_on),
}
