"""The one door of a year's collaboration: `take` moves it along its table, and does what the step brings with it."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from kyodo_portal.common.workflow import Hook
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import Stale
from projects.models import Agreement, ChangeRequest, Cycle, Goal, Improvement, Indicator, Project

from .ledger import copy_plan, new_cycle, refresh_search

Outcome = Improvement.Outcome


def _agree(cycle, *, by, agreed_on=None, document_number="", **_):
    Agreement.objects.update_or_create(
        cycle=cycle,
        defaults={"agreed_on": agreed_on or timezone.localdate(), "document_number": document_number, "recorded_by": by},
    )


def _ask_change(cycle, *, by, reason, what, **_):
    ChangeRequest.objects.create(cycle=cycle, what=what, why=reason, asked_by=by)


def _answer_change(allowed):
    def effect(cycle, *, by, reason="", **_):
        request = cycle.change_requests.filter(allowed__isnull=True).order_by("-pk").first()
        if request is not None:
            request.allowed, request.decided_by, request.decided_at, request.answer = allowed, by, timezone.now(), reason
            request.save(update_fields=["allowed", "decided_by", "decided_at", "answer"])

    return effect


def check_outcome(cycle, *, outcome, why="", next_plan="", new_form=None, **_):
    """What 見直し must say: what changes, if something does; the new form, if the form does."""
    problems = {}
    if not why.strip():
        problems["why"] = "理由を書いてください。"
    if outcome in (Outcome.IMPROVE, Outcome.CHANGE_FORM) and not next_plan.strip():
        problems["next_plan"] = "次に変えることを書いてください。"
    if outcome == Outcome.CHANGE_FORM and new_form is None:
        problems["new_form"] = "新しい形態を選んでください。"
    if problems:
        raise ValidationError(problems)


def _close(cycle, *, by, outcome, why, next_plan="", new_form=None, **_):
    Improvement.objects.create(cycle=cycle, outcome=outcome, why=why, next_plan=next_plan, by=by)
    project = cycle.project
    if outcome == Outcome.CHANGE_FORM and new_form is not None:
        project.form = new_form
        project.save(update_fields=["form", "updated_at"])
        refresh_search(project)
    if outcome in Improvement.GOES_ON and not project.cycles.filter(fiscal_year__gt=cycle.fiscal_year).exists():
        _next_year(cycle)


def _next_year(cycle):
    """Next fiscal year's cycle: goals, roles and money of this one are where its plan starts from."""
    following = new_cycle(
        cycle.project, cycle.fiscal_year + 1, goal=cycle.goal, city_cost=cycle.city_cost, group_cost=cycle.group_cost
    )
    copy_plan(cycle, following)
    for goal in cycle.goals.all():
        copy = Goal.objects.create(cycle=following, kind=goal.kind, text=goal.text, order=goal.order)
        for row in goal.indicators.all():
            Indicator.objects.create(goal=copy, name=row.name, unit=row.unit, target=row.target)


def sync(cycle):
    """Let the system take what both sides together have made ripe: agreement, opening of the answers."""
    row = cycle.process.ripe(cycle)
    return take_step(cycle, row.name, by=None, version=cycle.version) if row else cycle


def lock(cycle, version=None):
    """The cycle's row, held until the transaction ends: whoever else writes to this cycle waits. Stale if it moved since `version`."""
    locked = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if version is not None and locked.version != version:
        raise Stale(locked)
    return locked


def _touch(cycle, **_):
    """Lists put what moved first."""
    Project.objects.filter(pk=cycle.project_id).update(updated_at=timezone.now())


HOOKS = {
    "*": Hook(effect=_touch),
    "agree": Hook(effect=_agree),
    "agree_on_paper": Hook(effect=_agree),
    "ask_change": Hook(effect=_ask_change),
    "allow_change": Hook(effect=_answer_change(True)),
    "refuse_change": Hook(effect=_answer_change(False)),
    "close": Hook(prepare=check_outcome, effect=_close),
}
