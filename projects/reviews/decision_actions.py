"""The city's decision: recorded, put right, told. The decision itself (決裁) is made outside; its number is carried over.

`decide`, `reopen` and `release` are what the steps of the proposal table do besides moving the state
(HOOKS below): called inside the step's transaction, with the proposal as it is stored now.
Until `release` nothing of a decision may reach the group: neither a notice nor the history carries any of it.
"""

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.workflow import Hook
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import Stale
from projects.calls.models import Call
from projects.cycles.plan.models import BudgetLine
from projects.ledger.adoption_actions import open_from_proposal, take_out
from projects.proposals.actions import department_as_before, refuse_ahead
from projects.proposals.joint.models import JOINT_GROUPS
from projects.proposals.models import Proposal
from projects.proposals.workflow import PROPOSAL, TELLING

from .models import Decision
from .scoring import score_table

Result = Decision.Result
WON = (Result.ADOPTED, Result.ADOPTED_WITH_CONDITIONS)


def requested_of(proposal):
    """円 that the group asks of the city; None where no line of the budget is marked as the city's."""
    lines = proposal.budget_lines.filter(side=BudgetLine.Side.INCOME, from_city=True)
    return lines.aggregate(total=Sum("amount"))["total"]


def amount_limit(proposal):
    """(円, what it is called): the lower one of what was asked for and the call's limit; (None, "") without either."""
    limits = [(requested_of(proposal), "団体が求めた額"), (proposal.call.grant_limit, "この募集の上限")]
    return min((limit for limit in limits if limit[0] is not None), default=(None, ""))


def amount_asked(proposal):
    """円 from which the form of the decision starts: what was asked for, as far as the call's limit lets it; None where nothing was."""
    return amount_limit(proposal)[0] if requested_of(proposal) else None


def _check(proposal, answers, table):
    """ValidationError with an answer at every field that does not fit the result."""
    errors, result = {}, answers["result"]
    won = result in WON
    if won and answers.get("form") is None:
        errors["form"] = "協働の形態を選んでください。採択すると、この形態で台帳に入ります。"
    if result == Result.ADOPTED_WITH_CONDITIONS and not answers.get("conditions"):
        errors["conditions"] = "条件を書いてください。条件がないときは、結果を「採択」にしてください。"
    if result != Result.ADOPTED_WITH_CONDITIONS and answers.get("conditions"):
        errors["conditions"] = "条件を付けるときは、結果を「条件付採択」にしてください。"
    most, name = amount_limit(proposal)
    # What the form had filled in by itself is nobody's mistake: it is dropped with the form of collaboration.
    if not won and answers.get("amount") not in (None, amount_asked(proposal)):
        errors["amount"] = "市が負担する額は、採択するときだけ入れてください。"
    elif answers.get("amount") is not None and most is not None and answers["amount"] > most:
        errors["amount"] = f"市が負担する額は、{name}（{most:,}円）までにしてください。"
    if answers["decided_on"] > timezone.localdate():
        errors["decided_on"] = "決裁日は、今日より前の日にしてください。今日でもかまいません。"
    if not table.is_complete and not answers.get("early"):
        names = "、".join(str(sheet.seat.user) for sheet in table.waiting) or "審査票が1枚もありません"
        errors["early"] = f"まだそろっていない審査票があります（{names}）。このまま決めるときは、しるしを付けてください。"
    if not table.is_complete and answers.get("early") and not answers.get("early_reason"):
        errors["early_reason"] = "審査票がそろわないまま決める理由を書いてください。"
    against = speaks_against(proposal, answers, table)
    if against and not answers.get("despite"):
        errors["despite"] = f"{''.join(against)}それでも採択するときは、そう決めたわけを書いてください。"
    try:
        refuse_ahead(proposal, answers.get("ahead_reason"))
    except ValidationError as error:
        errors |= error.message_dict
    if errors:
        raise ValidationError(errors)


def granted(call, *, but=None):
    """円 of the recorded adoptions of a call that still stand, told or not; `but`: without this proposal's."""
    standing = (*PROPOSAL.opening("entry"), *PROPOSAL.queue("decided").states)
    decisions = Decision.objects.filter(
        proposal__call=call, proposal__status__in=standing, taken_back_at__isnull=True, result__in=WON
    )
    if but is not None:
        decisions = decisions.exclude(proposal=but)
    return decisions.aggregate(total=Sum("amount"))["total"] or 0


def speaks_against(proposal, answers, table):
    """What speaks against adopting a proposal, in sentences: points below the call's pass mark, money beyond its budget.

    Nothing for a result that is no adoption; why it is decided without sheets is asked anyway. One query where the call has a budget.
    """
    if answers.get("result") not in WON:
        return []
    call, said = proposal.call, []
    if table.reaches is False:
        said.append(f"審査票の平均は{table.average}点で、最低点の{call.pass_mark}点に届きません。")
    if call.budget is not None and answers.get("amount"):
        total = granted(call, but=proposal) + answers["amount"]
        if total > call.budget:
            said.append(f"採択する額の合計が{total:,}円になり、予算の{call.budget:,}円を{total - call.budget:,}円こえます。")
    return said


def _kept(proposal, table, answers):
    """The columns of the Decision that these answers make."""
    return {
        "result": answers["result"],
        "form": answers.get("form") if answers["result"] in WON else None,
        "department": answers.get("office") if answers["result"] in WON else None,
        "document_number": answers["document_number"],
        "decided_on": answers["decided_on"],
        "amount": answers.get("amount") if answers["result"] in WON else None,
        "why": answers["why"],
        "conditions": answers.get("conditions") or "",
        "advice": answers.get("advice") or "",
        "early_reason": "" if table.is_complete else answers.get("early_reason") or "",
        "ahead_reason": (answers.get("ahead_reason") or "") if proposal.call.awaits_more else "",
        "despite": (answers.get("despite") or "") if speaks_against(proposal, answers, table) else "",
    }


def details_of(proposal, **answers):
    """What the history keeps of a decision (a hook's `details`): the whole record and the points at that moment.

    Raises ValidationError where the answers do not fit together, before anything is written.
    """
    if proposal.call.budget is not None:  # of two who decide at the same moment the second counts what the first has granted
        Call.objects.select_for_update().get(pk=proposal.call_id)
    table = score_table(proposal)
    _check(proposal, answers, table)
    kept = _kept(proposal, table, answers)
    return {
        **kept,
        "department": kept["department"].pk if kept["department"] else None,
        "decided_on": kept["decided_on"].isoformat(),
        "form": kept["form"].pk if kept["form"] else None,
        "average": str(table.average) if table.average is not None else None,
        "sheets": len(table.counted),
    }


def decide(proposal, *, by, **answers):
    """Effect of the step "decide": one Decision row; the step's details hold all of it too (never its reason)."""
    # What was recorded before (継続協議 that was told, a record that was taken back) stays in the history.
    Decision.objects.filter(proposal=proposal).delete()
    Decision.objects.create(proposal=proposal, recorded_by=by, **_kept(proposal, score_table(proposal), answers))


def reopen(proposal, *, by, **answers):
    """Effect of the step "correct_decision": the record is taken back and can be made anew; the form of the next one starts
    from it. Why it was taken back stays in the history and in the audit trail, where the group does not look."""
    note = (answers.get("correction_note") or "").strip()
    if not note:
        raise ValidationError({"correction_note": "何を直すのかを書いてください。"})
    decision = Decision.objects.select_for_update().get(proposal=proposal)
    if decision.released_at:
        raise Stale(proposal)
    decision.taken_back_at = timezone.now()
    decision.save(update_fields=["taken_back_at"])
    record("decision", by=by, target=proposal, note=f"決定の記録を直す：{note}")


def stands_again(proposal, **answers):
    """Effect of "undo_correct_decision": what was recorded holds after all."""
    Decision.objects.filter(proposal=proposal).update(taken_back_at=None)


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
        parts.append(f"市が負担する額：{decision.amount:,}円")
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
    proposals = proposals.select_related("decision__form", "partner", "call")
    proposals = proposals.prefetch_related(JOINT_GROUPS, "exclusions").order_by("number", "pk")
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
        with transaction.atomic():
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
    "decide": Hook(details=details_of, effect=decide),
    "correct_decision": Hook(effect=reopen),
    "undo_correct_decision": Hook(effect=stands_again),
    "adopt": _WON,
    "adopt_with": _WON,
    "decline": _OTHER,
    "continue": _OTHER,
    **dict.fromkeys((f"undo_{step}" for step in TELLING), _TAKEN_BACK),
    "correct_result": Hook(keep=keep_before_correction, notice=correction_notice, effect=correct_result),
    "undo_correct_result": Hook(effect=holds_after_all),
}
