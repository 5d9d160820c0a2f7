"""変更申請: one side asks for another plan, the other side allows or refuses it; what is allowed is that plan and nothing else."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.common.templatetags.kyodo import jdate
from kyodo_portal.common.workflow import Hook
from kyodo_portal.process.edits import etag_of
from projects.cycles.both_sides import BOTH
from projects.cycles.plan.content import plan_differences, plan_of
from projects.cycles.plan.content_actions import carry_in, refuse_days, write_plan
from projects.entries.access import side_of

from .models import ChangeRequest

UNCHANGED = "計画のどこも変わっていません。変えたいところを直してから、申請してください。"


def _before_asking(cycle, *, plan=None, **_):
    """A request is the difference of the plan: without one there is nothing to allow."""
    if plan is None or plan == plan_of(cycle):
        raise ValidationError(UNCHANGED)
    refuse_days(cycle, plan)


def _what_is_asked(cycle, *, what, reason, plan, **_):
    names = "、".join(row.label for row in plan_differences(plan_of(cycle), plan))
    return f"変えたいこと：{what}\n理由：{reason}\n変わるところ：{names}"


def _ask(cycle, *, by, what, reason, plan, **_):
    ChangeRequest.objects.create(
        cycle=cycle, side=side_of(by, cycle.project), what=what, why=reason, asked_by=by, before=plan_of(cycle), after=plan
    )


def _waiting(cycle):
    """The request that is answered now, whatever state the step has led to."""
    return cycle.change_requests.waiting().order_by("-pk").first()


def _answer(allowed):
    def effect(cycle, *, by, reason="", agreed_on=None, document_number="", **_):
        request, now = _waiting(cycle), timezone.now()
        if request is None:
            return
        if allowed:
            carry_in(cycle, request, by=by, at=now)
            record("edit", by=by, target=cycle, note="計画の変更")
        paper = f"{jdate(agreed_on)}に、書面で承認しました（文書番号：{document_number}）。" if agreed_on else ""
        request.allowed, request.decided_by, request.decided_at, request.answer = allowed, by, now, reason or paper
        request.save(update_fields=["allowed", "decided_by", "decided_at", "answer", "applied_by", "applied_at"])

    return effect


def _not_ones_own(cycle, *, by, **_):
    """Whoever asked for one side and stands on the other one now leaves the answer to a colleague."""
    request = _waiting(cycle)
    if request is not None and by is not None and request.asked_by_id == by.pk:
        raise ValidationError(BOTH.format(what="この変更の申請"))


def _take_back(cycle, **_):
    request = _waiting(cycle)
    if request is not None:
        request.withdrawn_at = timezone.now()
        request.save(update_fields=["withdrawn_at"])


def _which(cycle, **_):
    """The request that is answered, for whoever takes the answer back."""
    request = _waiting(cycle)
    return {"request": request.pk if request else None}


def _unanswered(cycle, *, undone, **_):
    """The request waits again, and the plan is what it was, where the answer had changed it."""
    request = cycle.change_requests.filter(pk=undone.kept["request"]).first()
    if request is None:
        return
    if request.applied_at is not None and request.after is not None:
        if plan_of(cycle) != request.after:
            raise ValidationError("承認のあとで計画が変わりました。承認は取り消せません。新しく変更を申請してください。")
        write_plan(cycle, request.before)
    request.allowed = request.decided_by = request.decided_at = request.withdrawn_at = request.applied_by = request.applied_at = (
        None
    )
    request.answer = ""
    request.save()


def _differences(cycle):
    """What is allowed with this step: the confirm page shows it."""
    request = cycle.asked_change
    return plan_differences(request.before, request.after) if request is not None else []


ALLOW = Hook(prepare=_not_ones_own, keep=_which, effect=_answer(True), shows=_differences)
ON_PAPER = Hook(keep=_which, effect=_answer(True), shows=_differences)  # the group's own word; the city only records it
REFUSE = Hook(prepare=_not_ones_own, keep=_which, effect=_answer(False), shows=_differences)
UNASK = Hook(keep=_which, effect=_take_back, shows=_differences)
ANSWERS = {
    "allow_change": ALLOW, "accept_change": ALLOW, "accept_on_paper": ON_PAPER, "refuse_change": REFUSE, "reject_change": REFUSE,
    "unask_change": UNASK, "city_unasks": UNASK,
}  # fmt: skip
HOOKS = {
    "ask_change": Hook(
        prepare=_before_asking,
        notice=_what_is_asked,
        details=lambda cycle, what="", plan=None, **_: {"what": what, "plan": etag_of(plan)},  # the request keeps the plan
        effect=_ask,
    ),
    **ANSWERS,
    **{f"undo_{step}": Hook(effect=_unanswered) for step in ANSWERS},
}
