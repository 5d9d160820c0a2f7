"""Plan: goals, indicators, role shares and money of one year, written by both sides, agreed by both, then frozen."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from kyodo_portal.audit.actions import record
from kyodo_portal.notices.actions import notify
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.task_actions import sync_tasks
from projects.cycles.access import can_confirm_plan, can_edit_plan, cycle_audience, open_change, plan_side
from projects.cycles.actions import lock, sync
from projects.cycles.creation import income_of
from projects.entries.models import Participation

from .models import BudgetLine, Goal, Indicator, PlanConfirmation, RoleShare

Side = Participation.Side


READ_IT = "計画を読んで、よければ「この計画でよい」を押してください。直したいところは、書き直せます。"
OVERTAKEN = "ほかの人か、あなたの別の画面が先に直しました。新しい内容を下に出しています。見くらべて、もう一度保存してください。"


def plan_of(cycle):
    """The plan as plain data: what a page shows, what is kept before and after a change, what the edit token is made of."""
    return {
        "goal": cycle.goal,
        "goals": [
            {
                "kind": goal.kind,
                "text": goal.text,
                "indicators": [{"name": row.name, "unit": row.unit, "target": row.target} for row in goal.indicators.all()],
            }
            for goal in cycle.goals.prefetch_related("indicators")
        ],
        "roles": [{name: getattr(row, name) for name in RoleShare.COLUMNS} for row in cycle.role_shares.all()],
        "budget": [{name: getattr(row, name) for name in BudgetLine.COLUMNS} for row in cycle.budget_lines.all()],
        "city_cost": cycle.city_cost,
        "group_cost": cycle.group_cost,
    }


@transaction.atomic
def save_plan(cycle, *, by, etag, goal, goals, roles, budget, city_cost=None, group_cost=None):
    """Write the whole plan.

    etag: the token of the plan that the page showed. goals: [{kind, text, name, unit, target}], one row per indicator (no name:
    a goal without one); rows with the same text are one goal. roles, budget: rows by column. Costs in yen; budget lines, where
    there are any, give them. While preparing, a change takes back both confirmations and tells the other side. Once agreed, it
    is the one change that was allowed, and both states are kept. Returns the cycle; EditConflict when somebody was faster.
    """
    cycle = lock(cycle)
    if not can_edit_plan(by, cycle):
        raise PermissionDenied
    before = plan_of(cycle)
    change = open_change(cycle)
    _write_goals(cycle, goals)
    _write_rows(cycle, RoleShare, cycle.role_shares, roles, RoleShare.COLUMNS)
    _write_rows(cycle, BudgetLine, cycle.budget_lines, budget, BudgetLine.COLUMNS)
    from_lines = income_of(list(cycle.budget_lines.all()))
    cycle.goal, (cycle.city_cost, cycle.group_cost) = goal, from_lines if from_lines != (None, None) else (city_cost, group_cost)
    cycle.save(update_fields=["goal", "city_cost", "group_cost", "updated_at"])
    after = plan_of(cycle)
    if after == before:
        return cycle
    if etag != etag_of(before):  # asked last: the second press of a double click writes what stands already
        raise EditConflict(OVERTAKEN, cycle)
    record("edit", by=by, target=cycle, note="計画")
    if change is not None:
        change.before, change.after, change.applied_by, change.applied_at = before, after, by, timezone.now()
        change.save(update_fields=["before", "after", "applied_by", "applied_at"])
        seen = "変わったところは、計画の画面で確かめられます。"
        _tell_others(cycle, by, "承認された変更が計画に入りました", etag_of(after), seen)
    else:
        confirmed = cycle.confirmations.exists()
        cycle.confirmations.all().delete()
        sync_tasks(cycle)
        body = "計画が変わったので、「この計画でよい」はもう一度押してください。" if confirmed else READ_IT
        _tell_others(cycle, by, "計画が直されました", etag_of(after), body)
    return cycle


def _write_goals(cycle, goal_rows):
    measured = {
        (row.goal.text, row.name): (row.actual, row.why_unknown)
        for row in Indicator.objects.filter(goal__cycle=cycle).select_related("goal")
    }
    cycle.goals.all().delete()
    made = {}
    for row in goal_rows:
        key = (row["kind"], row["text"])
        if key not in made:
            made[key] = Goal.objects.create(cycle=cycle, kind=row["kind"], text=row["text"], order=len(made))
        if row.get("name"):
            actual, why = measured.get((row["text"], row["name"]), (None, ""))
            Indicator.objects.create(
                goal=made[key], name=row["name"], unit=row.get("unit", ""), target=row["target"], actual=actual, why_unknown=why
            )


def _write_rows(cycle, model, stored, new_rows, columns):
    stored.all().delete()
    for number, row in enumerate(new_rows):
        model.objects.create(cycle=cycle, order=number, **{name: row[name] for name in columns if row.get(name) is not None})


def _tell_others(cycle, by, what, etag, body):
    others = "department" if plan_side(by, cycle) == Side.GROUP else "applicant"
    notify(
        cycle_audience(cycle, others),
        title=f"「{cycle}」の{what}",
        body=body,
        url=cycle.get_absolute_url(),
        key=f"plan:{cycle.pk}:{etag}",
    )


@transaction.atomic
def confirm_plan(cycle, *, by, etag):
    """One side says 「この計画でよい」 of the plan it saw. With both in, the system takes the step `agree`."""
    cycle = lock(cycle)
    if not can_confirm_plan(by, cycle):
        raise PermissionDenied
    if etag != etag_of(plan_of(cycle)):
        raise EditConflict(OVERTAKEN, cycle)
    if not cycle.has_plan:
        raise ValidationError("先に、この年度の目標と役割分担を入れてください。")
    side = plan_side(by, cycle)
    PlanConfirmation.objects.get_or_create(cycle=cycle, side=side, defaults={"by": by})
    return sync(cycle, by=by)
