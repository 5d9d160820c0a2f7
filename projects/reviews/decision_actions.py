"""The city's decision: recorded, and put right. The decision itself (決裁) is made outside; its number is carried over.

What the steps of the proposal table do besides moving the state (HOOKS below) is called inside the step's transaction, with
the proposal as it is stored now. Until it is told (release_actions.py) nothing of a decision may reach the group: neither a
notice nor the history carries any of it.
"""

from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.workflow import Hook
from kyodo_portal.process.errors import Stale
from projects.calls.models import Call

from .decision_checks import WON, check_answers, speaks_against
from .models import Decision
from .scoring import score_table
from .ties import kept_of, refuse_unexplained_tie, tie_of


def _kept(proposal, table, answers):
    """The columns of the Decision that these answers make."""
    return {
        **kept_of(_tie(proposal, answers), answers.get("tie_note") or ""),
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


def _tie(proposal, answers):
    """Its Tie: as the page of all of them knows it (`tie`), otherwise read once for both hooks of the step, which hold the row."""
    if "tie" in answers:
        return answers["tie"]
    if "known_tie" not in proposal.__dict__:
        proposal.known_tie = tie_of(proposal)
    return proposal.known_tie


def _refuse_unexplained(proposal, answers):
    tie = _tie(proposal, answers)
    made = {} if tie is None else {other.pk: other.recorded_decision for other in tie.others}
    results = {key: decision.result for key, decision in made.items() if decision is not None}
    refuse_unexplained_tie(tie, answers["result"], results, answers.get("tie_note"))


def details_of(proposal, **answers):
    """What the history keeps of a decision (a hook's `details`): the whole record and the points at that moment.

    Raises ValidationError where the answers do not fit together, before anything is written.
    """
    if proposal.call.budget is not None:  # of two who decide at the same moment the second counts what the first has granted
        Call.objects.select_for_update().get(pk=proposal.call_id)
    table = score_table(proposal)
    check_answers(proposal, answers, table)
    _refuse_unexplained(proposal, answers)
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


HOOKS = {
    "decide": Hook(details=details_of, effect=decide),
    "correct_decision": Hook(effect=reopen),
    "undo_correct_decision": Hook(effect=stands_again),
}
