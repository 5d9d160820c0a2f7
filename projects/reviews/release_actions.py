"""Results are told: one, or all of a call at once; taken back as long as nobody has read them, and corrected afterwards."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.lists.together import share_out, together
from kyodo_portal.common.own_words import own_words_said
from kyodo_portal.common.workflow import Hook
from kyodo_portal.notices.batch_actions import as_one
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import Stale
from projects.ledger.adoption_actions import open_from_proposal, take_out
from projects.proposals.department_actions import department_as_before
from projects.proposals.models import Proposal, know_filings
from projects.proposals.workflow import PROPOSAL, TELLING

from .decision_checks import WON
from .models import Decision
from .scoring import DECIDABLE, kept_away


def put_in_charge(proposal, **answers):
    """Before a won result is told: the chosen department is in charge from now on, and is notified too."""
    department = proposal.recorded_decision.department
    if department is not None:
        proposal.department = department
        proposal.save(update_fields=["department", "updated_at"])


def result_notice(proposal, **answers):
    """What the notice and the mail say of the result ; the mail's foot adds whom to ask."""
    decision = proposal.recorded_decision
    parts = [f"結果：{decision.get_result_display()}", f"理由：{decision.why}"]
    if decision.conditions:
        parts.append(f"条件：{decision.conditions}")
    if decision.amount is not None:
        parts.append(own_words_said(f"市が負担する額：{decision.amount:,}円"))
    if decision.advice:
        parts.append(f"審査委員会からの助言：{decision.advice}")
    return "\n\n".join(parts)


def release(proposal, *, by, **answers):
    """Effect of the steps that tell a result: from now on group and residents may see it. Adopted matters enter the ledger."""
    decision = Decision.objects.select_for_update().get(proposal=proposal)
    decision.released_at, decision.released_by = timezone.now(), by
    decision.save(update_fields=["released_at", "released_by"])
    if decision.result in WON:
        open_from_proposal(proposal, by=by)


def keep_before_release(proposal, **answers):
    """What taking back a told result needs: who was in charge, and whether the ledger had the entry already."""
    return {"department": proposal.department_id, "entry": hasattr(proposal, "project")}


def unrelease(proposal, *, by, undone, **answers):
    """Effect of taking back a step that told a result, which nobody has read yet: the record stands, and can be told or put right."""
    Decision.objects.filter(proposal=proposal).update(released_at=None, released_by=None)
    if not undone.kept["entry"]:
        take_out(proposal, by=by, reason="")


def correction_notice(proposal, *, reason, **answers):
    """What the notices say when a told result is corrected: what was told is named, so that nobody goes by it."""
    return (
        f"先にお知らせした結果「{proposal.recorded_decision.get_result_display()}」は、まちがいでした。取り消します。"
        f"正しい結果が決まりしだい、あらためてお知らせします。\n\n理由：{reason}"
    )


def correct_result(proposal, *, by, reason, **answers):
    """Effect of the step "correct_result": what was told counts no more, the form of the next record starts from it, and what
    came of it in the ledger goes or is called off."""
    Decision.objects.filter(proposal=proposal).update(released_at=None, released_by=None, taken_back_at=timezone.now())
    record("decision", by=by, target=proposal, note="知らせた結果を訂正する")
    take_out(proposal, by=by, reason=reason)


def keep_before_correction(proposal, **answers):
    """What taking a correction back needs: when and by whom the result was told, and which entry of the ledger it had."""
    decision, project, entry = proposal.recorded_decision, getattr(proposal, "project", None), {}
    if project is not None:
        stood = project.published_at and project.published_at.isoformat()
        entry = {"pk": project.pk, "number": project.number, "cycle": project.current_cycle_id, "published_at": stood}
    return {
        "released_at": decision.released_at.isoformat(),
        "released_by": decision.released_by_id,
        "entry": entry,
    }


def holds_after_all(proposal, *, by, undone, **answers):
    """Effect of "undo_correct_result": what was told holds, and the ledger has its entry again, at the address that it had."""
    kept = undone.kept
    told = {"released_at": datetime.datetime.fromisoformat(kept["released_at"]), "released_by_id": kept["released_by"]}
    Decision.objects.filter(proposal=proposal).update(taken_back_at=None, **told)
    proposal._state.fields_cache.pop("decision", None)
    proposal.__dict__.pop("recorded_decision", None)
    if proposal.recorded_decision.result in WON:
        open_from_proposal(proposal, by=by, again=kept["entry"])


def ready_to_release(call, user):
    """The call's decided proposals that `user` may tell, in the order of their numbers."""
    proposals = Proposal.objects.filter(call=call, status__in=PROPOSAL.queue("decided").states)
    proposals = proposals.select_related("decision__recorded_by", "partner").order_by("number", "pk")
    proposals = proposals.only(*DECIDABLE, "decision__recorded_by__name")
    proposals, joint_groups, exclusions = together(proposals, *kept_away(call))
    know_filings(proposals)
    share_out(proposals, joint_groups=joint_groups, exclusions=exclusions)
    for proposal in proposals:
        proposal.call = call
    return [proposal for proposal in proposals if "secretariat" in PROPOSAL.roles_of(user, proposal)]


def telling(proposal):
    """The name of the step that tells the recorded result: the table's row that leads to it."""
    steps = PROPOSAL.steps_from(proposal.status)
    return next(step.name for step in steps if step.target == proposal.recorded_decision.result)


@transaction.atomic
def release_all(call, *, by, versions):
    """Tell all results of a call at once, or none. versions: {proposal id: version on the confirm page}.

    Stale when one of them was changed since, or when another one was decided that the page did not show. A second press of the
    same person is answered by what the first one did.
    """
    try:
        with transaction.atomic(), as_one():
            return _release_all(call, by, versions)
    except (Stale, PermissionDenied):
        told = _told_by_the_first_press(call, by, versions)
        if not told:
            raise
        return told


def _told_by_the_first_press(call, by, versions):
    """The proposals that this person told just from the versions of the page, or [] unless those are all that it showed."""
    steps = [name for name, hook in HOOKS.items() if hook.effect is release]
    told = []
    for proposal in Proposal.objects.filter(call=call, pk__in=versions).order_by("number", "pk"):
        if proposal.changes.filter(by=by, step__in=steps, version=versions[proposal.pk] + 1).exists():
            told.append(proposal)
    return told if len(told) == len(versions) else []


def _release_all(call, by, versions):
    proposals = ready_to_release(call, by)
    if not proposals:
        raise PermissionDenied("知らせる結果がありません。")
    released = []
    for proposal in proposals:
        if versions.get(proposal.pk) != proposal.version:
            raise Stale(proposal)
        released.append(take_step(proposal, telling(proposal), by=by, version=proposal.version))
    record("release", by=by, target=call, note="結果をまとめて知らせた", rows=len(released))
    return released


_WON = Hook(keep=keep_before_release, prepare=put_in_charge, notice=result_notice, effect=release)


_OTHER = Hook(keep=keep_before_release, notice=result_notice, effect=release)


_TAKEN_BACK = Hook(prepare=department_as_before, effect=unrelease)


HOOKS = {
    "adopt": _WON,
    "adopt_with": _WON,
    "decline": _OTHER,
    "continue": _OTHER,
    **dict.fromkeys((f"undo_{step}" for step in TELLING), _TAKEN_BACK),
    "correct_result": Hook(keep=keep_before_correction, notice=correction_notice, effect=correct_result),
    "undo_correct_result": Hook(effect=holds_after_all),
}
