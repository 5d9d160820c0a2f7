"""The one door of a year's collaboration: `take` moves it along its table, and does what the step brings with it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.process.actions import take_step
from kyodo_portal.process.errors import Stale
from projects.models import Agreement, ChangeRequest, Cycle, Goal, Improvement, Indicator, Project

from .ledger import copy_plan, new_cycle, refresh_search

Outcome = Improvement.Outcome


@transaction.atomic
def take(cycle, step, *, by, version, reason="", **answers):
    """Take one step of the table and write what belongs to it. Returns the cycle as stored.

    by: the user, None for the clock. version: the one that the user's page showed. answers: what the row asks.
    Raises what take_step raises, and ValidationError by field where an answer does not fit.
    """
    check = CHECKS.get(step)
    if check:
        check(**answers)
    cycle = take_step(cycle, step, by=by, version=version, reason=reason or answers.get("why", ""), details=plain(answers))
    effect = EFFECTS.get(step)
    if effect:
        effect(cycle, by=by, reason=reason, **answers)
    Project.objects.filter(pk=cycle.project_id).update(updated_at=timezone.now())  # lists put what moved first
    return cycle


def plain(answers):
    """The answers as JSON: dates in ISO, rows by their name."""
    kept = {}
    for name, value in answers.items():
        if value in (None, ""):
            continue
        kept[name] = value.isoformat() if hasattr(value, "isoformat") else value if isinstance(value, (int, str)) else str(value)
    return kept


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


def check_outcome(*, outcome, why="", next_plan="", new_form=None, **_):
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
    for step, ripe in (("agree", "is_confirmed_by_both"), ("open_answers", "is_evaluated_by_both")):
        if cycle.status in cycle.process.step(step).source and getattr(cycle, ripe):
            cycle = take(cycle, step, by=None, version=cycle.version)
    return cycle


def lock(cycle, version=None):
    """The cycle's row, held until the transaction ends: whoever else writes to this cycle waits. Stale if it moved since `version`."""
    locked = Cycle.objects.select_for_update().get(pk=cycle.pk)
    if version is not None and locked.version != version:
        raise Stale(locked)
    return locked


CHECKS = {"close": check_outcome}
EFFECTS = {
    "agree": _agree,
    "agree_on_paper": _agree,
    "ask_change": _ask_change,
    "allow_change": _answer_change(True),
    "refuse_change": _answer_change(False),
    "close": _close,
}
